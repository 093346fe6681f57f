import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig } from 'vite'
import type { Plugin } from 'vite'

/** What is fetched later has no files of its own to fetch beside it: Vite's half kilobyte for that is left out. */
const plainImports: Plugin = {
  name: 'plain-imports',
  enforce: 'pre',
  load: (id) => (id.includes('vite/preload-helper') ? 'export const __vitePreload = (load) => load()' : null),
}

/** The opened chat: one script and one stylesheet, named in manifest.json for the server. */
export default defineConfig({
  base: '/widget/',
  plugins: [plainImports, svelte()],
  build: {
    outDir: '../../../visavis/web/widget',
    emptyOutDir: true,
    manifest: 'manifest.json',
    cssCodeSplit: false,
    modulePreload: { polyfill: false },
    rolldownOptions: { input: { chat: 'src/main.ts' } },
  },
})
