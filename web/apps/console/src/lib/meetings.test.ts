import { expect, test } from 'vitest'
import { sayRhythm, sayWhen } from './meetings.ts'

const once = { rhythm: '', every: 1, until: null, times: 0 } as const

test('a meeting with hours is told in the zone of who reads it', () => {
  const at = { begins: '2026-12-01T09:00:00+01:00', ends: '2026-12-01T10:00:00+01:00', whole_days: false }
  const said = sayWhen(at, 'fr')
  const clock = new Intl.DateTimeFormat('fr', { hour: '2-digit', minute: '2-digit' })
  expect(said).toContain('2026')
  expect(said).toContain(clock.format(new Date(at.begins)))
  expect(said).toContain(clock.format(new Date(at.ends)))
})

test('a whole day is the same day everywhere', () => {
  expect(sayWhen({ begins: '2026-12-01', ends: '2026-12-01', whole_days: true }, 'fr')).toBe('mardi 1 décembre 2026')
  expect(sayWhen({ begins: '2026-12-01', ends: '2026-12-02', whole_days: true }, 'en')).toMatch(/1.*2 December 2026/)
})

test('what comes again is told simply, and what does not is not', () => {
  expect(sayRhythm(once, 'fr')).toBe('')
  expect(sayRhythm({ ...once, rhythm: 'weekly', every: 2, until: '2027-06-01' }, 'fr')).toMatch(/2.*1 juin 2027/)
  expect(sayRhythm({ ...once, rhythm: 'daily', times: 3 }, 'fr')).toMatch(/3/)
})
