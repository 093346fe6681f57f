import { paraglideVitePlugin } from '@inlang/paraglide-js'
import { svelte } from '@sveltejs/vite-plugin-svelte'
import tailwindcss from '@tailwindcss/vite'
import { defineConfig } from 'vite'

const server = process.env['VISAVIS_SERVER'] ?? 'http://127.0.0.1:8321'
const proxy = {
  '/api': { target: server },
  '/live': { target: server, ws: true },
}

export default defineConfig({
  base: '/console/',
  plugins: [
    paraglideVitePlugin({
      project: './project.inlang',
      outdir: './src/paraglide',
      strategy: ['globalVariable', 'baseLocale'],
      emitReadme: false,
    }),
    svelte(),
    tailwindcss(),
  ],
  build: {
    outDir: '../../../visavis/web/console',
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  server: { proxy },
  preview: { proxy },
})
