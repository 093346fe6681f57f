import { afterEach, describe, expect, test, vi } from 'vitest'

const span = (opens_at: string, closes_at: string | null, closed_for: string | null = null) => ({ opens_at, closes_at, closed_for })
// A week in Paris, 9 to 18, with Christmas: 24 November 2026 is a Tuesday.
const paris = {
  version: 3,
  now: '2026-11-24T12:00:00Z',
  time_zone: 'Europe/Paris',
  spans: [
    span('2026-11-24T08:00:00Z', '2026-11-24T17:00:00Z'),
    span('2026-11-25T08:00:00Z', '2026-11-25T12:30:00Z'),
    span('2026-11-28T22:00:00Z', '2026-11-29T01:00:00Z'),
    span('2026-12-26T09:00:00Z', '2026-12-26T23:00:00Z', 'Noël'),
  ],
  more: false,
}

async function said(lang: 'fr' | 'en', at: string, more: { zone?: string; opening?: object; speaks?: string } = {}) {
  vi.resetModules()
  vi.stubGlobal('document', { documentElement: { lang } })
  vi.stubGlobal('navigator', { language: more.speaks ?? 'en-GB' })
  const { openingLine } = await import('../src/home/opening.ts')
  const line = openingLine({ ...paris, ...more.opening }, Date.parse(at), more.zone ?? 'Europe/Paris')
  return line?.text.replaceAll('\u00a0', ' ')
}

afterEach(() => vi.unstubAllGlobals())

describe('a visitor reads', () => {
  test.each([
    ['2026-11-24T12:00:00Z', 'Ouvert jusqu’à 18 h', 'Open until 18:00'],
    ['2026-11-24T17:00:00Z', 'Fermé — réouverture demain à 9 h', 'Closed — back tomorrow at 9:00'],
    ['2026-11-25T07:59:59Z', 'Fermé — réouverture à 9 h', 'Closed — back at 9:00'],
    ['2026-11-25T08:00:00Z', 'Ouvert jusqu’à 13 h 30', 'Open until 13:30'],
    ['2026-11-25T13:00:00Z', 'Fermé — réouverture samedi à 23 h', 'Closed — back on Saturday at 23:00'],
    ['2026-11-28T22:30:00Z', 'Ouvert jusqu’à 2 h', 'Open until 2:00'],
    ['2026-11-29T02:00:00Z', 'Fermé (Noël) — réouverture le 26 décembre à 10 h', 'Closed (Noël) — back on 26 December at 10:00'],
    ['2026-12-26T14:00:00Z', 'Ouvert jusqu’à minuit', 'Open until midnight'],
    ['2026-12-26T23:00:00Z', 'Fermé pour le moment', 'Closed for now'],
  ])('at %s: %s', async (at, french, english) => {
    expect(await said('fr', at)).toBe(french)
    expect(await said('en', at)).toBe(english)
  })

  test('in their own time, with its name, where the brand’s clock shows another', async () => {
    const night = '2026-11-24T17:00:00Z'
    expect(await said('fr', night, { zone: 'America/New_York' })).toBe('Fermé — réouverture demain à 3 h (heure normale de l’Est nord-américain)')
    expect(await said('en', night, { zone: 'America/New_York' })).toBe('Closed — back tomorrow at 3:00 (Eastern Standard Time)')
    expect(await said('fr', night, { zone: 'Asia/Tokyo' })).toBe('Fermé — réouverture à 17 h (heure normale du Japon)')
    // Madrid's clock shows the same: nothing to explain. So it is where a browser does not know the zone.
    expect(await said('fr', night, { zone: 'Europe/Madrid' })).toBe('Fermé — réouverture demain à 9 h')
    expect(await said('fr', night, { opening: { time_zone: 'Europe/Atlantis' } })).toBe('Fermé — réouverture demain à 9 h')
  })

  test('on a clock of twelve hours, if that is how they read it', async () => {
    expect(await said('en', '2026-11-24T12:00:00Z', { speaks: 'en-US' })).toMatch(/^Open until 6:00\sPM$/)
    expect(await said('en', '2026-11-24T12:00:00Z', { speaks: 'de' })).toBe('Open until 18:00')
  })

  test('that it is open day and night, or nothing at all where nothing was said', async () => {
    const always = { spans: [span('2026-11-24T00:00:00Z', null)] }
    expect(await said('fr', paris.now, { opening: always })).toBe('Ouvert jour et nuit')
    expect(await said('fr', paris.now, { opening: { spans: [span('2026-11-24T00:00:00Z', '2026-12-25T00:00:00Z')] } })).toBe('Ouvert jour et nuit')
    expect(await said('fr', paris.now, { opening: { spans: [span('2026-11-24T00:00:00Z', '2026-11-26T17:00:00Z')] } })).toBe('Ouvert jusqu’à jeudi 18 h')
    expect(await said('fr', paris.now, { opening: { ...always, version: 0 } })).toBeUndefined()
    expect(await said('fr', paris.now, { opening: { spans: [], more: true } })).toBeUndefined()
  })
})
