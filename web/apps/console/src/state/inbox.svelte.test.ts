import type { Conversation } from '@visavis/client'
import { Replica, type Fetched, type ServerFrame, type Snapshot } from '@visavis/live'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { compare } from '../lib/ordering.ts'
import { Inbox, type Copy, type Lister } from './inbox.svelte.ts'

const at = (minute: number) => new Date(Date.UTC(2025, 10, 12, 8, minute)).toISOString()

function waiting(id: string, minute: number, change: Partial<Conversation> = {}): Conversation {
  return {
    id,
    version: 1,
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
    waiting_since: at(minute),
    answer_by: null,
    pushed_to: null,
    accept_by: null,
    customer_left_at: null,
    callback: null,
    resolution: null,
    customer_read_seq: 0,
    agents_read_seq: 0,
    side_seq: null,
    page_url: null,
    page_title: null,
    title: null,
    mailbox_id: null,
    created_at: at(minute),
    updated_at: at(minute),
    ...change,
  }
}

/** A house with conversations in it, which answers as the server does. */
class House implements Lister {
  readonly all: Conversation[]
  constructor(...all: Conversation[]) {
    this.all = all
  }
  counts = () => Promise.resolve({ mine: 0, unassigned: 0, all: this.all.length, brands: {} })
  conversations: Lister['conversations'] = ({ status, q, after, limit }) => {
    const found = this.all.filter((one) => one.status === status && (!q || one.customer.name!.includes(q))).sort(compare)
    const from = Number(after ?? 0)
    const next = from + limit < found.length ? String(from + limit) : null
    return Promise.resolve({ items: found.slice(from, from + limit), next })
  }
}

class Local implements Copy {
  snapshot = $state.raw<Snapshot>({ conversations: {}, messages: {} })
  readonly replica = new Replica((snapshot) => (this.snapshot = snapshot))
  conversation = (id: string) => (this.snapshot.conversations[id] as Conversation | undefined) ?? null
  load = <F extends Fetched>(fetch: () => Promise<F>, fresh?: boolean) => this.replica.load(fetch, fresh)

  hear(type: 'conversation.opened' | 'conversation.resolved', conversation: Conversation) {
    const { id, version } = conversation
    this.replica.receive({ type, at: '1', conversation_id: id, version, data: { conversation } } as ServerFrame)
  }
}

const everything = { view: 'all', brand_id: null, status: 'open', q: '' } as const
const shown = (inbox: Inbox) => inbox.rows.map(({ id }) => id)

describe('the list', () => {
  let local: Local
  beforeEach(() => {
    vi.useFakeTimers()
    local = new Local()
  })
  afterEach(() => vi.useRealTimers())

  async function open(house: House, filter: Partial<Inbox['filter']> = {}) {
    const inbox = new Inbox(house, local, () => 'lea')
    await inbox.show({ ...everything, ...filter })
    return inbox
  }

  test('takes in who arrives and lets go of who is done, each in its place', async () => {
    const inbox = await open(new House(waiting('b', 10), waiting('d', 30)))
    local.hear('conversation.opened', waiting('c', 20))
    expect(shown(inbox)).toEqual(['b', 'c', 'd'])
    local.hear('conversation.resolved', waiting('b', 10, { version: 2, status: 'resolved', waiting_since: null }))
    expect(shown(inbox)).toEqual(['c', 'd'])
  })

  test('stands still under the hand, counts who arrived, and moves when the hand leaves', async () => {
    const inbox = await open(new House(waiting('b', 10), waiting('d', 30)))
    inbox.touch()
    local.hear('conversation.opened', waiting('a', 1))
    local.hear('conversation.resolved', waiting('b', 10, { version: 2, status: 'resolved', waiting_since: null }))
    expect(shown(inbox)).toEqual(['b', 'd'])
    expect(inbox.hidden).toBe(1)
    expect(inbox.left(inbox.rows[0]!)).toBe(true)
    inbox.release()
    expect(shown(inbox)).toEqual(['a', 'd'])
  })

  test('moves again when the hand has been still for long', async () => {
    const inbox = await open(new House(waiting('b', 10)))
    inbox.touch()
    local.hear('conversation.opened', waiting('a', 1))
    vi.advanceTimersByTime(60_000)
    expect(shown(inbox)).toEqual(['a', 'b'])
  })

  test('does not show what belongs to a page not yet asked for', async () => {
    const many = Array.from({ length: 60 }, (_, n) => waiting(`c${String(n).padStart(2, '0')}`, n))
    const inbox = await open(new House(...many))
    expect(inbox.rows).toHaveLength(40)
    local.hear('conversation.opened', waiting('late', 59))
    expect(inbox.rows).toHaveLength(40)
    await inbox.loadMore()
    expect(shown(inbox)).toEqual([...many.map(({ id }) => id), 'late'])
    expect(inbox.more).toBe(false)
  })

  test('of a search holds what the server found, and nothing that merely happens', async () => {
    const inbox = await open(new House(waiting('claire', 10), waiting('hugo', 20)), { q: 'clai' })
    local.hear('conversation.opened', waiting('olivia', 5))
    expect(shown(inbox)).toEqual(['claire'])
  })

  test('goes on from where the open row was, once that row has left', async () => {
    const inbox = await open(new House(waiting('a', 1), waiting('b', 2), waiting('c', 3)))
    inbox.mark('b')
    local.hear('conversation.resolved', waiting('b', 2, { version: 2, status: 'resolved', waiting_since: null }))
    expect(inbox.neighbour('b', 1)?.id).toBe('c')
    expect(inbox.neighbour('b', -1)?.id).toBe('a')
  })

  test('keeps an answer that a newer event has overtaken from turning back the clock', async () => {
    const house = new House(waiting('a', 1), waiting('b', 2))
    const inbox = new Inbox(house, local, () => 'lea')
    const asked = inbox.show(everything)
    local.hear('conversation.opened', waiting('b', 2, { version: 7, assignee_id: 'karim' }))
    await asked
    expect(local.conversation('b')?.assignee_id).toBe('karim')
  })
})
