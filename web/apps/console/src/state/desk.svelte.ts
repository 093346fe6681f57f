import type { Conversation, Message, Presence, PresenceChanges, ServiceMode } from '@visavis/client'
import type { ServerFrame } from '@visavis/live'
import { createContext } from 'svelte'
import { callDue } from '../lib/calls.ts'
import { say } from '../lib/errors.ts'
import { modeName } from '../lib/modes.ts'
import { format, type Route } from '../lib/routes.ts'
import { statusOf } from '../lib/statuses.ts'
import { m } from '../paraglide/messages.js'
import { Acts } from './acts.svelte.ts'
import { Board } from './board.svelte.ts'
import { callsOf } from './calls.ts'
import { Clock } from './clock.svelte.ts'
import { Comings } from './comings.svelte.ts'
import { Drafts, type Tab } from './drafts.svelte.ts'
import { Inbox } from './inbox.svelte.ts'
import { Live } from './live.svelte.ts'
import { Participants } from './participants.svelte.ts'
import { Prefs } from './prefs.svelte.ts'
import { Presences } from './presence.svelte.ts'
import { Pushed } from './pushed.svelte.ts'
import { Risks, type Reader } from './risks.svelte.ts'
import { Router } from './router.svelte.ts'
import { Session } from './session.svelte.ts'
import { Thread } from './thread.svelte.ts'
import { Toasts } from './toasts.svelte.ts'
import { Uploads } from './uploads.svelte.ts'

export type Overlay = 'assign' | 'hand_over' | 'snooze' | 'solution' | 'status' | 'palette' | 'help' | 'nav'

/** An agent's desk: everything the screens show, put together once. */
export class Desk {
  readonly prefs = new Prefs()
  readonly session = new Session(this.prefs)
  readonly router = new Router((route) => this.#arrive(route))
  readonly clock = new Clock()
  readonly toasts = new Toasts()
  readonly uploads = new Uploads(this.session.api)
  readonly participants = new Participants(this.session.api)
  readonly presences = new Presences(
    this.session.api,
    () => this.session.agent?.id ?? null,
    (error) => this.toasts.fail(m.status_unchanged({ why: say(error) })),
  )
  readonly live = new Live(this.session.api, {
    onReset: () => this.#refresh(),
    // Who takes new ones is called to what is nobody’s: that is known first.
    onOnline: () => void this.presences.load().then(() => this.risks.load()),
    onEvent: (frame) => this.#hear(frame),
    onRefused: () => this.session.expire(),
  })
  readonly inbox = new Inbox(this.session.api, this.live, () => this.session.agent?.id ?? '')
  readonly board = new Board(this.session.api)
  readonly acts = new Acts(this)
  readonly pushed = new Pushed(this.session.api, this.live, () => this.session.agent?.id ?? null, () => this.clock.now, callsOf(this))
  readonly risks = new Risks(this.session.api, this.live, () => this.#reader, () => this.clock.now)

  readonly comings = new Comings(() => this.clock.now)

  drafts = $state.raw<Drafts | null>(null)
  thread = $state.raw<Thread | null>(null)
  overlay = $state<Overlay | null>(null)
  /** What is being forwarded of the open conversation. */
  forwarding = $state.raw<Message | 'all' | null>(null)
  /** The side conversation that is open, and whose it is. */
  side = $state.raw<{ conversation: string; id: string } | null>(null)
  /** Read out by screen readers when it changes. */
  announced = $state('')
  /** The conversation whose composer is to have the focus, once it is there. */
  writeIn = $state<string | null>(null)
  focusComposer: (tab?: Tab) => void = () => {}
  #shown = ''

  /** After sign-in: sockets, drafts, and the place the address names. */
  async start(): Promise<void> {
    const agent = this.session.agent!
    this.drafts = new Drafts(agent.id, localStorage)
    this.#arrive(this.router.route)
    await this.live.start(agent.id)
  }

  stop(): void {
    this.live.stop()
    this.presences.clear()
    this.pushed.clear()
    this.risks.clear()
    this.comings.clear()
    this.writeIn = null
    this.inbox.counts = null
    this.board.forget()
    this.thread = null
    this.#shown = ''
    this.overlay = null
    this.toasts.close()
  }

  /** Opens a conversation, ready to be answered. */
  write(conversationId: string): void {
    this.overlay = null
    this.writeIn = conversationId
    this.router.open(conversationId)
  }

  /** The title of the page, which says first who waits for this agent. */
  titled(title: string): string {
    const first = this.pushed.list[0]
    const says = first && callDue(first, this.clock.now) ? m.push_call_waits : m.push_calls
    return `${first ? says({ name: first.customer.name ?? m.unnamed() }) : title} · Vis-à-vis`
  }

  get #reader(): Reader {
    const here = document.visibilityState === 'visible' && this.router.route.page === 'inbox'
    return {
      id: this.session.agent?.id ?? '',
      takesMore: this.presences.own?.status === 'available',
      supervises: this.session.maySupervise,
      reads: (id) => here && this.thread?.id === id,
    }
  }

  /** Chooses one's own status; heard by those who do not see it change. */
  be(change: PresenceChanges): void {
    void this.presences.change(change)
    if (this.presences.own) this.announced = m.status_is({ status: statusOf(this.presences.own) })
  }

  #arrive(route: Route): void {
    if (this.session.state !== 'in' || route.page !== 'inbox') return
    const place = format({ ...route, conversation: null, panel: false })
    if (place !== this.#shown) {
      this.#shown = place
      const brand = this.session.brands.find((known) => known.slug === route.brand)
      void this.inbox.show({ view: route.view, brand_id: brand?.id ?? null, status: route.status, q: route.q })
    }
    if (route.conversation !== (this.thread?.id ?? null)) {
      this.forwarding = null
      this.thread = route.conversation ? new Thread(route.conversation, this.session.api, this.live) : null
      void this.thread?.load()
    }
  }

  #refresh(): Promise<void> {
    this.board.soon()
    void this.pushed.load()
    const thread = this.thread
    return this.inbox.refresh(true, async () => {
      if (!thread) return { conversations: [] }
      try {
        return await thread.fetch()
      } catch {
        void thread.load()
        return { conversations: [] }
      }
    })
  }

  #hear(frame: ServerFrame): void {
    this.board.hear(frame)
    if (frame.type === 'presence.changed') return this.#see(frame.data.presence)
    if (frame.type === 'promise.at_risk') return void this.risks.hear(frame.data)
    if (frame.type === 'staff.changed') {
      void this.presences.load()
      return void this.session.ask()
    }
    if (frame.type === 'customer.changed') {
      if (this.thread?.customer?.id === frame.data.customer.id) this.thread.customer = frame.data.customer
      return
    }
    if (frame.type === 'customer.service_mode_chosen') return this.#announceMode(frame.data.customer_id, frame.data.service_mode)
    if (!('conversation_id' in frame) || frame.conversation_id === null || frame.type === 'typing') return
    if (frame.type === 'conversation.scheduled') {
      if (this.thread?.id === frame.conversation_id) this.thread.later.hear(frame.data.scheduled)
      return
    }
    if (frame.type.startsWith('conversation.') && frame.type !== 'conversation.read') this.inbox.countSoon()
    if (!this.live.conversation(frame.conversation_id) && frame.type !== 'conversation.removed') this.inbox.refreshSoon()
    if (frame.type === 'message.sent') this.#announce(frame.data.message)
    if (frame.type === 'conversation.side_said' && 'message' in frame.data && frame.data.message) this.#tellBeside(frame.data.message)
    if (frame.type === 'conversation.customer_left' || frame.type === 'conversation.customer_returned') this.#seeCustomer(frame.data.conversation)
  }

  #announceMode(customerId: string, mode: ServiceMode | null): void {
    const customer = this.thread?.conversation?.customer
    if (mode && customer?.id === customerId) this.announced = `${customer.name ?? m.unnamed()}: ${modeName(mode)}`
  }

  #seeCustomer(conversation: Conversation): void {
    this.comings.hear(conversation)
    if (this.thread?.id !== conversation.id) return
    const said = conversation.customer_left_at ? m.customer_left() : m.customer_back()
    this.announced = `${conversation.customer.name ?? m.unnamed()}: ${said}`
  }

  #see(presence: Presence): void {
    // What one chooses shows before the server says it: this was the server's doing.
    const sentAway = presence.agent_id === this.session.agent?.id && presence.status === 'away' && this.presences.own?.status === 'available'
    const takesMore = this.#reader.takesMore
    this.presences.hear(presence)
    if (sentAway) this.pushed.stepAway()
    if (this.#reader.takesMore && !takesMore) void this.risks.load()
  }

  /** A third party has answered: the conversation's agent hears of it, wherever they are. */
  #tellBeside({ author, side_id, conversation_id }: Message): void {
    const agent = this.live.conversation(conversation_id)?.assignee_id
    if (author.kind !== 'third_party' || !side_id || this.side?.id === side_id) return
    if (agent !== this.session.agent?.id && this.thread?.id !== conversation_id) return
    const open = () => {
      this.side = { conversation: conversation_id, id: side_id }
      this.router.open(conversation_id)
    }
    this.toasts.say(m.side_answered({ name: author.name ?? '' }), { label: m.side_open(), run: open })
  }

  #announce({ author, body, conversation_id }: { author: { kind: string; name: string | null }; body: string; conversation_id: string }): void {
    if (author.kind !== 'customer') return
    const name = author.name ?? this.live.conversation(conversation_id)?.customer.name
    this.announced = name ? `${name}: ${body}` : body
  }
}

export const [desk, provideDesk] = createContext<Desk>()
