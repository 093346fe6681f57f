import type { HoursVersion } from '@visavis/client'
import { expect, test } from 'vitest'
import { HoursDraft } from './hours.svelte.ts'

const office = [{ opens: '09:00', closes: '18:00' }]
const closed = { tuesday: [], wednesday: [], thursday: [], friday: [], saturday: [], sunday: [] }
const saved: HoursVersion = {
  brand_id: 'b',
  version: 4,
  valid_from: '2026-11-25T17:00:00Z',
  saved_by: null,
  hours: { time_zone: 'Europe/Lisbon', week: { monday: office, ...closed }, special_days: [] },
}
const always = [{ opens: '00:00', closes: '00:00' }]
const none: HoursVersion = {
  ...{ ...saved, version: 0, valid_from: null },
  hours: {
    time_zone: 'UTC',
    week: { monday: always, tuesday: always, wednesday: always, thursday: always, friday: always, saturday: always, sunday: always },
    special_days: [],
  },
}

test('a brand that never said anything is open day and night, and nothing is to be saved', () => {
  const draft = new HoursDraft(none)
  expect(draft.roundTheClock).toBe(true)
  expect(draft.changed).toBe(false)
  expect(draft.zone).toBe(Intl.DateTimeFormat().resolvedOptions().timeZone)
  draft.roundTheClock = false
  expect([draft.changed, draft.ready]).toEqual([true, true])
  expect(draft.hours.week.friday).toEqual(office)
  expect(draft.hours.week.sunday).toEqual([])
})

test('what is changed and changed back is not a change', () => {
  const draft = new HoursDraft(saved)
  draft.add('tuesday')
  expect(draft.changed).toBe(true)
  draft.week.tuesday = []
  expect(draft.changed).toBe(false)
  draft.zone = 'Europe/Madrid'
  expect(draft.changed).toBe(true)
  draft.take(saved)
  expect(draft.changed).toBe(false)
})

test('a closed day opens like the open day before it, and a copy is a copy', () => {
  const draft = new HoursDraft(saved)
  draft.week.monday[0]!.closes = '17:00'
  draft.add('wednesday')
  expect(draft.hours.week.wednesday).toEqual([{ opens: '09:00', closes: '17:00' }])
  draft.copy('monday', ['friday'])
  draft.week.friday[0]!.closes = '12:00'
  expect(draft.hours.week.monday[0]!.closes).toBe('17:00')
})

test('what is wrong keeps the whole from being saved, unless it is open day and night', () => {
  const draft = new HoursDraft(saved)
  draft.week.monday.push({ opens: '10:00', closes: '' })
  expect([draft.trouble('monday')?.what, draft.ready]).toEqual(['blank', false])
  draft.roundTheClock = true
  expect(draft.ready).toBe(true)
})

test('a special day takes the place of what it was, under another date too', () => {
  const draft = new HoursDraft(saved)
  draft.setSpecial({ day: '2026-12-25', name: 'Noël', intervals: [] }, null)
  draft.setSpecial({ day: '2026-12-24', name: 'Veille', intervals: [] }, null)
  draft.setSpecial({ day: '2026-12-26', name: 'Noël', intervals: [] }, '2026-12-25')
  expect(draft.special.map(({ day }) => day)).toEqual(['2026-12-24', '2026-12-26'])
  draft.removeSpecial('2026-12-24')
  expect(draft.hours.special_days).toEqual([{ day: '2026-12-26', name: 'Noël', intervals: [] }])
})
