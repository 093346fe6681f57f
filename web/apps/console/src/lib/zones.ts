export type Zone = { id: string; city: string; region: string }

export function browserZone(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone
}

/** "America/Argentina/Buenos_Aires" as the city one knows it by, and where that is. */
export function zoneOf(id: string): Zone {
  const parts = id.replaceAll('_', ' ').split('/')
  return { id, city: parts.at(-1)!, region: parts.slice(0, -1).join(', ') }
}

/** Every zone that this browser knows, by city, and the one in use even where it does not. */
export function zones(inUse: string): Zone[] {
  const known = new Set([...Intl.supportedValuesOf('timeZone'), 'UTC', inUse, browserZone()])
  return [...known].map(zoneOf).sort((a, b) => a.city.localeCompare(b.city))
}

/** "UTC+1" at this moment; nothing where the browser does not know the zone. */
export function offsetOf(id: string, now: number, locale: string): string {
  try {
    const parts = new Intl.DateTimeFormat(locale, { timeZone: id, timeZoneName: 'shortOffset' }).formatToParts(now)
    return parts.find(({ type }) => type === 'timeZoneName')!.value.replace('GMT', 'UTC')
  } catch {
    return ''
  }
}

/** "18:05" on the clocks of that zone. */
export function timeIn(id: string, now: number): string {
  try {
    return new Intl.DateTimeFormat('en-GB', { timeZone: id, hour: '2-digit', minute: '2-digit' }).format(now)
  } catch {
    return ''
  }
}

/** The date on the clocks of that zone, as "2026-12-25". */
export function todayIn(id: string, now: number): string {
  try {
    return new Intl.DateTimeFormat('en-CA', { timeZone: id, year: 'numeric', month: '2-digit', day: '2-digit' }).format(now)
  } catch {
    return new Date(now).toISOString().slice(0, 10)
  }
}
