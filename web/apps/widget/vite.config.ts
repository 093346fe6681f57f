import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig } from 'vite'

/** The opened chat: one script and one stylesheet, named in manifest.json for the server. */
export default defineConfig({
  base: '/widget/',
  plugins: [svelte()],
  build: {
    outDir: '../../../visavis/web/widget',
    emptyOutDir: true,
    manifest: 'manifest.json',
    cssCodeSplit: false,
    modulePreload: { polyfill: false },
    rolldownOptions: { input: { chat: 'src/main.ts' } },
  },
})
