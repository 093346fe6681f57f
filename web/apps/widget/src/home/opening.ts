import type { Schemas } from '@visavis/client'
import { DAY, HERE, clock, dayOf, format } from '../shared/when.ts'
import { lang, t } from '../texts.ts'

export type Opening = Schemas['Opening']
export type OpeningLine = { open: boolean; text: string }

const HOUR = DAY / 24

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
