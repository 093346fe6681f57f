import { ApiError, type Conversation } from '@visavis/client'
import { Replica, type Fetched, type Snapshot } from '@visavis/live'
import { beforeEach, expect, test, vi } from 'vitest'
import { Pushed, type PushedApi, type PushedCopy } from './pushed.svelte.ts'

const NOW = Date.UTC(2025, 10, 12, 9, 0)
const at = (seconds: number) => new Date(NOW + seconds * 1000).toISOString()

function put(id: string, before: string | null, seconds: number, change: Partial<Conversation> = {}): Conversation {
  return {
    id,
    version: 2,
    brand_id: 'lumen',
    customer: { id: `customer-${id}`, name: id, verified: false, service_mode: null },
    channel: 'chat',
    status: 'open',
    snoozed_until: null,
    assignee_id: null,
    assignee_name: null,
    team_id: null,
    subject: null,
    last_seq: 1,
    last_message: null,
    waiting_since: at(-3),
    answer_by: at(60),
    callback: null,
    resolution: null,
    pushed_to: before,
    accept_by: before && at(seconds),
    customer_left_at: null,
    customer_read_seq: 1,
    agents_read_seq: 0,
    side_seq: null,
    page_url: null,
    page_title: null,
    title: null,
    mailbox_id: null,
    created_at: at(-3),
    updated_at: at(-3),
    ...change,
  }
}

class Local implements PushedCopy {
  snapshot = $state.raw<Snapshot>({ conversations: {}, messages: {} })
  state = $state<PushedCopy['state']>('online')
  readonly #replica = new Replica((snapshot) => (this.snapshot = snapshot))
  conversation = (id: string) => (this.snapshot.conversations[id] as Conversation | undefined) ?? null
  merge = (conversation: Conversation) => this.#replica.merge({ conversations: [conversation] })
  load = <F extends Fetched>(fetch: () => Promise<F>, fresh = false) => this.#replica.load(fetch, fresh)
}

let local: Local
let said: string[]
let answer: () => Promise<Conversation>
let held: Conversation[]
let before: Conversation[]
let pushed: Pushed

/** What happens, as the screen would see it: after each change, one look. */
function happens(...conversations: Conversation[]) {
  for (const conversation of conversations) local.merge(conversation)
  pushed.look(pushed.list)
}
const names = () => pushed.list.map(({ id }) => id)

beforeEach(() => {
  vi.useFakeTimers({ now: NOW })
  local = new Local()
  said = []
  held = []
  before = []
  const act = () => answer()
  const api = {
    accept: act,
    decline: act,
    customerConversations: () => Promise.resolve(before),
    conversations: () => Promise.resolve({ items: held, next: null }),
  } as PushedApi
  pushed = new Pushed(api, local, () => 'lea', () => Date.now(), {
    onCalled: ({ id }) => said.push(`called ${id}`),
    onAccepted: ({ id }) => said.push(`accepted ${id}`),
    onDeclined: ({ id }) => said.push(`declined ${id}`),
    onGone: ({ id }, taken) => said.push(`${taken ? 'taken' : 'gone'} ${id}`),
    onFailed: () => said.push('failed'),
  })
})

test('what is before Léa is hers to decide, the soonest to go first; what is before Karim is not', () => {
  happens(put('late', 'lea', 12), put('soon', 'lea', 5), put('other', 'karim', 3), put('nobody', null, 0))
  expect(names()).toEqual(['soon', 'late'])
  expect(said).toEqual(['called soon', 'called late'])
})

test('it calls once, also when the same is fetched again after a reconnection', async () => {
  happens(put('claire', 'lea', 12))
  await local.load(() => Promise.resolve({ conversations: [] }), true)
  pushed.look(pushed.list)
  held = [put('claire', 'lea', 12)]
  await pushed.load()
  pushed.look(pushed.list)
  expect(names()).toEqual(['claire'])
  expect(said).toEqual(['called claire'])
})

test('what she takes is hers, and no word says that it is gone', async () => {
  happens(put('claire', 'lea', 12))
  answer = () => Promise.resolve(put('claire', null, 0, { version: 3, assignee_id: 'lea', assignee_name: 'Léa' }))
  const accepting = pushed.accept(pushed.list[0]!)
  pushed.look(pushed.list)
  expect(names()).toEqual([])
  await accepting
  pushed.look(pushed.list)
  expect(said).toEqual(['called claire', 'accepted claire'])
})

test('what she decides too late goes with a word, before the event says so', async () => {
  happens(put('claire', 'lea', 12))
  answer = () => Promise.reject(new ApiError({ type: '', title: '', status: 409, code: 'not_pushed' }))
  await pushed.accept(pushed.list[0]!)
  pushed.look(pushed.list)
  expect(names()).toEqual([])
  expect(said).toEqual(['called claire', 'gone claire'])
  happens(put('claire', 'karim', 20, { version: 3 }))
  expect(said).toHaveLength(2)
})

test('where no answer comes, it is before her still', async () => {
  happens(put('claire', 'lea', 12))
  answer = () => Promise.reject(new Error('unreachable'))
  await pushed.decline(pushed.list[0]!)
  pushed.look(pushed.list)
  expect(names()).toEqual(['claire'])
  expect(said).toEqual(['called claire', 'failed'])
})

test('what another takes is taken; what goes by is gone', () => {
  happens(put('claire', 'lea', 12), put('hugo', 'lea', 12))
  happens(put('claire', null, 0, { version: 3, assignee_id: 'karim', assignee_name: 'Karim', waiting_since: null }))
  happens(put('hugo', null, 0, { version: 3 }))
  expect(said.slice(2)).toEqual(['taken claire', 'gone hugo'])
})

test('a call in her own conversation that goes by is gone, and one that she takes is hers', () => {
  const call = (taken_by: string | null) => ({ id: 'call', phone: '', phone_shown: '', about: '', asked_at: at(-60), after: at(-1), by: at(900), tries: 0, taken_by, tried_at: null })
  const hers = { assignee_id: 'lea', assignee_name: 'Léa', waiting_since: null, answer_by: null }
  happens(put('claire', 'lea', 12, { ...hers, callback: call(null) }), put('hugo', 'lea', 12, { ...hers, callback: call(null) }))
  happens(put('claire', null, 0, { ...hers, version: 3, callback: call(null) }), put('hugo', null, 0, { ...hers, version: 3, callback: call('lea') }))
  expect(said.slice(2)).toEqual(['gone claire'])
  pushed.stepAway()
  expect(pushed.steppedAway).toBe(true)
})

test('who becomes away because something went by is told so; who chose it is not', () => {
  pushed.stepAway()
  expect(pushed.steppedAway).toBe(false)
  happens(put('claire', 'lea', 12))
  happens(put('claire', null, 0, { version: 3 }))
  pushed.stepAway()
  expect(pushed.steppedAway).toBe(true)
  pushed.stay()
  vi.advanceTimersByTime(60_000)
  pushed.stepAway()
  expect(pushed.steppedAway).toBe(false)
})

test('without a network, what has run out is gone', () => {
  happens(put('claire', 'lea', 12))
  vi.advanceTimersByTime(13_000)
  expect(names()).toEqual(['claire'])
  local.state = 'offline'
  expect(names()).toEqual([])
})

test('whom the customer last spoke to is known: who has the conversation, or had the one before', async () => {
  before = [
    put('old', null, 0, { assignee_id: 'karim', updated_at: at(-86_400) }),
    put('older', null, 0, { assignee_id: 'camille', updated_at: at(-2 * 86_400) }),
    put('longago', null, 0, { assignee_id: 'camille', updated_at: at(-40 * 86_400) }),
  ]
  happens(put('claire', 'lea', 12), put('hugo', 'lea', 12, { assignee_id: 'oliver' }))
  await vi.advanceTimersByTimeAsync(0)
  expect(pushed.list.map((one) => pushed.usualOf(one))).toEqual(['karim', 'oliver'])
})
