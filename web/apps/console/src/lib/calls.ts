import type { Callback, Conversation } from '@visavis/client'
import { m } from '../paraglide/messages.js'
import { clock, promisedFor, sameDay, weekday } from './when.ts'

/** A call made at once has no window to speak of: it is told by its end (ms). */
const AT_ONCE = 300_000
/** Who was called late and not reached is called again after so long, as on the server (ms). */
const RETRY = 60_000

/** The call that is to be made in a conversation now: in its window, and after a try halfway to its end. */
export function callDue({ callback }: Conversation, now: number): Callback | null {
  if (!callback) return null
  const [tried, by] = [callback.tried_at && Date.parse(callback.tried_at), Date.parse(callback.by)]
  const ready = tried ? tried + (by > tried ? (by - tried) / 2 : RETRY) : Date.parse(callback.after)
  return ready <= now ? callback : null
}

/** "avant 14:32:10", "entre 15:00 et 15:15", "mar. 25 nov. entre 15:00 et 15:15" */
export function sayWindow(after: string, by: string, now: number, locale: string): string {
  if (Date.parse(by) - Date.parse(after) < AT_ONCE) return m.window_before({ when: promisedFor(by, now, locale) })
  const between = m.window_between({ from: clock(after, locale), to: clock(by, locale) })
  return sameDay(new Date(after), new Date(now)) ? between : `${weekday(after, locale)} ${between}`
}
