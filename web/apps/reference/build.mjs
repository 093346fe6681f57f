/** Copies Swagger UI, and the two files that are ours, to where the server serves the API's reference. */
import { cpSync, mkdirSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'

const here = dirname(fileURLToPath(import.meta.url))
const theirs = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'))
const out = join(here, '../../../visavis/web/reference')

rmSync(out, { recursive: true, force: true })
mkdirSync(out, { recursive: true })
for (const file of ['swagger-ui.css', 'swagger-ui-bundle.js', 'LICENSE']) cpSync(join(theirs, file), join(out, file))
cpSync(join(here, 'src'), out, { recursive: true })
