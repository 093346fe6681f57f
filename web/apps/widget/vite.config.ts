import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig, type Plugin } from 'vite'

/** What is loaded later is one file with its styles in it: the helper that preloads others would weigh more than it saves. */
const bareImports: Plugin = {
  name: 'bare-imports',
  enforce: 'pre',
  load: (id) => (id.includes('vite/preload-helper') ? 'export const __vitePreload = (load) => load()' : undefined),
}

/** The opened chat: one script and one stylesheet, named in manifest.json for the server. */
export default defineConfig({
  base: '/widget/',
  plugins: [svelte(), bareImports],
  build: {
    outDir: '../../../visavis/web/widget',
    emptyOutDir: true,
    manifest: 'manifest.json',
    cssCodeSplit: false,
    modulePreload: { polyfill: false },
    rolldownOptions: { input: { chat: 'src/main.ts' } },
  },
})
