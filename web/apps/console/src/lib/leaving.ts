import { m } from '../paraglide/messages.js'
import { briefly, clock, sameDay } from './when.ts'

/** Since when the customer is gone: by the clock for today, by the day otherwise. */
export function sayLeft(at: string, now: number, locale: string): string {
  const left = new Date(at)
  return sameDay(left, new Date(now)) ? m.customer_left_at({ time: clock(left, locale) }) : m.customer_left_on({ day: briefly(at, now, locale) })
}
