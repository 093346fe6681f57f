import type { Scheduled, SendingTime } from '@visavis/client'
import { m } from '../paraglide/messages.js'

const MINUTE = 60_000

/** A date as `<input type="datetime-local">` writes it, on the clocks of a zone. */
export function localIn(zone: string, at: Date): string {
  const said = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' }).format(at)
  return said.replace(' ', 'T')
}

/** The instant at which the clocks of a zone show a date; the first of two, where an hour comes twice. */
export function instantIn(zone: string, local: string): Date {
  const wanted = Date.parse(`${local}Z`)
  const ahead = (at: number) => Date.parse(`${localIn(zone, new Date(at))}Z`) - Math.floor(at / MINUTE) * MINUTE
  const first = wanted - ahead(wanted - 12 * 60 * MINUTE)
  return new Date(localIn(zone, new Date(first)) === local ? first : wanted - ahead(wanted + 12 * 60 * MINUTE))
}

/** "vendredi 27 novembre, 09:00" on the clocks of a zone. */
export function fullyIn(zone: string, at: string | Date, locale: string): string {
  const options = { weekday: 'long', day: 'numeric', month: 'long', hour: '2-digit', minute: '2-digit', timeZone: zone } as const
  return new Intl.DateTimeFormat(locale === 'en' ? 'en-GB' : locale, options).format(new Date(at))
}

/** What a time to send at is called; an opening that is not tomorrow's is the next one. */
export function nameOf({ name, at }: SendingTime, zone: string, now: number): string {
  if (name === 'afternoon') return m.later_afternoon()
  if (name === 'monday') return m.later_monday()
  const day = (when: number) => localIn(zone, new Date(when)).slice(0, 10)
  return day(Date.parse(at)) === day(now + 24 * 60 * MINUTE) ? m.later_tomorrow() : m.later_next_day()
}

/** Why something was not sent at its time. */
export function sayHeld({ why }: Pick<Scheduled, 'why'>): string {
  if (why === 'customer_wrote') return m.later_held_customer()
  return why === 'answered' ? m.later_held_answered() : m.later_held_other()
}
