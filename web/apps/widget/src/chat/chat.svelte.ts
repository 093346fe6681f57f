import type { ServiceMode } from '@visavis/client'
import type { Attached, ConnectionState, Message, OutboxItem, ServerFrame, Snapshot, VisitorConversation } from '@visavis/live'
import { EMPTY, LiveConnection, Outbox, Replica, browserHints, uuid } from '@visavis/live'
import type { Attributes, Page } from '../loader/protocol.ts'
import type { BrandFace, Claims, Session, Visitor } from './api.ts'
import { VisitorApi, codeOf } from './api.ts'
import type { Bridge } from './bridge.ts'
import { Clock } from './clock.ts'
import { Files } from './files.ts'
import type { Awaited } from './awaited.ts'
import type { Line } from './lines.ts'
import { linesOf, mayHoldUnread, unreadIn } from './lines.ts'
import { Later } from '../shared/later.svelte.ts'
import type { Chooser } from '../subjects/subjects.svelte.ts'
import { Hours } from './hours.svelte.ts'
import { Memory } from './memory.ts'
import { MODES, Mode } from './mode.svelte.ts'
import { Promises } from './promises.svelte.ts'
import { Typing } from './typing.svelte.ts'
import { Visit } from './visit.svelte.ts'

export type Phase = 'loading' | 'ready' | 'failed' | 'refused'

const NEW = 'new:'

/** Everything the visitor's chat knows; components only show it. */
export class Chat {
  phase = $state<Phase>('loading')
  link = $state<ConnectionState>('connecting')
  snapshot = $state.raw<Snapshot>(EMPTY)
  unsent = $state.raw<readonly OutboxItem[]>([])
  /** The conversation on screen; null: the home page. */
  thread = $state<string | null>(null)
  isShown = $state(false)
  listed = $state(false)
  loadFailed = $state(false)
  isRefreshing = $state(false)
  hasOlder = $state<Record<string, boolean>>({})
  readonly typing = new Typing()
  /** What shows calls, and who one is asked to be: loaded when they are needed. */
  readonly calls = new Later(() => import('../calls/calls.ts'))
  readonly contact = new Later(() => import('../home/Contact.svelte'))
  readonly drafts: Memory
  readonly memory: Memory
  readonly api: VisitorApi
  readonly files: Files
  readonly hours: Hours
  readonly promises: Promises
  readonly mode: Mode
  readonly clock = new Clock()
  /** What one may write about, where the brand has subjects. */
  subjects = $state.raw<Chooser | null>(null)
  page: Page | null = null
  /** What the visitor was invited with, and accepted. */
  invitation = $state<string | null>(null)

  readonly #bridge: Bridge
  readonly #visit: Visit
  readonly #replica = new Replica((snapshot) => this.#changed(snapshot))
  readonly #connection: LiveConnection
  #outbox: Outbox | undefined
  #readUpTo = $state.raw<Record<string, number>>({})
  #unreadTold = 0

  constructor(slug: string, bridge: Bridge) {
    this.#bridge = bridge
    this.#visit = new Visit(slug, (session) => void this.#enter(session))
    this.drafts = new Memory(slug, () => sessionStorage)
    this.memory = this.#visit.memory
    this.api = new VisitorApi(() => this.#visit.token, () => this.#visit.renew())
    this.files = new Files(this.api)
    this.hours = new Hours(this.clock, this.api.hours)
    this.promises = new Promises(this.clock, (items) => bridge.emit('offers', { items }))
    this.mode = new Mode(this.api.choose, (mode) => bridge.emit('serviceMode', { mode }))
    this.#connection = new LiveConnection({
      url: location.origin.replace(/^http/, 'ws') + '/live/visitor',
      token: async (refused) => {
        if (refused) await this.#visit.renew()
        return this.#visit.token
      },
      onFrame: (frame) => this.#receive(frame),
      onState: (state) => this.#linked(state),
      onReset: () => void this.refresh(),
      onRefused: () => (this.phase = 'failed'),
      hints: browserHints,
    })
  }

  get brand(): BrandFace | null {
    return this.#visit.brand
  }

  get visitor(): Visitor | null {
    return this.#visit.visitor
  }

  get conversations(): VisitorConversation[] {
    const all = Object.values(this.snapshot.conversations) as VisitorConversation[]
    return all.sort((a, b) => b.updated_at.localeCompare(a.updated_at))
  }

  get conversation(): VisitorConversation | null {
    return (this.snapshot.conversations[this.thread ?? ''] as VisitorConversation) ?? null
  }

  /** Conversations that exist only here, until their first word is sent. */
  get beginnings(): OutboxItem[] {
    return this.unsent.filter((item, at) => {
      const first = this.unsent.findIndex((other) => other.thread === item.thread) === at
      return first && item.conversation_id === null
    })
  }

  get isLoaded(): boolean {
    return !this.thread || this.thread.startsWith(NEW) || this.thread in this.snapshot.messages
  }

  get lines(): Line[] {
    const thread = this.thread ?? ''
    return linesOf(this.snapshot.messages[thread] ?? [], this.unsent, thread)
  }

  /** What can be promised at this moment, if that is known. */
  get offer(): string | null {
    return this.link === 'online' ? this.promises.offer(this.hours.line?.open !== false) : null
  }

  /** The answer that is awaited in a conversation. A promise is called broken only by who would have heard the answer. */
  awaited(conversation: VisitorConversation): Awaited | null {
    const found = this.promises.awaited(conversation, this.snapshot.messages[conversation.id] ?? [])
    const hasHeard = this.link === 'online' && !this.isRefreshing && !this.loadFailed
    return found?.state === 'broken' && !hasHeard ? null : found
  }

  unread(id: string): number {
    return unreadIn(this.snapshot, id, this.#readUpTo[id])
  }

  /** Greets the server: an anonymous visitor, or the one this browser remembers. */
  async start(afresh = false): Promise<void> {
    if (afresh) this.#visit.forget()
    this.phase = 'loading'
    try {
      await this.#enter(await this.#visit.greet())
    } catch (error) {
      const code = codeOf(error)
      this.phase = code === 'forbidden' || code.endsWith('not_found') ? 'refused' : 'failed'
      this.#bridge.emit('error', { code })
    }
  }

  async identify(jwt: string): Promise<void> {
    try {
      await this.#enter(await this.api.identify(jwt))
      this.#bridge.emit('identified', { name: this.visitor?.name ?? null })
    } catch (error) {
      this.#bridge.emit('error', { code: codeOf(error) })
    }
  }

  /** The person signs out: nothing of theirs stays in this browser. */
  async reset(): Promise<void> {
    await this.#outbox?.clear()
    this.mode.forget()
    this.subjects?.choose(null)
    this.open(null)
    await this.start(true)
  }

  async describe(claims: Claims): Promise<void> {
    this.#visit.visitor = await this.api.describe(claims)
  }

  setAttributes(attributes: Attributes): void {
    this.describe({ attributes }).catch((error) => this.#bridge.emit('error', { code: codeOf(error) }))
  }

  /** The page says how its visitor wants to be served. */
  setMode(mode: ServiceMode | null): void {
    if (mode === null || MODES.includes(mode)) this.mode.choose(mode)
    else this.#bridge.emit('error', { code: 'invalid_input' })
  }

  open(thread: string | null): void {
    this.thread = thread
    if (thread) this.drafts.set('thread', thread)
    else this.drafts.remove('thread')
    if (!this.isLoaded) void this.load(thread!)
  }

  /** Shows the words at once and sees to it that they leave. */
  async send(body: string, attachments: Attached[]): Promise<void> {
    const thread = this.thread ?? NEW + uuid()
    this.open(thread)
    this.#bridge.emit('message', { author: 'customer' })
    await this.#outbox?.add({
      thread,
      conversation_id: thread.startsWith(NEW) ? null : thread,
      body,
      attachments,
      page_url: this.page?.url.slice(0, 2000) ?? null,
      page_title: this.page?.title.slice(0, 300) ?? null,
      subject_id: thread.startsWith(NEW) ? this.subjects?.spend() : null,
    })
  }

  retry(client_id: string): void {
    void this.#outbox?.retry(client_id)
  }

  discard(client_id: string): void {
    void this.#outbox?.discard(client_id)
  }

  async edit(id: string, body: string): Promise<void> {
    this.#put(await this.api.edit(id, body))
  }

  async remove(id: string): Promise<void> {
    this.#put(await this.api.remove(id))
  }

  async resolve(id: string): Promise<void> {
    this.take(await this.api.resolve(id))
  }

  /** An answer to an act, shown before its event comes. */
  take(conversation: VisitorConversation): void {
    this.#replica.merge({ conversations: [conversation] })
  }

  writes(): void {
    const id = this.conversation?.id
    if (id && this.typing.worthSaying()) this.#connection.send({ type: 'typing', conversation_id: id })
  }

  /** The visitor has the end of this conversation under their eyes. */
  seen(id: string): void {
    const last = this.snapshot.messages[id]?.at(-1)?.seq
    if (!last || this.unread(id) === 0) return
    this.#readUpTo = { ...this.#readUpTo, [id]: last }
    this.#connection.send({ type: 'read', conversation_id: id, seq: last })
    this.#tellUnread()
  }

  askPage(): void {
    this.#bridge.tell({ tell: 'page?' })
  }

  close(): void {
    this.#bridge.tell({ tell: 'close' })
  }

  async refresh(): Promise<void> {
    const open = this.thread?.startsWith(NEW) ? null : this.thread
    this.loadFailed = false
    this.isRefreshing = true
    void this.hours.refresh()
    try {
      await this.#replica.load(async () => ({ conversations: (await this.api.conversations()).items }), true)
      this.listed = true
      if (open && !this.snapshot.conversations[open]) this.open(null)
      const waiting = this.conversations.filter(({ id }) => mayHoldUnread(this.snapshot, id))
      const ids = new Set([...(this.thread === open && open ? [open] : []), ...waiting.slice(0, 3).map(({ id }) => id)])
      await Promise.all([...ids].map((id) => this.load(id)))
    } catch {
      this.loadFailed = true
    } finally {
      this.isRefreshing = false
    }
  }

  async load(id: string): Promise<void> {
    this.loadFailed = false
    try {
      const { more } = await this.#replica.load(async () => {
        const opened = await this.api.conversation(id)
        return { conversations: [opened.conversation], messages: { [id]: opened.messages }, more: opened.more }
      })
      this.hasOlder[id] = more
    } catch {
      this.loadFailed = true
    }
  }

  async loadOlder(id: string): Promise<void> {
    const first = this.snapshot.messages[id]?.[0]?.seq
    if (first === undefined) return
    const { more } = await this.#replica.load(async () => {
      const { items, more } = await this.api.before(id, first)
      return { conversations: [], messages: { [id]: items }, more }
    })
    this.hasOlder[id] = more
  }

  async #enter(session: Session): Promise<void> {
    const before = this.visitor
    this.#connection.stop()
    this.#visit.take(session)
    this.hours.take(session.brand.opening, true)
    this.mode.take(session.visitor.service_mode)
    const { subjects } = session.brand
    // Before anything is shown: what comes later would move what is there.
    if (subjects[0]) {
      // Without it one can write all the same.
      this.subjects ??= await import('../subjects/subjects.svelte.ts').then(
        ({ Chooser }) => new Chooser(this, this.#connection),
        () => null,
      )
    }
    this.subjects?.take(subjects)
    const { scope } = this.#visit
    if (this.#outbox && before && !before.identified) await this.#outbox.rename(scope)
    else if (!this.#outbox || before?.id !== session.visitor.id) await this.#openOutbox(scope)
    if (before?.id !== session.visitor.id) {
      this.#replica.clear()
      this.listed = false
    }
    this.thread ??= this.drafts.get('thread')
    if (this.thread?.startsWith(NEW) && !this.unsent.some(({ thread }) => thread === this.thread)) this.thread = null
    this.phase = 'ready'
    this.#connection.start()
  }

  async #openOutbox(scope: string): Promise<void> {
    this.#outbox?.close()
    this.#outbox = await Outbox.open({
      scope,
      send: (frame) => this.#connection.send(frame),
      onChange: (items) => (this.unsent = items),
      onSent: (item, conversation_id, message) => {
        if (item.conversation_id !== null) return
        this.#replica.merge({ conversations: [], messages: { [conversation_id]: [message] } })
        if (this.thread === item.thread) this.open(conversation_id)
      },
    })
    this.unsent = this.#outbox.items
  }

  #receive(frame: ServerFrame): void {
    this.#replica.receive(frame)
    this.#outbox?.receive(frame)
    this.subjects?.hear(frame)
    // What was on its way when one chose is of something else.
    if (frame.type === 'offers' && frame.subject_id == this.subjects?.chosen) this.promises.take(frame.items)
    if (frame.type === 'customer.service_mode_chosen') this.mode.take(frame.data.service_mode)
    if (frame.type === 'hours.changed') this.hours.take(frame.data.opening)
    if (frame.type === 'typing') this.typing.hear(frame.conversation_id, frame.data.author.name)
    if (frame.type === 'message.sent') {
      const { message } = frame.data
      if (message.author.kind === 'agent' && message.kind === 'message') {
        this.typing.stop(message.conversation_id)
        this.#bridge.emit('message', { author: 'agent' })
      }
      if (!this.snapshot.messages[message.conversation_id]) void this.load(message.conversation_id)
    }
    if (frame.type.startsWith('conversation.') && 'conversation_id' in frame) {
      const status = (this.snapshot.conversations[frame.conversation_id ?? ''] as VisitorConversation)?.status
      if (frame.type !== 'conversation.read' && status) {
        this.#bridge.emit('conversation', { id: frame.conversation_id, status })
      }
    }
  }

  #linked(state: ConnectionState): void {
    this.link = state
    if (state !== 'online') {
      this.#outbox?.offline()
      this.promises.forget()
      // No socket yet, perhaps none today: what was said before can still be read.
      if (state !== 'closed' && state !== 'connecting' && !this.listed && this.phase === 'ready') void this.refresh()
      return
    }
    this.#outbox?.online()
    void this.mode.save()
    this.subjects?.online()
    for (const [id, seq] of Object.entries(this.#readUpTo)) {
      const known = this.snapshot.conversations[id]
      if (known && known.customer_read_seq < seq) this.#connection.send({ type: 'read', conversation_id: id, seq })
    }
  }

  #put(message: Message): void {
    this.#replica.merge({ conversations: [], messages: { [message.conversation_id]: [message] } })
  }

  #changed(snapshot: Snapshot): void {
    this.snapshot = snapshot
    this.#tellUnread()
  }

  #tellUnread(): void {
    const count = Object.keys(this.snapshot.messages).reduce((sum, id) => sum + this.unread(id), 0)
    if (count === this.#unreadTold) return
    this.#unreadTold = count
    this.#bridge.emit('unread', { count })
  }
}
