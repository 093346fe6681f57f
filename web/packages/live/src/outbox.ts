import { openDrawer } from './drawer.ts'
import type { Drawer } from './drawer.ts'
import { livingTabs, onlyOneTab, standUp } from './tabs.ts'
import type { Failed, Message, Problem, Send, Sent, ServerFrame } from './types.ts'
import { uuid } from './uuid.ts'

export type OutboxItem = {
  client_id: string
  /** Whose message this is (brand and visitor, or agent): another person never sees it. */
  scope: string
  tab: string
  /** The conversation's id, or the id of a conversation that does not exist yet. */
  thread: string
  conversation_id: string | null
  kind: 'message' | 'note'
  body: string
  attachments: Attached[]
  page_url: string | null
  page_title: string | null
  /** What a conversation that begins with it is said to be about. */
  subject_id: string | null
  /** To whom a mail goes. */
  addressed?: Send['addressed']
  order: number
  created_at: string
  state: 'waiting' | 'sending' | 'failed'
  /** Why it was refused, or why the last try did not pass. */
  error: Problem | null
}

export type Attached = { id: string; name: string; media_type: string; size: number }

export type Draft = {
  thread: string
  conversation_id: string | null
  body: string
  kind?: 'message' | 'note'
  attachments?: Attached[]
  page_url?: string | null
  page_title?: string | null
  subject_id?: string | null
  addressed?: Send['addressed']
}

export type OutboxOptions = {
  scope: string
  /** Hands the frame to the socket; false when there is none. */
  send: (frame: Send) => boolean
  onChange: (items: readonly OutboxItem[]) => void
  onSent?: (item: OutboxItem, conversation_id: string, message: Message) => void
  drawer?: Drawer
  locks?: LockManager | null
  /** Milliseconds without an answer before the same message is sent again. */
  ackWithin?: number
}

const ACK_WITHIN = 15_000
const RETRY_BASE = 2_000
const RETRY_CAP = 60_000
const MAX_ITEMS = 200

/** Unsent messages: kept until the server says that it has them, in order per conversation. */
export class Outbox {
  #items: OutboxItem[] = []
  #online = false
  #closed = false
  readonly #options: OutboxOptions
  readonly #drawer: Drawer
  readonly #tab = uuid()
  readonly #locks: LockManager | null
  readonly #timers = new Map<string, ReturnType<typeof setTimeout>>()
  readonly #tries = new Map<string, number>()
  readonly #started = new Map<string, string>()
  readonly #leave: () => void

  private constructor(options: OutboxOptions, drawer: Drawer) {
    this.#options = options
    this.#drawer = drawer
    this.#locks = options.locks === undefined ? browserLocks() : options.locks
    this.#leave = standUp(this.#locks, this.#tab)
  }

  static async open(options: OutboxOptions): Promise<Outbox> {
    const outbox = new Outbox(options, options.drawer ?? (await openDrawer()))
    await outbox.#adopt()
    return outbox
  }

  get items(): readonly OutboxItem[] {
    return this.#items
  }

  /** Shows the message at once, keeps it and sends it; resolves once it is kept. */
  async add(draft: Draft): Promise<OutboxItem> {
    if (this.#items.length >= MAX_ITEMS) throw new OutboxFull()
    const conversation_id = draft.conversation_id ?? this.#started.get(draft.thread) ?? null
    const item: OutboxItem = {
      kind: 'message',
      attachments: [],
      page_url: null,
      page_title: null,
      subject_id: null,
      ...draft,
      client_id: uuid(),
      scope: this.#options.scope,
      tab: this.#tab,
      thread: conversation_id ?? draft.thread,
      conversation_id,
      order: Math.max(Date.now(), (this.#items.at(-1)?.order ?? 0) + 1),
      created_at: new Date().toISOString(),
      state: 'waiting',
      error: null,
    }
    this.#set([...this.#items, item])
    const kept = this.#keep([item])
    this.#pump()
    await kept
    return item
  }

  /** Tries a refused message again, in its place and under its own id. */
  async retry(client_id: string): Promise<void> {
    const item = this.#find(client_id)
    if (item?.state !== 'failed') return
    this.#tries.delete(client_id)
    const kept = this.#change(client_id, { state: 'waiting', error: null })
    this.#pump()
    await kept
  }

  async discard(client_id: string): Promise<void> {
    await this.#drop([client_id])
    this.#pump()
  }

  /** Forgets everything that was not sent (the person signs out). */
  async clear(): Promise<void> {
    await this.#drop(this.#items.map((item) => item.client_id))
  }

  /** The same person under another name (an anonymous visitor has signed in). */
  async rename(scope: string): Promise<void> {
    this.#options.scope = scope
    this.#set(this.#items.map((item) => ({ ...item, scope })))
    await this.#keep(this.#items)
    await this.#adopt()
  }

  online(): void {
    this.#online = true
    void this.#adopt()
    this.#pump()
  }

  /** What was on its way has no answer to wait for: it goes again with the next socket. */
  offline(): void {
    this.#online = false
    for (const id of [...this.#timers.keys()]) this.#stopTimer(id)
    this.#set(this.#items.map((item) => (item.state === 'sending' ? waiting(item) : item)))
  }

  /** Tells the outbox what came on the socket. An event carrying our own message is an ack too. */
  receive(frame: ServerFrame): void {
    if (frame.type === 'sent') this.#acknowledge(frame)
    else if (frame.type === 'failed') this.#failed(frame)
    else if (frame.type === 'message.sent' && frame.data.message.client_id !== null) {
      const { message } = frame.data
      const { conversation_id, client_id } = message
      this.#acknowledge({ conversation_id, client_id: client_id!, message })
    }
  }

  close(): void {
    this.offline()
    this.#closed = true
    this.#leave()
  }

  #acknowledge({ client_id, conversation_id, message }: Omit<Sent, 'type'>): void {
    const item = this.#find(client_id)
    if (!item) return
    this.#options.onSent?.(item, conversation_id, message)
    if (item.conversation_id === null) this.#startedAs(item.thread, conversation_id)
    void this.#drop([client_id])
    this.#pump()
  }

  #startedAs(thread: string, conversation_id: string): void {
    this.#started.set(thread, conversation_id)
    this.#set(
      this.#items.map((item) =>
        item.thread === thread ? { ...item, thread: conversation_id, conversation_id } : item,
      ),
    )
    void this.#keep(this.#items.filter((item) => item.thread === conversation_id))
  }

  #failed({ client_id, error }: Failed): void {
    if (!this.#find(client_id)) return
    this.#stopTimer(client_id)
    if (isForGood(error)) {
      void this.#change(client_id, { state: 'failed', error })
    } else {
      void this.#change(client_id, { state: 'sending', error })
      this.#later(client_id, this.#pause(client_id, error))
    }
    this.#pump()
  }

  #pump(): void {
    if (!this.#online || this.#closed) return
    const busy = new Set<string>()
    for (const item of this.#items) {
      if (busy.has(item.thread)) continue
      // A refused first word holds the rest: there is no conversation yet to put it in.
      if (item.state === 'failed' && item.conversation_id !== null) continue
      busy.add(item.thread)
      if (item.state === 'waiting') this.#send(item)
    }
  }

  #send(item: OutboxItem): void {
    const passed = this.#options.send({
      type: 'send',
      client_id: item.client_id,
      conversation_id: item.conversation_id,
      kind: item.kind,
      body: item.body,
      attachment_ids: item.attachments.map((attachment) => attachment.id),
      page_url: item.page_url,
      page_title: item.page_title,
      subject_id: item.subject_id,
      addressed: item.addressed,
    })
    if (!passed) return
    this.#set(this.#items.map((other) => (other === item ? { ...item, state: 'sending' } : other)))
    this.#later(item.client_id, this.#options.ackWithin ?? ACK_WITHIN)
  }

  #later(client_id: string, delay: number): void {
    this.#stopTimer(client_id)
    const again = () => {
      this.#timers.delete(client_id)
      this.#set(this.#items.map((item) => (item.client_id === client_id ? waiting(item) : item)))
      this.#pump()
    }
    this.#timers.set(client_id, setTimeout(again, delay))
  }

  #pause(client_id: string, error: Problem): number {
    const tries = this.#tries.get(client_id) ?? 0
    this.#tries.set(client_id, tries + 1)
    const asked = (error.retry_after ?? 0) * 1000
    return Math.max(asked, Math.min(RETRY_CAP, RETRY_BASE * 2 ** tries))
  }

  #stopTimer(client_id: string): void {
    clearTimeout(this.#timers.get(client_id))
    this.#timers.delete(client_id)
  }

  /** Takes over what tabs that are gone have left, one tab at a time. */
  async #adopt(): Promise<void> {
    await onlyOneTab(this.#locks, `visavis-outbox:${this.#options.scope}`, async () => {
      const kept = await this.#drawer.all(this.#options.scope).catch(() => [])
      const alive = await livingTabs(this.#locks)
      const orphans = kept
        .filter((item) => item.tab !== this.#tab && !alive.has(item.tab))
        .filter((item) => !this.#find(item.client_id))
        .map((item) => ({ ...waiting(item), tab: this.#tab }))
      if (orphans.length === 0 || this.#closed) return
      this.#set([...this.#items, ...orphans].sort((a, b) => a.order - b.order))
      await this.#keep(orphans)
    })
    this.#pump()
  }

  #find(client_id: string): OutboxItem | undefined {
    return this.#items.find((item) => item.client_id === client_id)
  }

  #set(items: OutboxItem[]): void {
    this.#items = items
    if (!this.#closed) this.#options.onChange(items)
  }

  async #change(client_id: string, change: Partial<OutboxItem>): Promise<void> {
    this.#set(
      this.#items.map((item) => (item.client_id === client_id ? { ...item, ...change } : item)),
    )
    await this.#keep(this.#items.filter((item) => item.client_id === client_id))
  }

  async #keep(items: OutboxItem[]): Promise<void> {
    // A full disk does not stop the message from leaving while the tab is open.
    await this.#drawer.put(items).catch(() => {})
  }

  async #drop(client_ids: string[]): Promise<void> {
    for (const id of client_ids) {
      this.#stopTimer(id)
      this.#tries.delete(id)
    }
    this.#set(this.#items.filter((item) => !client_ids.includes(item.client_id)))
    await this.#drawer.remove(client_ids).catch(() => {})
  }
}

/** Too many messages wait in this browser to take one more. */
export class OutboxFull extends Error {}

function waiting(item: OutboxItem): OutboxItem {
  return item.state === 'failed' ? item : { ...item, state: 'waiting' }
}

/** Refusals that trying again would not change. */
function isForGood({ status }: Problem): boolean {
  return status >= 400 && status < 500 && ![401, 408, 425, 429].includes(status)
}

function browserLocks(): LockManager | null {
  return globalThis.navigator?.locks ?? null
}
