import type { Conversation } from '@visavis/client'
import { beforeEach, expect, test, vi } from 'vitest'
import { Risks, type AtRisk, type Reader } from './risks.svelte.ts'

const NOW = Date.UTC(2025, 10, 12, 9, 0)
const DUE = new Date(NOW + 30_000).toISOString()

let known: Conversation | null
let reader: Reader
let risks: Risks
let called: AtRisk[]

const waiting = (change: Partial<Conversation> = {}) =>
  ({ id: 'claire', status: 'open', assignee_id: null, pushed_to: null, waiting_since: new Date(NOW - 150_000).toISOString(), answer_by: DUE, callback: null, resolution: null, ...change }) as Conversation

const hear = (called: 'agents' | 'supervisors') => risks.hear({ conversation_id: 'claire', due_at: DUE, called })
const shown = () => risks.list.map(({ id }) => id)

beforeEach(() => {
  vi.useFakeTimers({ now: NOW })
  known = waiting()
  called = []
  reader = { id: 'lea', takesMore: true, supervises: false, reads: () => false }
  const live = { conversation: () => known, load: <F>(fetch: () => Promise<F>) => fetch() }
  risks = new Risks({ conversation: () => Promise.reject(new Error('hidden')), atRisk: () => Promise.resolve(called) }, live, () => reader, () => Date.now())
})

test('who could answer is called: to what is hers, and to what is nobody’s', async () => {
  await hear('agents')
  expect(shown()).toEqual(['claire'])
  risks.clear()
  known = waiting({ assignee_id: 'lea' })
  reader = { ...reader, takesMore: false }
  await hear('agents')
  expect(shown()).toEqual(['claire'])
})

test.each([
  ['it is another’s', { assignee_id: 'karim' }, {}],
  ['it is on a card before her already', { pushed_to: 'lea' }, {}],
  ['it is nobody’s and she takes nothing new', {}, { takesMore: false }],
  ['she is in that very conversation', { assignee_id: 'lea' }, { reads: () => true }],
  ['it is another promise by now', { answer_by: new Date(NOW + 90_000).toISOString() }, {}],
  ['it was answered', { waiting_since: null, answer_by: null }, {}],
] satisfies [string, Partial<Conversation>, Partial<Reader>][])('nobody is disturbed where %s', async (_why, change, is) => {
  known = waiting(change)
  reader = { ...reader, ...is }
  await hear('agents')
  expect(shown()).toEqual([])
})

test('the second call is the supervisors’, and repeats nothing to who heard the first', async () => {
  known = waiting({ assignee_id: 'karim' })
  await hear('supervisors')
  expect(shown()).toEqual([])
  reader = { ...reader, supervises: true }
  await hear('supervisors')
  expect(shown()).toEqual(['claire'])
  risks.close('claire')
  await hear('supervisors')
  expect(shown()).toEqual([])
})

test('a solution is a promise as well, and stands while the conversation sleeps', async () => {
  const nobody = { status: 'snoozed', waiting_since: null, answer_by: null } as const
  known = waiting({ ...nobody, resolution: { id: 'p', agent: { id: 'lea', name: 'Léa' }, words: '', made_at: new Date(NOW - 9e6).toISOString(), by: DUE } })
  await hear('agents')
  expect(shown()).toEqual(['claire'])
  expect(risks.owed(known)?.what).toBe('solution')
  risks.clear()
  known = waiting({ ...nobody, resolution: null })
  await hear('agents')
  expect(shown()).toEqual([])
})

test('a call of long ago, told again after a reconnection, is passed over', async () => {
  vi.setSystemTime(NOW + 40_000)
  await hear('agents')
  expect(shown()).toEqual([])
})

test.each(['agents', 'supervisors'] as const)('what was called out to %s before one came is said when one connects', async (whom) => {
  called = [{ conversation_id: 'claire', due_at: DUE, called: whom }]
  await risks.load()
  expect(shown()).toEqual(['claire'])
  // Waved away, it is not said again at the next connection.
  risks.close('claire')
  await risks.load()
  expect(shown()).toEqual([])
  risks.clear()
  known = waiting({ assignee_id: 'karim' })
  reader = { ...reader, supervises: true }
  await risks.load()
  expect(shown()).toEqual(whom === 'supervisors' ? ['claire'] : [])
})

test('what is at risk may not be known at once: events go on', async () => {
  risks = new Risks({ conversation: () => Promise.reject(new Error('hidden')), atRisk: () => Promise.reject(new Error('away')) }, { conversation: () => known, load: (fetch) => fetch() }, () => reader, () => Date.now())
  await risks.load()
  await hear('agents')
  expect(shown()).toEqual(['claire'])
})
