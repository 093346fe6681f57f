import type { Message } from '@visavis/client'
import { HERE, before } from '../shared/when.ts'
import { t as said } from '../texts.ts'
import { t } from './texts.ts'
import { windowOf } from './windows.ts'

const MINUTE = 60_000

/** What happened to a call, or to a promise, in one line; what was missed stays said. */
export function sayCall({ entry, author, created_at }: Message, zone = HERE): string {
  if (!entry) return ''
  const then = Date.parse(created_at)
  const name = author.kind === 'agent' && author.name ? author.name : t.us
  const due = entry.until === null ? null : Date.parse(entry.until)
  // What was promised to the second is told to the second.
  const by = due === null ? null : before(due, then, zone, due % MINUTE > 0)
  const sorry = entry.missed ? `${t.entryMissed(before(Date.parse(entry.missed), then, zone))} ` : ''
  switch (entry.what) {
    case 'callback_booked':
      return sorry + t.entryBooked(windowOf(entry.since!, entry.until!, then, zone))
    case 'callback_tried':
      return by ? t.entryTriedUntil(name, by) : t.entryTried(name)
    case 'callback_unreached':
      return t.entryUnreached(name)
    case 'callback_cancelled':
      return t.entryCancelled
    case 'called':
      return sorry + t.entryCalled(name)
    case 'promised':
      return sorry + t.entryPromised(by ?? '')
    case 'left_line':
      return sorry + t.entryLeftLine(by ?? '')
    case 'back_in_line':
      return t.entryBackInLine(by ?? '')
    case 'resolved':
      return sorry + said.resolved
    case 'resolution_promised': {
      const first = entry.instead ? ` (${t.entryFirst(before(Date.parse(entry.instead), then, zone))})` : ''
      return sorry + t.solution(name, by ?? '') + first + (entry.words && t.inWords(entry.words))
    }
    default:
      return ''
  }
}
