/** Instants as a reader says them, on their own clock. */
import { lang, t } from '../texts.ts'

const HOUR = 3_600_000
export const DAY = 24 * HOUR
export const HERE = Intl.DateTimeFormat().resolvedOptions().timeZone
/** A clock of twelve hours is an English speaker's habit, and their browser's language tells whether it is theirs. */
const ENGLISH = typeof navigator !== 'undefined' && navigator.language.startsWith('en') ? navigator.language : 'en-GB'

/** "avant 16 h 15", "demain avant 11 h 15", "lundi avant minuit"; to the second: "avant 14:32:10" */
export function before(at: number, now: number, zone = HERE, toTheSecond = false): string {
  // Midnight ends a day: what comes before it is of that day.
  const day = dayOf(at - 1, now, zone)
  return (day && `${day} `) + t.before(toTheSecond ? ticking(at, zone) : clock(at, zone))
}

/** "" today, else "hier", "demain", "lundi", "le 4 janvier"; bare: "4 janvier" */
export function dayOf(at: number, now: number, zone = HERE, bare = false): string {
  const away = Math.round((date(at, zone) - date(now, zone)) / DAY)
  if (away === 0) return ''
  if (away === 1) return t.tomorrow
  if (away === -1) return t.dayBefore
  const isNear = away > 0 && away < 7
  const options = isNear ? ({ weekday: 'long' } as const) : ({ day: 'numeric', month: 'long' } as const)
  const name = format(at, zone, lang === 'fr' ? 'fr' : 'en-GB', options)
  return bare ? name : isNear ? t.onWeekday(name) : t.onDate(name)
}

/** "14 h", "9 h 30", "minuit" */
export function clock(at: number, zone = HERE): string {
  const [hour = '', minute = ''] = format(at, zone, 'en-GB', { hour: '2-digit', minute: '2-digit' }).split(':')
  if (hour === '00' && minute === '00') return t.midnight
  if (lang === 'fr') return `${Number(hour)}\u00a0h${minute === '00' ? '' : `\u00a0${minute}`}`
  return format(at, zone, ENGLISH, { hour: 'numeric', minute: '2-digit' }).replace(/^0(?=\d)/, '')
}

/** "14:32:10" */
function ticking(at: number, zone: string): string {
  const french = lang === 'fr'
  return format(at, zone, french ? 'fr' : ENGLISH, { hour: french ? '2-digit' : 'numeric', minute: '2-digit', second: '2-digit' })
}

export function format(at: number, timeZone: string, locale: string, options: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat(locale, { ...options, timeZone }).format(at)
}

function date(at: number, zone: string): number {
  return Date.parse(format(at, zone, 'en-CA', { year: 'numeric', month: '2-digit', day: '2-digit' }))
}
