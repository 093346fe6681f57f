import { describe, expect, test } from 'vitest'
import { promisedFor, snoozes, toLocalInput, took, until, waited } from './when.ts'

test.each([
  [0, '0:00'],
  [48_000, '0:48'],
  [146_000, '2:26'],
  [18 * 60_000 + 40_000, '18 min'],
  [(2 * 60 + 5) * 60_000, '2 h 05'],
  [3.5 * 24 * 3600_000, '3 j'],
  [-5000, '0:00'],
])('a wait of %i ms reads "%s"', (ms, words) => expect(waited(ms, 'fr')).toBe(words))

test.each([
  [134_000, '2:14'],
  [133_001, '2:14'],
  [1, '0:01'],
  [0, '0:00'],
  [-1, '+0:00'],
  [-80_999, '+1:20'],
  [18 * 60_000 + 40_000, '18 min'],
  [-2 * 3600_000, '+2 h 00'],
])('%i ms from what was promised reads "%s"', (ms, words) => expect(until(ms, 'fr')).toBe(words))

describe('what was promised', () => {
  const now = new Date(2025, 10, 12, 14, 30).getTime()

  test('for today is told to the second', () => {
    const at = new Date(2025, 10, 12, 14, 32, 10).toISOString()
    expect(promisedFor(at, now, 'fr')).toBe('14:32:10')
    expect(promisedFor(at, now, 'en')).toBe('14:32:10')
  })

  test('for another day names it', () => {
    const at = new Date(2025, 10, 13, 9, 0).toISOString()
    expect(promisedFor(at, now, 'fr')).toBe('jeu. 13 nov., 09:00')
    expect(promisedFor(at, now, 'en')).toBe('Thu 13 Nov, 09:00')
  })
})

test.each([
  [0, '0 s'],
  [59, '59 s'],
  [60, '1 min'],
  [125, '2 min 05'],
  [4800, '1 h 20'],
])('what took %i s reads "%s"', (seconds, words) => expect(took(seconds)).toBe(words))

describe('a conversation can come back', () => {
  const offered = (...date: [number, number, number, number, number]) =>
    Object.fromEntries(snoozes(new Date(...date)).map(({ preset, until }) => [preset, toLocalInput(until)]))

  test('on a Wednesday morning: in an hour, tonight, tomorrow, on Monday', () => {
    expect(offered(2025, 10, 12, 9, 30)).toEqual({
      hour: '2025-11-12T10:30',
      evening: '2025-11-12T18:00',
      tomorrow: '2025-11-13T09:00',
      monday: '2025-11-17T09:00',
    })
  })

  test('on a Sunday night, tomorrow is Monday, and there is no evening left', () => {
    expect(offered(2025, 10, 16, 21, 0)).toEqual({ hour: '2025-11-16T22:00', tomorrow: '2025-11-17T09:00' })
  })

  test('on a Monday, Monday is in a week', () => {
    expect(offered(2025, 10, 17, 9, 0)['monday']).toBe('2025-11-24T09:00')
  })
})
