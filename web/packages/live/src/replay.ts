/** Reads `{snapshot, frames}` on standard input and prints the snapshot that results. */
import { apply } from './apply.ts'
import type { ServerFrame, Snapshot } from './types.ts'

let text = ''
for await (const chunk of process.stdin.setEncoding('utf8')) text += chunk
const { snapshot, frames } = JSON.parse(text) as { snapshot: Snapshot; frames: ServerFrame[] }
process.stdout.write(JSON.stringify(frames.reduce(apply, snapshot)) + '\n')
