import { beforeEach, expect, test } from 'vitest'
import { Comings } from './comings.svelte.ts'

const here = { id: 'claire', customer_left_at: null }
const gone = { id: 'claire', customer_left_at: new Date(0).toISOString() }

let now: number
let comings: Comings

beforeEach(() => {
  now = 0
  comings = new Comings(() => now)
})

test('who has just come back is said to be, for a minute', () => {
  expect(comings.isBack(here)).toBe(false)
  comings.hear(here)
  now = 59_999
  expect(comings.isBack(here)).toBe(true)
  now = 60_000
  expect(comings.isBack(here)).toBe(false)
})

test('who leaves again is not back', () => {
  comings.hear(here)
  comings.hear(gone)
  expect(comings.isBack(here)).toBe(false)
})
