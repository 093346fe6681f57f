import type { Hours, Interval, Weekday } from '@visavis/client'

export const WEEKDAYS: readonly Weekday[] = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']
export const WHOLE_DAY: Interval = { opens: '00:00', closes: '00:00' }
const DAY = 24 * 60
/** As many intervals as the server takes in one day. */
export const MOST_INTERVALS = 12

/** What is wrong with the intervals of a day; words are for whoever shows it. */
export type Trouble =
  | { what: 'blank' }
  | { what: 'overlap'; one: Interval; other: Interval }
  | { what: 'night'; one: Interval; other: Interval }

/** When an interval opens, and when it closes: at or before that, on the next day (minutes from midnight). */
export function span({ opens, closes }: Interval): [start: number, end: number] {
  const start = minutes(opens)
  const end = minutes(closes)
  return [start, end > start ? end : end + DAY]
}

export function crossesMidnight(interval: Interval): boolean {
  return span(interval)[1] > DAY
}

export function isBlank({ opens, closes }: Interval): boolean {
  return !opens || !closes
}

/** What keeps a day from being saved, the day after being known. */
export function troubleOf(day: readonly Interval[], after: readonly Interval[] = []): Trouble | null {
  if (day.some(isBlank)) return { what: 'blank' }
  const sorted = day.toSorted((a, b) => span(a)[0] - span(b)[0])
  for (const [at, one] of sorted.entries()) {
    const other = sorted[at + 1]
    if (other && span(one)[1] > span(other)[0]) return { what: 'overlap', one, other }
  }
  const night = sorted.find(crossesMidnight)
  const morning = night && after.find((other) => !isBlank(other) && span(other)[0] + DAY < span(night)[1])
  return night && morning ? { what: 'night', one: night, other: morning } : null
}

/** The interval that one would add after these: an hour's pause, then until six, or an ordinary day. */
export function following(day: readonly Interval[]): Interval {
  const last = day.filter((one) => !isBlank(one)).toSorted((a, b) => span(a)[1] - span(b)[1]).at(-1)
  if (!last) return { opens: '09:00', closes: '18:00' }
  const opens = Math.min(span(last)[1] + 60, DAY - 60)
  return { opens: clock(opens), closes: clock(opens < 18 * 60 ? 18 * 60 : Math.min(opens + 180, DAY - 1)) }
}

/** Hours open in an ordinary week, nights counted once. */
export function weekly(week: Hours['week']): number {
  const open = WEEKDAYS.flatMap((day) => week[day]).filter((one) => !isBlank(one))
  return open.reduce((sum, one) => sum + (span(one)[1] - span(one)[0]), 0) / 60
}

export function isRoundTheClock(week: Hours['week']): boolean {
  return weekly(week) >= 7 * 24
}

/** The same schedule, its intervals and days in order, as it is saved and compared. */
export function tidy({ time_zone, week, special_days }: Hours): Hours {
  const sorted = (day: Interval[]) => day.map(({ opens, closes }) => ({ opens, closes })).sort((a, b) => span(a)[0] - span(b)[0])
  return {
    time_zone,
    week: Object.fromEntries(WEEKDAYS.map((day) => [day, sorted(week[day])])) as Hours['week'],
    special_days: special_days
      .map(({ day, name, intervals }) => ({ day, name, intervals: sorted(intervals) }))
      .sort((a, b) => a.day.localeCompare(b.day)),
  }
}

/** "lundi", as that language writes it. */
export function weekdayName(day: Weekday, locale: string): string {
  // The first of January 2024 was a Monday.
  return new Intl.DateTimeFormat(locale, { weekday: 'long', timeZone: 'UTC' }).format(Date.UTC(2024, 0, 1 + WEEKDAYS.indexOf(day)))
}

/** "vendredi 25 décembre 2026" */
export function dateName(day: string, locale: string): string {
  const options = { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' } as const
  return new Intl.DateTimeFormat(locale === 'en' ? 'en-GB' : locale, options).format(Date.parse(day))
}

function minutes(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5))
}

function clock(at: number): string {
  return `${String(Math.floor(at / 60)).padStart(2, '0')}:${String(at % 60).padStart(2, '0')}`
}

/** What someone typed as a time: "9", "9h30", "9:30", "930", "6 pm"; null when it is none. */
export function readTime(typed: string): string | null {
  const [, hour, minute = '00', half] = /^(\d{1,2})(?:\s*[:h.]?\s*(\d{2})|\s*[:h.])?\s*([ap])?\.?\s*m?\.?$/i.exec(typed.trim()) ?? []
  if (hour === undefined) return null
  const hours = half ? (Number(hour) % 12) + (half.toLowerCase() === 'p' ? 12 : 0) : Number(hour)
  const isTime = hours < 24 && Number(minute) < 60 && !(half && (Number(hour) < 1 || Number(hour) > 12))
  return isTime ? clock(hours * 60 + Number(minute)) : null
}

/** A time moved to the next quarter of an hour, or to the one before. */
export function stepped(time: string, quarters: 1 | -1): string {
  const at = minutes(time)
  const moved = quarters > 0 ? (Math.floor(at / 15) + 1) * 15 : (Math.ceil(at / 15) - 1) * 15
  return clock((moved + DAY) % DAY)
}
