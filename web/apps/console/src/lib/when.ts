const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** How long someone has waited: "0:48", "18 min", "2 h 05", "3 j". */
export function waited(ms: number, locale: string): string {
  const seconds = Math.max(0, Math.floor(ms / 1000))
  if (seconds < 600) return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
  if (ms < HOUR) return `${Math.floor(ms / MINUTE)} min`
  if (ms < DAY) return `${Math.floor(ms / HOUR)} h ${String(Math.floor((ms % HOUR) / MINUTE)).padStart(2, '0')}`
  return `${Math.floor(ms / DAY)} ${locale === 'fr' ? 'j' : 'd'}`
}

/** How long until something promised, and since: "2:14", "18 min", then "+1:20". */
export function until(ms: number, locale: string): string {
  return ms < 0 ? `+${waited(-ms, locale)}` : waited(Math.ceil(ms / 1000) * 1000, locale)
}

/** When something was promised: "14:32:10" for today, "mar. 25 nov., 09:00" otherwise. */
export function promisedFor(at: string, now: number, locale: string): string {
  const date = new Date(at)
  if (sameDay(date, new Date(now))) return part(locale, { hour: '2-digit', minute: '2-digit', second: '2-digit' }).format(date)
  return part(locale, { weekday: 'short', day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' }).format(date)
}

/** The same where seconds do not matter: "18:00" for today, "mar. 25 nov., 12:00" otherwise. */
export function promisedBy(at: string, now: number, locale: string): string {
  return sameDay(new Date(at), new Date(now)) ? clock(at, locale) : promisedFor(at, now, locale)
}

/** How long something took, in words that need no clock: "11 s", "2 min 05", "1 h 20". */
export function took(seconds: number): string {
  const two = (n: number) => String(n).padStart(2, '0')
  if (seconds < 60) return `${seconds} s`
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min${seconds % 60 ? ` ${two(seconds % 60)}` : ''}`
  return `${Math.floor(seconds / 3600)} h ${two(Math.floor((seconds % 3600) / 60))}`
}

export function clock(at: string | Date, locale: string): string {
  return part(locale, { hour: '2-digit', minute: '2-digit' }).format(new Date(at))
}

/** The hour for today, the day otherwise. */
export function briefly(at: string, now: number, locale: string): string {
  const date = new Date(at)
  if (sameDay(date, new Date(now))) return clock(date, locale)
  const sameYear = date.getFullYear() === new Date(now).getFullYear()
  return part(locale, sameYear ? { day: 'numeric', month: 'short' } : { day: 'numeric', month: 'short', year: 'numeric' }).format(date)
}

/** "oct. 2024" */
export function month(at: string, locale: string): string {
  return part(locale, { month: 'short', year: 'numeric' }).format(new Date(at))
}

/** "mar. 25 nov." */
export function weekday(at: string, locale: string): string {
  return part(locale, { weekday: 'short', day: 'numeric', month: 'short' }).format(new Date(at))
}

/** "lundi 24 novembre, 09:00" */
export function fully(at: string | Date, locale: string): string {
  return part(locale, { weekday: 'long', day: 'numeric', month: 'long', hour: '2-digit', minute: '2-digit' }).format(new Date(at))
}

/** "aujourd’hui", "hier", "lundi 24 novembre" */
export function day(at: string, now: number, locale: string): string {
  const date = new Date(at)
  const today = new Date(now)
  const away = Math.round((startOf(today) - startOf(date)) / DAY)
  if (away === 0 || away === 1) return new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(-away, 'day')
  const year = date.getFullYear() === today.getFullYear() ? {} : ({ year: 'numeric' } as const)
  return part(locale, { weekday: 'long', day: 'numeric', month: 'long', ...year }).format(date)
}

export function sameDay(a: Date, b: Date): boolean {
  return startOf(a) === startOf(b)
}

export type Preset = 'hour' | 'evening' | 'tomorrow' | 'monday'

/** When a conversation may come back: in an hour, this evening at 18, tomorrow at 9, Monday at 9. */
export function snoozes(now: Date): { preset: Preset; until: Date }[] {
  const at = (days: number, hour: number) => new Date(now.getFullYear(), now.getMonth(), now.getDate() + days, hour)
  const toMonday = (8 - now.getDay()) % 7 || 7
  return [
    { preset: 'hour' as const, until: new Date(now.getTime() + HOUR) },
    ...(now.getHours() < 17 ? [{ preset: 'evening' as const, until: at(0, 18) }] : []),
    { preset: 'tomorrow' as const, until: at(1, 9) },
    ...(toMonday > 1 ? [{ preset: 'monday' as const, until: at(toMonday, 9) }] : []),
  ]
}

/** A date as `<input type="datetime-local">` writes it. */
export function toLocalInput(date: Date): string {
  return new Date(date.getTime() - date.getTimezoneOffset() * MINUTE).toISOString().slice(0, 16)
}

function startOf(date: Date): number {
  return new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime()
}

const parts = new Map<string, Intl.DateTimeFormat>()
function part(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = locale + JSON.stringify(options)
  const known = parts.get(key) ?? new Intl.DateTimeFormat(locale === 'en' ? 'en-GB' : locale, options)
  parts.set(key, known)
  return known
}
