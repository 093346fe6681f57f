import { m } from '../paraglide/messages.js'
import { clock, promisedFor, sameDay, weekday } from './when.ts'

/** A call made at once has no window to speak of: it is told by its end (ms). */
const AT_ONCE = 300_000

/** "avant 14:32:10", "entre 15:00 et 15:15", "mar. 25 nov. entre 15:00 et 15:15" */
export function sayWindow(after: string, by: string, now: number, locale: string): string {
  if (Date.parse(by) - Date.parse(after) < AT_ONCE) return m.window_before({ when: promisedFor(by, now, locale) })
  const between = m.window_between({ from: clock(after, locale), to: clock(by, locale) })
  return sameDay(new Date(after), new Date(now)) ? between : `${weekday(after, locale)} ${between}`
}
