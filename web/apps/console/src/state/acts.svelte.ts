import type { Assignment, Conversation } from '@visavis/client'
import { say } from '../lib/errors.ts'
import { fully, promisedBy } from '../lib/when.ts'
import { m } from '../paraglide/messages.js'
import type { Desk } from './desk.svelte.ts'

/** What an agent does to a conversation: asked of the server, shown at its answer, undone where it can be. */
export class Acts {
  busy = $state(false)
  readonly #desk: Desk

  constructor(desk: Desk) {
    this.#desk = desk
  }

  take(conversation: Conversation): Promise<boolean> {
    return this.#do(() => this.#api.take(conversation.id), () => m.done_taken())
  }

  assign(conversation: Conversation, to: Assignment): Promise<boolean> {
    return this.#do(() => this.#api.assign(conversation.id, to), () => this.#assigned(to), () => this.#assignBack(conversation))
  }

  handOver(conversation: Conversation, to: Assignment, note: string): Promise<boolean> {
    return this.#do(() => this.#api.handOver(conversation.id, to, note), () => m.done_handed_over({ name: this.#nameOf(to) }))
  }

  snooze(conversation: Conversation, until: Date): Promise<boolean> {
    const when = fully(until, this.#desk.prefs.locale)
    return this.#do(() => this.#api.snooze(conversation.id, until), () => m.done_snoozed({ when }), () => this.reopen(conversation))
  }

  /** `replaces`: the promise that stands, and in whose place this one is made. */
  promiseSolution({ id }: Conversation, by: Date, words: string, replaces: string | null): Promise<boolean> {
    const when = promisedBy(by.toISOString(), Date.now(), this.#desk.prefs.locale)
    return this.#do(() => this.#api.promiseSolution(id, by, words, replaces), () => m.done_solution({ when }))
  }

  resolve(conversation: Conversation): Promise<boolean> {
    return this.#do(() => this.#api.resolve(conversation.id), () => m.done_resolved(), () => this.reopen(conversation))
  }

  reopen(conversation: Conversation): Promise<boolean> {
    return this.#do(() => this.#api.reopen(conversation.id), () => m.done_reopened())
  }

  onTheLine(conversation: Conversation, call: string): Promise<boolean> {
    return this.#do(() => this.#api.onTheLine(conversation.id, call), () => m.done_on_line())
  }

  notReached(conversation: Conversation, call: string): Promise<boolean> {
    return this.#do(() => this.#api.notReached(conversation.id, call), () => m.done_not_reached())
  }

  /** `name` stays the same while it is tried again. */
  callOff(conversation: Conversation, call: string, name: string, body: string): Promise<boolean> {
    return this.#do(() => this.#api.callOff(conversation.id, call, name, body), () => m.done_called_off())
  }

  get #api() {
    return this.#desk.session.api
  }

  #assignBack({ id, assignee_id, team_id }: Conversation): Promise<boolean> {
    const to = { agent_id: assignee_id, team_id }
    return this.#do(() => this.#api.assign(id, to), () => this.#assigned(to))
  }

  #assigned(to: Assignment): string {
    return to.agent_id || to.team_id ? m.done_assigned({ name: this.#nameOf(to) }) : m.done_unassigned()
  }

  #nameOf(to: Assignment): string {
    return this.#desk.session.agentOf(to.agent_id)?.name ?? this.#desk.session.teamOf(to.team_id)?.name ?? ''
  }

  async #do(act: () => Promise<Conversation>, done: () => string, undo?: () => Promise<boolean>): Promise<boolean> {
    this.busy = true
    if (this.#desk.thread) this.#desk.inbox.mark(this.#desk.thread.id)
    try {
      this.#desk.live.merge(await act())
      this.#desk.inbox.countSoon()
      this.#desk.toasts.say(done(), undo ? { label: m.undo(), run: () => void undo() } : null)
      return true
    } catch (error) {
      this.#desk.toasts.fail(say(error))
      return false
    } finally {
      this.busy = false
    }
  }
}
