import type { Schemas } from '@visavis/client'
import { lang, t } from '../texts.ts'

export type Opening = Schemas['Opening']
export type OpeningLine = { open: boolean; text: string }

const HOUR = 3_600_000
const DAY = 24 * HOUR
const HERE = Intl.DateTimeFormat().resolvedOptions().timeZone
/** A clock of twelve hours is an English speaker's habit, and their browser's language tells whether it is theirs. */
const ENGLISH = typeof navigator !== 'undefined' && navigator.language.startsWith('en') ? navigator.language : 'en-GB'

/** What is still to come of the spans, at this moment. */
export function ahead({ spans }: Opening, now: number): Opening['spans'] {
  return spans.filter(({ closes_at }) => closes_at === null || Date.parse(closes_at) > now)
}

/** Whether a brand is open and until when, or when it opens again, on the clock of whoever reads it. */
export function openingLine(opening: Opening, now: number, zone = HERE): OpeningLine | null {
  const [span] = ahead(opening, now)
  if (opening.version === 0 || (!span && opening.more)) return null
  if (!span) return { open: false, text: t.closedForNow }
  const isOpen = Date.parse(span.opens_at) <= now
  const until = isOpen ? span.closes_at : span.opens_at
  if (until === null || (isOpen && Date.parse(until) - now > 6 * DAY)) return { open: true, text: t.openDayAndNight }
  const at = Date.parse(until)
  const text = isOpen
    ? t.openUntil(untilWhen(at, now, zone))
    : `${span.closed_for ? t.shutFor(span.closed_for) : t.shut} — ${t.openAgain(when(at, now, zone))}`
  return { open: isOpen, text: text + elsewhere(at, opening.time_zone, zone) }
}

/** "à 14 h", "demain à 9 h", "lundi à 9 h", "le 4 janvier à 9 h" */
function when(at: number, now: number, zone: string): string {
  const day = dayOf(at, now, zone)
  return (day && `${day} `) + t.atTime(clock(at, zone))
}

/** "18 h", "2 h" of the coming night, "demain 18 h" */
function untilWhen(at: number, now: number, zone: string): string {
  const day = at - now < 12 * HOUR ? '' : dayOf(at, now, zone, true)
  return (day && `${day} `) + clock(at, zone)
}

function dayOf(at: number, now: number, zone: string, bare = false): string {
  const away = (date(at, zone) - date(now, zone)) / DAY
  if (away < 1) return ''
  if (away < 2) return t.tomorrow
  const options = away < 7 ? ({ weekday: 'long' } as const) : ({ day: 'numeric', month: 'long' } as const)
  const name = format(at, zone, lang === 'fr' ? 'fr' : 'en-GB', options)
  return bare ? name : away < 7 ? t.onWeekday(name) : t.onDate(name)
}

function clock(at: number, zone: string): string {
  const [hour = '', minute = ''] = format(at, zone, 'en-GB', { hour: '2-digit', minute: '2-digit' }).split(':')
  if (hour === '00' && minute === '00') return t.midnight
  if (lang === 'fr') return `${Number(hour)}\u00a0h${minute === '00' ? '' : `\u00a0${minute}`}`
  return format(at, zone, ENGLISH, { hour: 'numeric', minute: '2-digit' }).replace(/^0/, '')
}

/** The name of the reader's time, where the brand's clock shows another. */
function elsewhere(at: number, theirs: string, zone: string): string {
  try {
    const both = [theirs, zone].map((one) => format(at, one, 'en-GB', { dateStyle: 'short', timeStyle: 'short' }))
    if (both[0] === both[1]) return ''
  } catch {
    return '' // a zone that this browser does not know yet
  }
  const parts = new Intl.DateTimeFormat(lang, { timeZone: zone, timeZoneName: 'long' }).formatToParts(at)
  return ` (${parts.find(({ type }) => type === 'timeZoneName')?.value})`
}

function date(at: number, zone: string): number {
  return Date.parse(format(at, zone, 'en-CA', { year: 'numeric', month: '2-digit', day: '2-digit' }))
}

function format(at: number, timeZone: string, locale: string, options: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat(locale, { ...options, timeZone }).format(at)
}
