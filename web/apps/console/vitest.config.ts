import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig } from 'vitest/config'

// Without the builders of texts and styles: no test needs them.
export default defineConfig({ plugins: [svelte()] })
