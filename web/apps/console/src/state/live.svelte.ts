import type { Conversation, Customer, Message, StaffApi } from '@visavis/client'
import {
  EMPTY,
  LiveConnection,
  Outbox,
  Replica,
  browserHints,
  type ConnectionState,
  type Fetched,
  type OutboxItem,
  type ServerFrame,
  type Snapshot,
} from '@visavis/live'
import { SvelteMap } from 'svelte/reactivity'

const TYPING_SHOWN_FOR = 5000
const TYPING_SENT_EVERY = 3000

export type LiveListeners = {
  onReset: () => Promise<unknown>
  onOnline: () => void
  onEvent: (frame: ServerFrame) => void
  onRefused: () => void
}

/** The local copy of what the server knows, kept current by the socket, and what has not left yet. */
export class Live {
  snapshot = $state.raw<Snapshot>(EMPTY)
  state = $state<ConnectionState>('connecting')
  unsent = $state.raw<readonly OutboxItem[]>([])
  readonly typing = new SvelteMap<string, string | null>()

  readonly #replica = new Replica((snapshot) => (this.snapshot = snapshot))
  readonly #connection: LiveConnection
  readonly #onOnline: () => void
  readonly #typingTimers = new Map<string, ReturnType<typeof setTimeout>>()
  #outbox: Outbox | null = null
  #typedAt = 0

  constructor(api: StaffApi, listeners: LiveListeners) {
    this.#onOnline = listeners.onOnline
    this.#connection = new LiveConnection({
      url: `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/live/agent`,
      token: async () => (await api.liveTicket()).ticket,
      hints: browserHints,
      onReset: () => void listeners.onReset(),
      onRefused: () => listeners.onRefused(),
      onState: (state) => this.#enter(state),
      onFrame: (frame) => {
        this.#replica.receive(frame)
        this.#outbox?.receive(frame)
        if (frame.type === 'typing') this.#typed(frame.conversation_id, frame.data.author.name)
        if (frame.type === 'message.sent') this.typing.delete(frame.conversation_id)
        listeners.onEvent(frame)
      },
    })
  }

  /** Opens the socket and the outbox of this agent. */
  async start(agentId: string): Promise<void> {
    this.#connection.start()
    this.#outbox = await Outbox.open({
      scope: `agent:${agentId}`,
      send: (frame) => this.#connection.send(frame),
      onChange: (items) => (this.unsent = items),
      onSent: (_item, _conversation, message) => this.put(message),
    })
    this.unsent = this.#outbox.items
    if (this.#connection.state === 'online') this.#outbox.online()
  }

  stop(): void {
    this.#connection.stop()
    this.#outbox?.close()
    this.#outbox = null
    this.unsent = []
    this.#replica.clear()
  }

  conversation(id: string): Conversation | null {
    return (this.snapshot.conversations[id] as Conversation | undefined) ?? null
  }

  messages(id: string): readonly Message[] {
    return this.snapshot.messages[id] ?? []
  }

  unsentIn(id: string): readonly OutboxItem[] {
    return this.unsent.filter((item) => item.conversation_id === id)
  }

  load<F extends Fetched>(fetch: () => Promise<F>, fresh = false): Promise<F> {
    return this.#replica.load(fetch, fresh)
  }

  /** An answer to an act, shown before its event comes. */
  merge(conversation: Conversation): void {
    this.#replica.merge({ conversations: [conversation] })
  }

  put(message: Message): void {
    if (this.snapshot.messages[message.conversation_id]) {
      this.#replica.merge({ conversations: [], messages: { [message.conversation_id]: [message] } })
    }
  }

  rename(customer: Customer): void {
    const conversations = Object.values(this.snapshot.conversations as Record<string, Conversation>)
      .filter((known) => known.customer.id === customer.id)
      .map((known) => ({ ...known, customer: { ...known.customer, name: customer.name } }))
    this.#replica.merge({ conversations })
  }

  async send(draft: Parameters<Outbox['add']>[0]): Promise<void> {
    if (!this.#outbox) throw new Error('The outbox is not open.')
    await this.#outbox.add(draft)
  }

  retry = (clientId: string) => void this.#outbox?.retry(clientId)
  discard = (clientId: string) => void this.#outbox?.discard(clientId)

  read(conversationId: string, seq: number): boolean {
    return this.#connection.send({ type: 'read', conversation_id: conversationId, seq })
  }

  iType(conversationId: string): void {
    if (Date.now() - this.#typedAt < TYPING_SENT_EVERY) return
    if (this.#connection.send({ type: 'typing', conversation_id: conversationId })) this.#typedAt = Date.now()
  }

  #typed(conversationId: string, name: string | null): void {
    this.typing.set(conversationId, name)
    clearTimeout(this.#typingTimers.get(conversationId))
    this.#typingTimers.set(
      conversationId,
      setTimeout(() => this.typing.delete(conversationId), TYPING_SHOWN_FOR),
    )
  }

  #enter(state: ConnectionState): void {
    this.state = state
    if (state !== 'online') return void this.#outbox?.offline()
    this.#outbox?.online()
    this.#onOnline()
  }
}
