/** Measures what a visitor downloads, compressed as a server would, and fails over budget. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'

const built = join(import.meta.dirname, '../../visavis/web/widget')
const manifest = JSON.parse(readFileSync(join(built, 'manifest.json'), 'utf8'))
// What is fetched when it is needed is no part of the opening.
const opened = Object.values(manifest).filter(({ isDynamicEntry }) => !isDynamicEntry)
const chat = opened.flatMap(({ file, css = [] }) => [file, ...css])

const budgets = [
  { what: 'loader', files: ['widget.js'], most: 5_000 },
  { what: 'opened chat', files: chat, most: 45_000 },
]

for (const { what, files, most } of budgets) {
  const size = files.reduce((sum, name) => sum + gzipSync(readFileSync(join(built, name)), { level: 9 }).length, 0)
  console.log(`${what}: ${size} bytes gzip, of ${most}`)
  if (size > most) process.exitCode = 1
}
