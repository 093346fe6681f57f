import type { Message } from '@visavis/client'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { both } from '../src/calls/texts.ts'

const PARIS = 'Europe/Paris'
// A Tuesday; Paris is an hour ahead.
const NOON = Date.parse('2026-11-24T12:00:00Z')

async function reading(lang: 'fr' | 'en', speaks = 'en-GB') {
  vi.resetModules()
  vi.stubGlobal('document', { documentElement: { lang } })
  vi.stubGlobal('navigator', { language: speaks })
  return { ...(await import('../src/calls/windows.ts')), ...(await import('../src/calls/entries.ts')) }
}

function plain(text: string): string {
  return text.replaceAll(/[\u00a0\u202f]/g, ' ')
}

const slot = (after: string, by: string) => ({ way: 'callback' as const, within_s: null, after, by })
const atOnce = { way: 'callback' as const, within_s: 120, after: '2026-11-24T12:00:00Z', by: '2026-11-24T12:02:00Z' }

afterEach(() => vi.unstubAllGlobals())

test('both languages say the same things', () => {
  expect(Object.keys(both.en).sort()).toEqual(Object.keys(both.fr).sort())
  expect(Object.keys(both.en.problems).sort()).toEqual(Object.keys(both.fr.problems).sort())
})

test('french keeps its own punctuation', () => {
  const sentences = Object.values(both.fr).flatMap((text) =>
    typeof text === 'string' ? [text] : typeof text === 'function' ? [text('Léa' as never, '' as never)] : Object.values(text),
  )
  for (const sentence of sentences) expect(sentence).not.toMatch(/[^\u202f\u00a0][?!;:]|\w'\w/)
})

describe('a window is told on the clock of who is called', () => {
  test.each([
    ['2026-11-24T14:00:00Z', '2026-11-24T14:15:00Z', PARIS, 'entre 15 h et 15 h 15', 'between 15:00 and 15:15'],
    ['2026-11-24T14:00:00Z', '2026-11-24T14:15:00Z', 'Europe/London', 'entre 14 h et 14 h 15', 'between 14:00 and 14:15'],
    ['2026-11-25T08:00:00Z', '2026-11-25T08:15:00Z', PARIS, 'demain entre 9 h et 9 h 15', 'tomorrow between 9:00 and 9:15'],
    ['2026-11-27T08:00:00Z', '2026-11-27T08:15:00Z', PARIS, 'vendredi entre 9 h et 9 h 15', 'on Friday between 9:00 and 9:15'],
    ['2026-11-24T23:00:00Z', '2026-11-24T23:15:00Z', PARIS, 'entre minuit et 0 h 15', 'between midnight and 0:15'],
    ['2026-11-24T12:00:00Z', '2026-11-24T12:02:00Z', PARIS, 'avant 13:02:00', 'before 13:02:00'],
  ])('%s', async (after, by, zone, french, english) => {
    expect(plain((await reading('fr')).windowOf(after, by, NOON, zone))).toBe(french)
    expect(plain((await reading('en')).windowOf(after, by, NOON, zone))).toBe(english)
  })

  test('and so is what can be chosen', async () => {
    const { chipOf, soonest } = await reading('fr')
    const today = slot('2026-11-24T14:45:00Z', '2026-11-24T15:00:00Z')
    const next = slot('2026-11-25T08:00:00Z', '2026-11-25T08:15:00Z')
    expect(plain(chipOf(today, NOON, PARIS))).toBe('15 h 45 – 16 h')
    expect(plain(chipOf(next, NOON, PARIS))).toBe('demain 9 h – 9 h 15')
    expect(plain(soonest([atOnce, today], NOON, PARIS))).toBe('en moins de 2 minutes')
    expect(plain(soonest([next], NOON, PARIS))).toBe('dès demain 9 h')
    expect(plain(soonest([], NOON, PARIS))).toBe('pas d’appel possible pour le moment')
  })
})

describe('what happened to a call is told', () => {
  const entry = (what: NonNullable<Message['entry']>['what'], more: object = {}, author: object = { kind: 'agent', name: 'Léa' }) =>
    ({
      author,
      created_at: '2026-11-24T12:00:00Z',
      entry: { what, since: null, until: null, missed: null, ...more },
    }) as unknown as Message

  test.each([
    [entry('callback_booked', { since: '2026-11-24T14:00:00Z', until: '2026-11-24T14:15:00Z' }, { kind: 'customer', name: null }), 'Appel demandé, entre 15 h et 15 h 15'],
    [entry('callback_tried', { until: '2026-11-24T14:15:00Z' }), 'Léa a essayé de vous appeler. Nouvel essai avant 15 h 15'],
    [entry('callback_tried', { until: '2026-11-24T12:01:30Z' }), 'Léa a essayé de vous appeler. Nouvel essai avant 13:01:30'],
    [entry('callback_tried'), 'Léa a essayé de vous appeler'],
    [entry('called'), 'Léa vous a eu au téléphone'],
    [entry('called', { missed: '2026-11-24T11:30:00Z' }), 'Nous avions promis avant 12 h 30 et n’avons pas tenu parole : pardon. Léa vous a eu au téléphone'],
    [entry('promised', { until: '2026-11-24T12:15:00Z' }, { kind: 'customer', name: null }), 'Vous avez choisi une réponse avant 13 h 15'],
  ])('%#', async (message, said) => {
    expect(plain((await reading('fr')).sayCall(message, PARIS))).toBe(said)
  })
})
