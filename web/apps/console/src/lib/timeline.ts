import type { Message } from '@visavis/client'
import { sameDay } from './when.ts'

export type Part =
  | { type: 'day'; key: string; at: string }
  | { type: 'entry'; key: string; message: Message }
  | { type: 'side'; key: string; message: Message }
  | { type: 'said'; key: string; message: Message; first: boolean; last: boolean }

const TOGETHER = 5 * 60_000

/** Messages as they are drawn: a line per day, neighbours of one author together. */
export function timeline(messages: readonly Message[]): Part[] {
  const parts: Part[] = []
  messages.forEach((message, at) => {
    const before = messages[at - 1]
    const after = messages[at + 1]
    if (!before || !sameDay(new Date(before.created_at), new Date(message.created_at))) {
      parts.push({ type: 'day', key: `day-${message.created_at.slice(0, 10)}-${message.seq}`, at: message.created_at })
    }
    const key = message.client_id ?? message.id
    if (message.kind === 'side') parts.push({ type: 'side', key, message })
    else if (message.kind === 'entry') parts.push({ type: 'entry', key, message })
    else parts.push({ type: 'said', key, message, first: !together(before, message), last: !together(message, after) })
  })
  return parts
}

function together(one: Message | undefined, next: Message | undefined): boolean {
  if (!one || !next || one.kind !== next.kind || one.kind === 'entry') return false
  if (one.author.kind !== next.author.kind || one.author.id !== next.author.id) return false
  if (one.author.automated !== next.author.automated) return false
  const [start, end] = [new Date(one.created_at), new Date(next.created_at)]
  return sameDay(start, end) && end.getTime() - start.getTime() < TOGETHER
}
