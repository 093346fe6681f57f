/** Measures what a visitor downloads, compressed as a server would, and fails over budget. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'

const built = join(import.meta.dirname, '../../visavis/web/widget')
const manifest = JSON.parse(readFileSync(join(built, 'manifest.json'), 'utf8'))
const chunks = Object.values(manifest)
const first = chunks.find(({ isEntry }) => isEntry)
const styles = chunks.map(({ file }) => file).filter((file) => file.endsWith('.css'))
/** A chunk with all that the browser must have before it runs. */
const withImports = (chunk) => [chunk.file, ...(chunk.imports ?? []).flatMap((name) => withImports(manifest[name]))]
const opened = new Set([...withImports(first), ...styles])
// What is loaded when it is needed, whatever it is: all of it together.
const needed = chunks.map(({ file }) => file).filter((file) => !opened.has(file))

const budgets = [
  { what: 'loader', files: ['widget.js'], most: 5_000 },
  { what: 'opened chat', files: [...opened], most: 45_000 },
  { what: 'loaded when needed', files: needed, most: 12_000 },
]

for (const { what, files, most } of budgets) {
  const size = files.reduce((sum, name) => sum + gzipSync(readFileSync(join(built, name)), { level: 9 }).length, 0)
  console.log(`${what}: ${size} bytes gzip, of ${most}`)
  if (size > most) process.exitCode = 1
}
