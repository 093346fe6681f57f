import { ApiError, type Conversation, type Customer, type Message, type StaffApi } from '@visavis/client'
import { timeline } from '../lib/timeline.ts'
import { Later } from './later.svelte.ts'
import type { Live } from './live.svelte.ts'

/** One open conversation: its timeline, its customer, and how far both sides have read. */
export class Thread {
  readonly id: string
  state = $state<'loading' | 'ready' | 'gone' | 'error'>('loading')
  error = $state.raw<unknown>(null)
  customer = $state.raw<Customer | null>(null)
  others = $state.raw<Conversation[] | null>(null)
  more = $state(false)
  loadingOlder = $state(false)
  readonly later: Later
  /** Seq of what had been read when it was opened: "new" starts after it. */
  #readUpTo = 0
  readonly #api: StaffApi
  readonly #live: Live

  constructor(id: string, api: StaffApi, live: Live) {
    this.id = id
    this.#api = api
    this.#live = live
    this.later = new Later(id, api)
    if (live.messages(id).length) this.state = 'ready'
  }

  readonly conversation = $derived.by(() => this.#live.conversation(this.id))
  readonly messages = $derived.by(() => this.#live.messages(this.id))
  readonly parts = $derived(timeline(this.messages))
  readonly unsent = $derived.by(() => this.#live.unsentIn(this.id))

  get typing(): string | null | undefined {
    return this.#live.typing.get(this.id)
  }

  /** The last of our messages that the customer has seen. */
  readonly seen = $derived.by(() => {
    const upTo = this.conversation?.customer_read_seq ?? 0
    return this.messages.findLast((message) => message.kind === 'message' && message.author.kind === 'agent' && message.seq <= upTo)?.id
  })

  /** True when the conversation was removed from this agent's sight. */
  get removed(): boolean {
    return this.state === 'ready' && this.conversation === null
  }

  async load(): Promise<void> {
    if (this.state !== 'ready') this.state = 'loading'
    try {
      await this.#live.load(() => this.fetch())
      this.state = 'ready'
    } catch (error) {
      this.error = error
      const hidden = error instanceof ApiError && [403, 404].includes(error.status)
      if (hidden) this.state = 'gone'
      else if (this.state !== 'ready') this.state = 'error'
    }
  }

  /** What the server holds of it, in the shape the local copy takes. */
  async fetch() {
    const { conversation, messages, more, customer } = await this.#api.conversation(this.id)
    const known = this.#live.messages(this.id)
    if (known.length === 0 || known[0]!.seq >= (messages[0]?.seq ?? 0)) this.more = more
    this.customer = customer
    void this.#fetchOthers(customer.id)
    void this.later.load()
    return { conversations: [conversation], messages: { [this.id]: messages } }
  }

  async loadOlder(): Promise<void> {
    const first = this.messages[0]
    if (!first || !this.more || this.loadingOlder) return
    this.loadingOlder = true
    try {
      await this.#live.load(async () => {
        const older = await this.#api.olderMessages(this.id, first.seq)
        this.more = older.more
        return { conversations: [], messages: { [this.id]: older.items } }
      })
    } catch {
      // Scrolling up again asks again.
    } finally {
      this.loadingOlder = false
    }
  }

  /** Tells the server that what is on the screen has been seen. */
  markRead(): void {
    const conversation = this.conversation
    if (!conversation || this.state !== 'ready') return
    const last = Math.max(conversation.last_seq, this.messages.at(-1)?.seq ?? 0)
    if (last <= Math.max(conversation.agents_read_seq, this.#readUpTo)) return
    if (this.#live.read(this.id, last)) this.#readUpTo = last
  }

  async rename(name: string): Promise<void> {
    if (!this.customer) return
    this.customer = await this.#api.changeCustomer(this.customer.id, { name })
    this.#live.rename(this.customer)
  }

  async edit(message: Message, body: string): Promise<void> {
    this.#live.put(await this.#api.editMessage(message.id, body))
  }

  async remove(message: Message): Promise<void> {
    this.#live.put(await this.#api.deleteMessage(message.id))
  }

  async #fetchOthers(customerId: string): Promise<void> {
    const all = await this.#api.customerConversations(customerId).catch(() => null)
    if (all) this.others = all.filter((other) => other.id !== this.id)
  }
}
