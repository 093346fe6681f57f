import { defineConfig } from 'vite'

/** The script a site includes: one self-contained file, which leaves no global but `visavis`. */
export default defineConfig({
  publicDir: false,
  build: {
    outDir: '../../../visavis/web/widget',
    emptyOutDir: false,
    lib: { entry: 'src/loader/main.ts', formats: ['iife'], name: '_', fileName: () => 'widget.js' },
  },
})
