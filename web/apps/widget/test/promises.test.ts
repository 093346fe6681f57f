import { afterEach, describe, expect, test, vi } from 'vitest'

type Options = { zone?: string; speaks?: string }
const PARIS = 'Europe/Paris'
// A Tuesday; Paris is an hour ahead.
const NOON = '2026-11-24T12:00:00Z'

async function reading(lang: 'fr' | 'en', speaks = 'en-GB') {
  vi.resetModules()
  vi.stubGlobal('document', { documentElement: { lang } })
  vi.stubGlobal('navigator', { language: speaks })
  return { ...(await import('../src/chat/offered.ts')), ...(await import('../src/chat/awaited.ts')) }
}

async function offered(lang: 'fr' | 'en', by: string | null, { zone = PARIS, speaks }: Options = {}, now = NOON) {
  const { offerLine } = await reading(lang, speaks)
  return plain(offerLine([{ way: 'later', within_s: null, by }], true, Date.parse(now), zone))
}

async function awaited(lang: 'fr' | 'en', due: string, now: string, { zone = PARIS, speaks }: Options = {}, since = NOON) {
  const { awaitedAt } = await reading(lang, speaks)
  const found = awaitedAt(Date.parse(due), Date.parse(since), Date.parse(now), zone)
  return { ...found, by: plain(found.by) }
}

function plain(text: string | null): string | null {
  return text?.replaceAll(/[\u00a0\u202f]/g, ' ') ?? null
}

afterEach(() => vi.unstubAllGlobals())

describe('who may write reads', () => {
  test.each([
    [60, 'Un conseiller vous répond en moins d’une minute', 'Someone answers within a minute'],
    [120, 'Un conseiller vous répond en moins de 2 minutes', 'Someone answers within 2 minutes'],
    [150, 'Un conseiller vous répond en moins de 3 minutes', 'Someone answers within 3 minutes'],
  ])('that somebody is there, within %s seconds', async (within_s, french, english) => {
    const offers = [{ way: 'live' as const, within_s, by: NOON }, { way: 'later' as const, within_s: null, by: '2026-11-24T16:00:00Z' }]
    expect(plain((await reading('fr')).offerLine(offers, true, Date.parse(NOON), PARIS))).toBe(french)
    const { offerLine } = await reading('en')
    expect(plain(offerLine(offers, true, Date.parse(NOON), PARIS))).toBe(english)
    // Closed a second ago, and the server has not said yet what that changes.
    expect(plain(offerLine(offers, false, Date.parse(NOON), PARIS))).toBe('Answered before 17:00')
  })

  test.each([
    ['2026-11-24T15:15:00Z', 'Réponse avant 16 h 15', 'Answered before 16:15'],
    ['2026-11-24T23:00:00Z', 'Réponse avant minuit', 'Answered before midnight'],
    ['2026-11-25T10:15:00Z', 'Réponse demain avant 11 h 15', 'Answered tomorrow before 11:15'],
    ['2026-11-30T10:00:00Z', 'Réponse lundi avant 11 h', 'Answered on Monday before 11:00'],
    ['2026-12-01T10:00:00Z', 'Réponse le 1er décembre avant 11 h', 'Answered on 1 December before 11:00'],
  ])('by when, %s', async (by, french, english) => {
    expect(await offered('fr', by)).toBe(french)
    expect(await offered('en', by)).toBe(english)
  })

  test('by when, in their own time', async () => {
    expect(await offered('fr', '2026-11-24T15:15:00Z', { zone: 'Asia/Tokyo' })).toBe('Réponse demain avant 0 h 15')
    expect(await offered('en', '2026-11-24T21:15:00Z', { zone: 'America/New_York', speaks: 'en-US' })).toBe('Answered before 4:15 PM')
    // The night on which clocks go back is 25 hours long, and tomorrow is still tomorrow.
    expect(await offered('fr', '2026-10-25T22:30:00Z', {}, '2026-10-24T22:30:00Z')).toBe('Réponse avant 23 h 30')
    expect(await offered('fr', '2026-10-25T22:30:00Z', {}, '2026-10-24T21:30:00Z')).toBe('Réponse demain avant 23 h 30')
  })

  test('nothing, where nobody can say when, and nothing that has passed', async () => {
    expect(await offered('fr', null)).toBeNull()
    expect(await offered('fr', NOON)).toBeNull()
    expect((await reading('fr')).offerLine([], true, Date.parse(NOON))).toBeNull()
  })
})

describe('who waits reads', () => {
  test.each([
    ['2026-11-24T13:32:10Z', '2026-11-24T13:22:10Z', 'avant 14 h 33', 'before 14:33'],
    ['2026-11-24T13:32:10Z', '2026-11-24T13:22:11Z', 'avant 14:32:10', 'before 14:32:10'],
    ['2026-11-24T13:32:10Z', '2026-11-24T13:32:12Z', 'avant 14:32:10', 'before 14:32:10'],
    ['2026-11-25T10:15:00Z', NOON, 'demain avant 11 h 15', 'tomorrow before 11:15'],
  ])('%s, at %s', async (due, now, french, english) => {
    expect((await awaited('fr', due, now)).by).toBe(french)
    expect((await awaited('en', due, now)).by).toBe(english)
  })

  test('a time that never moves later as it comes near', async () => {
    const { awaitedAt } = await reading('fr')
    const due = Date.parse('2026-11-24T13:32:10Z')
    const told: string[] = []
    for (let now = Date.parse(NOON); now <= due; now += 5000) told.push(awaitedAt(due, Date.parse(NOON), now, PARIS).by)
    const times = [...new Set(told)].map((by) => by.match(/\d+/g)!.map((part) => part.padStart(2, '0')).join(':'))
    expect(times).toEqual(['14:33', '14:32:10'])
  })

  test('a ring that empties, near in its last quarter', async () => {
    const due = '2026-11-24T12:02:00Z'
    expect(await awaited('fr', due, NOON)).toMatchObject({ state: 'safe', left: 1 })
    expect(await awaited('fr', due, '2026-11-24T12:01:29Z')).toMatchObject({ state: 'safe' })
    expect(await awaited('fr', due, '2026-11-24T12:01:30Z')).toMatchObject({ state: 'soon', left: 0.25 })
    expect(await awaited('fr', due, '2026-11-24T12:02:01Z')).toMatchObject({ state: 'soon', left: 0 })
    // A clock that is behind does not overfill it.
    expect(await awaited('fr', due, '2026-11-24T11:58:00Z')).toMatchObject({ state: 'safe', left: 1 })
  })

  test('the truth once it has passed, with the day when it is another', async () => {
    const { apology, awaitedAt } = await reading('fr')
    const said = (now: string) =>
      plain(apology(awaitedAt(Date.parse('2026-11-24T13:32:10Z'), Date.parse(NOON), Date.parse(now), PARIS)))
    expect(said('2026-11-24T13:32:13Z')).toBe(
      'Nous vous avions promis une réponse avant 14 h 32. Nous n’avons pas tenu parole, et nous en sommes désolés. ' +
        'Votre message n’est pas perdu : il est en tête de notre liste, et la réponse arrivera ici.',
    )
    expect(said('2026-11-25T08:00:00Z')).toMatch(/^Nous vous avions promis une réponse hier avant 14 h 32\./)
    expect(said('2026-11-27T08:00:00Z')).toMatch(/^Nous vous avions promis une réponse le 24 novembre avant 14 h 32\./)
  })
})

test('who waits has waited since their first word that no agent answered', async () => {
  const { waitingSince } = await reading('fr')
  const conversation = { created_at: '2026-11-24T10:00:00Z', last_message: { at: '2026-11-24T10:07:00Z' } } as never
  const said = (kind: string, who: string, minute: number) =>
    ({ kind, author: { kind: who }, created_at: `2026-11-24T10:0${minute}:00Z` }) as never
  const since = (...messages: never[]) => new Date(waitingSince(conversation, messages)).toISOString().slice(14, 16)
  expect(since(said('message', 'customer', 1), said('entry', 'agent', 2), said('message', 'system', 3), said('message', 'customer', 4))).toBe('01')
  expect(since(said('message', 'customer', 1), said('message', 'agent', 2), said('message', 'customer', 4), said('message', 'customer', 5))).toBe('04')
  expect(since()).toBe('07')
})
