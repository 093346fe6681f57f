import type { Hours, Interval } from '@visavis/client'
import { describe, expect, test } from 'vitest'
import { crossesMidnight, dateName, following, isRoundTheClock, readTime, stepped, tidy, troubleOf, weekdayName, weekly, WHOLE_DAY } from './hours.ts'

const at = (said: string): Interval => ({ opens: said.split('-')[0]!, closes: said.split('-')[1]! })
const day = (...said: string[]) => said.map(at)
const week = (monday: Interval[], rest: Interval[] = []): Hours['week'] => ({
  ...{ monday, tuesday: rest, wednesday: rest, thursday: rest },
  ...{ friday: rest, saturday: rest, sunday: rest },
})

test.each([
  ['9', '09:00'],
  ['9h', '09:00'],
  ['9 h 30', '09:30'],
  ['9:5', null],
  ['930', '09:30'],
  ['1830', '18:30'],
  ['18.30', '18:30'],
  ['18:30', '18:30'],
  ['6 pm', '18:00'],
  ['6:30PM', '18:30'],
  ['12 am', '00:00'],
  ['12pm', '12:00'],
  ['0', '00:00'],
  ['24:00', null],
  ['13 pm', null],
  ['9:60', null],
  ['', null],
  ['midi', null],
])('whoever types "%s" means %s', (typed, time) => expect(readTime(typed)).toBe(time))

test('an arrow moves a time to the next quarter, around the clock', () => {
  expect(stepped('09:00', 1)).toBe('09:15')
  expect(stepped('09:10', 1)).toBe('09:15')
  expect(stepped('09:10', -1)).toBe('09:00')
  expect(stepped('00:00', -1)).toBe('23:45')
  expect(stepped('23:50', 1)).toBe('00:00')
})

describe('a day is wrong', () => {
  test('when a time is missing', () => expect(troubleOf([at('09:00-')])).toEqual({ what: 'blank' }))

  test('when two of its intervals overlap, whatever their order', () => {
    const [late, early] = day('11:00-18:00', '09:00-12:00')
    expect(troubleOf([late!, early!])).toEqual({ what: 'overlap', one: early, other: late })
    expect(troubleOf(day('22:00-04:00', '23:00-23:30'))?.what).toBe('overlap')
    expect(troubleOf([WHOLE_DAY, at('12:00-13:00')])?.what).toBe('overlap')
  })

  test('when its night runs into the next day’s first hours', () => {
    expect(troubleOf(day('22:00-04:00'), day('03:00-09:00'))?.what).toBe('night')
    expect(troubleOf(day('08:00-08:00'), day('07:00-09:00'))?.what).toBe('night')
  })

  test('and not when they only touch', () => {
    expect(troubleOf(day('09:00-12:00', '12:00-18:00'))).toBeNull()
    expect(troubleOf(day('22:00-04:00'), day('04:00-09:00'))).toBeNull()
    expect(troubleOf([WHOLE_DAY], [WHOLE_DAY])).toBeNull()
    expect(troubleOf([])).toBeNull()
  })
})

test('midnight is the end of a day, not the next one', () => {
  expect(crossesMidnight(at('18:00-00:00'))).toBe(false)
  expect(crossesMidnight(at('18:00-00:01'))).toBe(true)
  expect(crossesMidnight(WHOLE_DAY)).toBe(false)
})

test('another interval is offered after the last', () => {
  expect(following([])).toEqual(at('09:00-18:00'))
  expect(following(day('09:00-12:00'))).toEqual(at('13:00-18:00'))
  expect(following(day('09:00-18:00'))).toEqual(at('19:00-22:00'))
  expect(troubleOf([...day('09:00-22:30'), following(day('09:00-22:30'))])).toBeNull()
})

test('a week is counted in hours, and known to be round the clock', () => {
  expect(weekly(week(day('09:00-12:00', '14:00-18:30')))).toBe(7.5)
  expect(weekly(week(day('22:00-02:00')))).toBe(4)
  expect(isRoundTheClock(week([WHOLE_DAY], [WHOLE_DAY]))).toBe(true)
  expect(isRoundTheClock(week([WHOLE_DAY], day('08:00-20:00')))).toBe(false)
})

test('what is saved is in order, whatever the order in which it was said', () => {
  const special_days = [
    { day: '2026-12-25', name: 'Noël', intervals: [] },
    { day: '2026-12-24', name: '', intervals: day('14:00-16:00', '09:00-12:00') },
  ]
  const tidied = tidy({ time_zone: 'Europe/Paris', week: week(day('14:00-18:00', '09:00-12:00')), special_days })
  expect(tidied.week.monday).toEqual(day('09:00-12:00', '14:00-18:00'))
  expect(tidied.special_days).toEqual([{ ...special_days[1], intervals: day('09:00-12:00', '14:00-16:00') }, special_days[0]])
})

test('days have their names', () => {
  expect(weekdayName('monday', 'fr')).toBe('lundi')
  expect(weekdayName('sunday', 'en')).toBe('Sunday')
  expect(dateName('2026-12-25', 'fr')).toBe('vendredi 25 décembre 2026')
})
