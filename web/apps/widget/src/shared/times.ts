import { lang, t } from '../texts.ts'

const clock = new Intl.DateTimeFormat(lang, { hour: '2-digit', minute: '2-digit' })
const weekday = new Intl.DateTimeFormat(lang, { weekday: 'long', day: 'numeric', month: 'long' })
const full = new Intl.DateTimeFormat(lang, { day: 'numeric', month: 'long', year: 'numeric' })
const short = new Intl.DateTimeFormat(lang, { day: 'numeric', month: 'short' })

const DAY = 86_400_000

export function timeOf(at: string): string {
  return clock.format(new Date(at))
}

/** Which calendar day, on the visitor's own clock. */
export function dayOf(at: string): string {
  return new Date(at).toDateString()
}

export function dayName(at: string, now = new Date()): string {
  const date = new Date(at)
  if (date.toDateString() === now.toDateString()) return t.today
  if (date.toDateString() === new Date(now.getTime() - DAY).toDateString()) return t.yesterday
  const name = (date.getFullYear() === now.getFullYear() ? weekday : full).format(date)
  return name.charAt(0).toLocaleUpperCase(lang) + name.slice(1)
}

/** The hour today, the day before that: for lists. */
export function whenShort(at: string, now = new Date()): string {
  const date = new Date(at)
  if (date.toDateString() === now.toDateString()) return clock.format(date)
  return short.format(date)
}
