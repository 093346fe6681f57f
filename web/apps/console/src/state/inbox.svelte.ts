import type { Conversation, Counts, StaffApi } from '@visavis/client'
import type { Fetched } from '@visavis/live'
import { belongs, compare, hold, type Filter } from '../lib/ordering.ts'
import type { Live } from './live.svelte.ts'

/** What the list needs of the server and of the local copy. */
export type Lister = Pick<StaffApi, 'conversations' | 'counts'>
export type Copy = Pick<Live, 'snapshot' | 'conversation' | 'load'>

const PAGE = 40
const HELD_FOR = 8000
const SETTLE = 400

/** The list: what the server answered, kept current by events, still while a hand is on it. */
export class Inbox {
  counts = $state.raw<Counts | null>(null)
  state = $state<'loading' | 'ready' | 'error'>('loading')
  error = $state.raw<unknown>(null)
  loadingMore = $state(false)
  filter = $state.raw<Filter>({ view: 'mine', brand_id: null, status: 'open', q: '' })

  #next = $state.raw<string | null>(null)
  /** The last row the server gave; what sorts after it comes with a later page. */
  #end = $state.raw<Conversation | null>(null)
  #found = $state.raw<ReadonlySet<string> | null>(null)
  #held = $state.raw<readonly string[] | null>(null)
  #marked: { id: string; at: number } | null = null
  #round = 0
  #holdTimer: ReturnType<typeof setTimeout> | undefined
  #headTimer: ReturnType<typeof setTimeout> | undefined
  #countTimer: ReturnType<typeof setTimeout> | undefined
  readonly #api: Lister
  readonly #live: Copy
  readonly #agentId: () => string

  constructor(api: Lister, live: Copy, agentId: () => string) {
    this.#api = api
    this.#live = live
    this.#agentId = agentId
  }

  readonly #wanted = $derived.by(() => {
    const known = Object.values(this.#live.snapshot.conversations) as Conversation[]
    const mine = this.#found
      ? known.filter((conversation) => this.#found!.has(conversation.id))
      : known.filter((conversation) => belongs(conversation, this.filter, this.#agentId()))
    const end = this.#next === null ? null : this.#end
    return mine
      .filter((conversation) => !end || compare(conversation, end) <= 0)
      .sort(compare)
      .map((conversation) => conversation.id)
  })
  readonly #shown = $derived(this.#held ? hold(this.#held, this.#wanted) : { rows: this.#wanted, hidden: 0 })

  readonly rows = $derived(
    this.#shown.rows.map((id) => this.#live.conversation(id)).filter((known): known is Conversation => known !== null),
  )

  /** How many rows wait for the hand to leave. */
  get hidden(): number {
    return this.#shown.hidden
  }

  get more(): boolean {
    return this.#next !== null
  }

  /** A row that is only still drawn because the list is held. */
  left(conversation: Conversation): boolean {
    return this.#held !== null && !this.#found && !belongs(conversation, this.filter, this.#agentId())
  }

  show(filter: Filter): Promise<void> {
    this.release()
    this.filter = filter
    this.#next = null
    this.#end = null
    // While an answer is on its way, rows that are known already stand in for a skeleton.
    this.#found = filter.q ? new Set() : null
    return this.refresh()
  }

  /** The first page again; `fresh` forgets everything known (too much was missed). */
  async refresh(fresh = false, also?: () => Promise<Fetched>): Promise<void> {
    const round = ++this.#round
    this.state = 'loading'
    this.countSoon()
    try {
      const page = await this.#live.load(async () => {
        const [answer, other] = await Promise.all([this.#fetch(null), also?.()])
        const conversations = [...answer.items, ...(other?.conversations ?? [])]
        return { ...answer, conversations, messages: other?.messages ?? {} }
      }, fresh)
      if (round !== this.#round) return
      this.#take(page, true)
      this.state = 'ready'
    } catch (error) {
      if (round !== this.#round) return
      this.error = error
      this.state = 'error'
    }
  }

  async loadMore(): Promise<void> {
    if (this.#next === null || this.loadingMore || this.state !== 'ready') return
    const round = this.#round
    this.loadingMore = true
    try {
      const page = await this.#live.load(async () => {
        const answer = await this.#fetch(this.#next)
        return { ...answer, conversations: answer.items }
      })
      if (round === this.#round) this.#take(page, false)
    } catch {
      // Scrolling on asks again.
    } finally {
      this.loadingMore = false
    }
  }

  /** An event spoke of a conversation that is not known here, or that the search must judge again. */
  refreshSoon(): void {
    clearTimeout(this.#headTimer)
    this.#headTimer = setTimeout(() => void this.#refreshHead(), SETTLE)
  }

  countSoon(): void {
    clearTimeout(this.#countTimer)
    this.#countTimer = setTimeout(() => {
      this.#api.counts().then((counts) => (this.counts = counts)).catch(() => {})
    }, this.counts ? SETTLE : 0)
  }

  /** A hand is on the list: rows keep their places until it has been still for a while. */
  touch(): void {
    if (this.#held === null) this.#held = this.#wanted
    clearTimeout(this.#holdTimer)
    this.#holdTimer = setTimeout(() => this.release(), HELD_FOR)
  }

  release(): void {
    clearTimeout(this.#holdTimer)
    this.#held = null
  }

  /** Remembers where the open row is, for when it leaves the list. */
  mark(id: string): void {
    const at = this.rows.findIndex((row) => row.id === id)
    if (at !== -1) this.#marked = { id, at }
  }

  /** The row `step` away from an open one, or from where that was before it left. */
  neighbour(id: string | null, step: 1 | -1): Conversation | null {
    const at = this.rows.findIndex((row) => row.id === id)
    if (at !== -1) return this.rows[at + step] ?? null
    if (this.#marked === null || this.#marked.id !== id) return this.rows.at(step > 0 ? 0 : -1) ?? null
    return this.rows[step > 0 ? this.#marked.at : this.#marked.at - 1] ?? this.rows.at(-1) ?? null
  }

  async #refreshHead(): Promise<void> {
    const round = this.#round
    try {
      const page = await this.#live.load(async () => {
        const answer = await this.#fetch(null)
        return { ...answer, conversations: answer.items }
      })
      if (round === this.#round && this.#found) this.#found = new Set([...this.#found, ...page.items.map((item) => item.id)])
    } catch {
      // The next event, or the next reconnection, asks again.
    }
  }

  #fetch(after: string | null) {
    return this.#api.conversations({ ...this.filter, q: this.filter.q.trim(), after, limit: PAGE })
  }

  #take(page: { items: Conversation[]; next: string | null }, first: boolean): void {
    const ids = page.items.map((item) => item.id)
    this.#next = page.next
    this.#end = page.items.at(-1) ?? this.#end
    if (this.filter.q) this.#found = new Set(first ? ids : [...(this.#found ?? []), ...ids])
    if (this.#held) this.#held = [...this.#held, ...ids.filter((id) => !this.#held!.includes(id))]
  }
}
