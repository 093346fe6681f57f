import { describe, expect, test } from 'vitest'
import { course } from './course.ts'

const made = Date.UTC(2025, 10, 12, 8)
const after = (seconds: number, of: number) => course(made, made + of * 1000, made + seconds * 1000)

describe('a promise of four minutes', () => {
  test.each([
    [0, 'safe', 1, 240],
    [60, 'safe', 0.75, 180],
    [179, 'safe', 0.26, 61],
    [180, 'near', 0.25, 60],
    [240, 'near', 0, 0],
    [241, 'broken', 1, -1],
  ])('after %i s is %s, its ring filled to %d', (seconds, state, part, left) => {
    expect(after(seconds, 240)).toEqual({ state, part, left: left * 1000 })
  })
})

test('a promise of less than half a minute is near from the start', () => {
  expect(after(0, 29).state).toBe('near')
})

test('a minute is near below half a minute, before its last quarter', () => {
  expect(after(30, 60).state).toBe('safe')
  expect(after(31, 60).state).toBe('near')
})

test('a clock that is behind the server’s does not overfill the ring', () => {
  expect(after(-5, 240).part).toBe(1)
})

test('the ring of a promise of hours stands still for a minute', () => {
  expect(after(3660, 4 * 3600).part).toBe(after(3661, 4 * 3600).part)
})
