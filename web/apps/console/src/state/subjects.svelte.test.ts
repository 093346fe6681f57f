import type { Subject } from '@visavis/client'
import { beforeEach, expect, test } from 'vitest'
import { isAnswered } from '../lib/subjects.ts'
import { SubjectOrder } from './subjects.svelte.ts'

const subject = (id: string): Subject => ({ id, names: { fr: id, en: id }, team_id: null })

let subjects: SubjectOrder

beforeEach(() => {
  subjects = new SubjectOrder(['a', 'b', 'c'].map(subject))
})

const order = () => subjects.list.map(({ id }) => id).join('')

test('one goes up or down a place, and no further than the ends', () => {
  expect([subjects.move('c', -1), order()]).toEqual([1, 'acb'])
  expect([subjects.move('a', 1), order()]).toEqual([1, 'cab'])
  expect([subjects.move('c', -1), subjects.move('b', 1), subjects.move('x', 1), order()]).toEqual([null, null, null, 'cab'])
})

test('what is saved takes its place, and what is new comes last', () => {
  subjects.put({ ...subject('b'), team_id: 'orders' })
  subjects.put(subject('d'))
  subjects.drop('a')
  expect([order(), subjects.list[0]!.team_id]).toEqual(['bcd', 'orders'])
})

test('a team answers a brand when somebody of it works there', () => {
  const brand = { id: 'lumen' }
  const agent = { id: 'lea', name: 'Léa', email: null,
  side_id: null, role: 'agent' as const, locale: 'fr' as const, languages: [], team_ids: [], disabled: false }
  const me = (brand_ids: string[], disabled = false) => ({
    teams: [{ id: 'orders', name: 'Orders', agent_ids: ['lea'] }],
    agents: [{ ...agent, brand_ids, disabled }],
  })
  expect(isAnswered(null, brand, me([]))).toBe(true)
  expect(isAnswered('orders', brand, me(['lumen']))).toBe(true)
  expect(isAnswered('orders', brand, me(['brume']))).toBe(false)
  expect(isAnswered('orders', brand, me(['lumen'], true))).toBe(false)
})
