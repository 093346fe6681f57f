import { beforeEach, expect, test } from 'vitest'
import { setLocale } from '../paraglide/runtime.js'
import { fullyIn, instantIn, localIn, nameOf, sayHeld } from './later.ts'

beforeEach(() => void setLocale('en', { reload: false }))

test('a time is chosen on the clocks of the brand, wherever its agent is', () => {
  expect(instantIn('Europe/Paris', '2026-11-27T09:00').toISOString()).toBe('2026-11-27T08:00:00.000Z')
  expect(instantIn('Pacific/Auckland', '2026-11-27T09:00').toISOString()).toBe('2026-11-26T20:00:00.000Z')
  expect(localIn('America/New_York', new Date('2026-11-27T08:00:00Z'))).toBe('2026-11-27T03:00')
  expect(fullyIn('Europe/Paris', '2026-11-27T08:00:00Z', 'en')).toContain('09:00')
})

test('the days on which clocks are put forward or back are days like others', () => {
  for (const local of ['2026-03-29T01:30', '2026-03-29T03:30', '2026-10-25T01:30', '2026-10-25T02:30', '2026-10-25T03:30']) {
    expect(localIn('Europe/Paris', instantIn('Europe/Paris', local)), local).toBe(local)
  }
  expect(instantIn('Europe/Paris', '2026-10-25T02:30').toISOString()).toBe('2026-10-25T00:30:00.000Z')
})

test('an opening that is not tomorrow’s is called the next one', () => {
  const friday = Date.parse('2026-11-27T10:00:00Z')
  expect(nameOf({ name: 'tomorrow', at: '2026-11-28T08:00:00Z' }, 'Europe/Paris', friday)).toBe('Tomorrow, at opening')
  expect(nameOf({ name: 'tomorrow', at: '2026-11-30T08:00:00Z' }, 'Europe/Paris', friday)).toBe('At the next opening')
})

test('why it is held is a sentence, whatever came between', () => {
  for (const why of ['customer_wrote', 'answered', 'agent_gone', 'constructor']) expect(sayHeld({ why })).toMatch(/^Held: /)
})
