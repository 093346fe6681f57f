import { ApiError, type Conversation, type StaffApi } from '@visavis/client'
import { SvelteMap, SvelteSet } from 'svelte/reactivity'
import { callDue } from '../lib/calls.ts'
import { due } from '../lib/ordering.ts'
import type { Live } from './live.svelte.ts'

export type PushedApi = Pick<StaffApi, 'accept' | 'decline' | 'conversations' | 'customerConversations'>
export type PushedCopy = Pick<Live, 'snapshot' | 'conversation' | 'merge' | 'load' | 'state'>
/** What is said of it elsewhere on the screen, and beyond it. */
export type PushedListeners = {
  onCalled: (conversation: Conversation) => void
  onAccepted: (conversation: Conversation) => void
  onDeclined: (conversation: Conversation) => void
  /** No longer before one, by no act of one's own; `taken` by another agent. */
  onGone: (conversation: Conversation, taken: boolean) => void
  onFailed: (error: unknown) => void
}

/** So many at a time, and so often at most, when one asks for what waits. */
const PAGE = 100
const PAGES = 5
/** A customer who comes back within this time has a counterpart, as on the server (ms). */
const REMEMBERED = 30 * 24 * 3600 * 1000
/** Who becomes away so soon after something went by is so because it went by (ms). */
const TOGETHER = 10_000

/** What is put before this agent: to be taken in time, left to a colleague, or gone by itself. */
export class Pushed {
  /** Those that are being decided about: what is on its way out is not asked about again. */
  readonly deciding = new SvelteSet<string>()
  #steppedAway = $state(false)
  readonly #usual = new SvelteMap<string, string | null>()
  readonly #called = new Set<string>()
  #shown = new Map<string, Conversation>()
  #lapsedAt = -Infinity
  readonly #api: PushedApi
  readonly #live: PushedCopy
  readonly #agentId: () => string | null
  readonly #listeners: PushedListeners
  readonly #now: () => number

  constructor(api: PushedApi, live: PushedCopy, agentId: () => string | null, now: () => number, listeners: PushedListeners) {
    this.#api = api
    this.#live = live
    this.#agentId = agentId
    this.#now = now
    this.#listeners = listeners
  }

  readonly #before = $derived.by(() => {
    const me = this.#agentId()
    const known = Object.values(this.#live.snapshot.conversations) as Conversation[]
    return known
      .filter(({ pushed_to, accept_by }) => pushed_to !== null && pushed_to === me && accept_by !== null)
      .sort((a, b) => Date.parse(a.accept_by!) - Date.parse(b.accept_by!))
  })

  /** What is before this agent, the soonest to go first. Without a network, what has run out is gone. */
  readonly list = $derived.by(() => {
    const connected = this.#live.state === 'online'
    return this.#before.filter(({ id, accept_by }) => !this.deciding.has(id) && (connected || Date.parse(accept_by!) > this.#now()))
  })

  /** Whether the server took this agent for one who is away, because what was put before them went by. */
  get steppedAway(): boolean {
    return this.#steppedAway
  }

  /** Whom the customer last spoke to; null where it was nobody, or is not known yet. */
  usualOf(conversation: Conversation): string | null {
    return conversation.assignee_id ?? this.#usual.get(conversation.id) ?? null
  }

  async accept(conversation: Conversation): Promise<void> {
    const taken = await this.#decide(conversation, this.#api.accept)
    if (taken) this.#listeners.onAccepted(taken)
  }

  async decline(conversation: Conversation): Promise<void> {
    const left = await this.#decide(conversation, this.#api.decline)
    if (left) this.#listeners.onDeclined(left)
  }

  /** Notes what has come and what has gone since the last look. */
  look(list: readonly Conversation[]): void {
    const now = new Map(list.map((conversation) => [conversation.id, conversation]))
    for (const conversation of list) if (!this.#shown.has(conversation.id)) this.#come(conversation)
    for (const conversation of this.#shown.values()) if (!now.has(conversation.id)) this.#go(conversation)
    this.#shown = now
  }

  /** The server says that this agent, who was available, is away. */
  stepAway(): void {
    this.#steppedAway = Date.now() - this.#lapsedAt < TOGETHER
  }

  stay(): void {
    this.#steppedAway = false
  }

  /** Asks for all that waits: what is before this agent may be in no list that is shown. */
  async load(): Promise<void> {
    let after: string | null = null
    try {
      for (let page = 0; page < PAGES; page++) {
        const { items, next } = await this.#fetch(after)
        const last = items.at(-1)
        if (next === null || !last || due(last) === null) return
        after = next
      }
    } catch {
      // The next connection asks again, and events go on.
    }
  }

  clear(): void {
    this.#shown = new Map()
    this.#called.clear()
    this.#usual.clear()
    this.deciding.clear()
    this.#steppedAway = false
    this.#lapsedAt = -Infinity
  }

  #fetch(after: string | null) {
    return this.#live.load(async () => {
      const page = await this.#api.conversations({ view: 'all', status: 'open', brand_id: null, q: '', after, limit: PAGE })
      return { ...page, conversations: page.items }
    })
  }

  #come(conversation: Conversation): void {
    const call = `${conversation.id} ${conversation.accept_by}`
    // A snapshot that is fetched again shows the same once more.
    if (this.#called.has(call)) return
    this.#called.add(call)
    this.#listeners.onCalled(conversation)
    if (conversation.assignee_id === null && !this.#usual.has(conversation.id)) void this.#ask(conversation)
  }

  #go(was: Conversation): void {
    if (this.deciding.has(was.id)) return
    const known = this.#live.conversation(was.id)
    // A call in one's own conversation is put before one as well, and may go by.
    const call = known && callDue(known, this.#now())
    const me = this.#agentId()
    if (known === null || (known.assignee_id === me && (call === null || call.taken_by === me))) return
    const taken = known.assignee_id !== null && known.assignee_id !== was.assignee_id
    if (!taken && (known.waiting_since !== null || call !== null)) this.#lapsedAt = Date.now()
    this.#listeners.onGone(known, taken)
  }

  async #ask({ id, customer }: Conversation): Promise<void> {
    const others = await this.#api.customerConversations(customer.id).catch(() => [])
    const last = others
      .filter((other) => other.id !== id && other.assignee_id !== null && Date.now() - Date.parse(other.updated_at) < REMEMBERED)
      .sort((a, b) => Date.parse(b.updated_at) - Date.parse(a.updated_at))[0]
    this.#usual.set(id, last?.assignee_id ?? null)
  }

  async #decide(conversation: Conversation, act: (id: string) => Promise<Conversation>): Promise<Conversation | null> {
    const { id } = conversation
    if (this.deciding.has(id)) return null
    this.deciding.add(id)
    try {
      const changed = await act(id)
      this.#live.merge(changed)
      return changed
    } catch (error) {
      if (error instanceof ApiError && error.problem.code === 'not_pushed') this.#passed(conversation)
      else this.#listeners.onFailed(error)
      return null
    } finally {
      this.deciding.delete(id)
    }
  }

  /** Decided about too late; the event that says so may still be on its way. */
  #passed(conversation: Conversation): void {
    const known = this.#live.conversation(conversation.id) ?? conversation
    const gone = known.pushed_to === this.#agentId() ? { ...known, pushed_to: null, accept_by: null } : known
    this.#live.merge(gone)
    this.#shown.delete(conversation.id)
    this.#listeners.onGone(gone, gone.assignee_id !== conversation.assignee_id)
  }
}
