import { expect, test } from 'vitest'
import { offsetOf, timeIn, todayIn, zoneOf, zones } from './zones.ts'

const NEW_YEAR = Date.parse('2026-12-31T23:30:00Z')

test('a zone is known by its city', () => {
  expect(zoneOf('America/New_York')).toEqual({ id: 'America/New_York', city: 'New York', region: 'America' })
  expect(zoneOf('America/Argentina/Buenos_Aires')).toMatchObject({ city: 'Buenos Aires', region: 'America, Argentina' })
  expect(zoneOf('UTC')).toEqual({ id: 'UTC', city: 'UTC', region: '' })
})

test('every zone can be found, and the one in use whatever the browser knows', () => {
  const ids = zones('Europe/Atlantis').map(({ id }) => id)
  expect(ids).toEqual(expect.arrayContaining(['Europe/Paris', 'America/New_York', 'UTC', 'Europe/Atlantis']))
  expect(new Set(ids).size).toBe(ids.length)
})

test('a zone tells its time, its date and how far it is from Greenwich; an unknown one tells nothing', () => {
  expect([timeIn('Europe/Paris', NEW_YEAR), todayIn('Europe/Paris', NEW_YEAR), offsetOf('Europe/Paris', NEW_YEAR, 'fr')]).toEqual(['00:30', '2027-01-01', 'UTC+1'])
  expect(todayIn('America/New_York', NEW_YEAR)).toBe('2026-12-31')
  expect([timeIn('Europe/Atlantis', NEW_YEAR), offsetOf('Europe/Atlantis', NEW_YEAR, 'fr')]).toEqual(['', ''])
})
