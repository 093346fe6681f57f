import type { Conversation, Schemas, StaffApi } from '@visavis/client'
import { SvelteMap } from 'svelte/reactivity'
import { allOwed, type Owed } from '../lib/ordering.ts'
import type { Live } from './live.svelte.ts'

export type AtRisk = Schemas['PromiseAtRisk']
export type RisksApi = Pick<StaffApi, 'conversation' | 'atRisk'>
export type RisksCopy = Pick<Live, 'conversation' | 'load'>
/** Who one is, whether one takes what is nobody's, and what one is doing. */
export type Reader = { id: string; takesMore: boolean; supervises: boolean; reads: (conversationId: string) => boolean }

/** A promise that was broken so long ago is the list's to show, and the board's (ms). */
const OVERDUE = 60_000

/** Promises that are nearly due and that this agent could keep, or that a supervisor should know of; each called once. */
export class Risks {
  readonly #called = new SvelteMap<string, string>()
  readonly #told = new Set<string>()
  readonly #api: RisksApi
  readonly #live: RisksCopy
  readonly #reader: () => Reader
  readonly #now: () => number

  constructor(api: RisksApi, live: RisksCopy, reader: () => Reader, now: () => number) {
    this.#api = api
    this.#live = live
    this.#reader = reader
    this.#now = now
  }

  /** Those that still wait for that very promise, the soonest due first. */
  readonly list = $derived.by(() =>
    [...this.#called]
      .map(([id, due]) => ({ conversation: this.#live.conversation(id), due }))
      .filter((risk): risk is { conversation: Conversation; due: string } => risk.conversation !== null && this.#stands(risk.conversation, risk.due))
      .map(({ conversation }) => conversation)
      .filter(({ id }) => !this.#reader().reads(id))
      .sort((a, b) => Date.parse(this.#called.get(a.id)!) - Date.parse(this.#called.get(b.id)!)),
  )

  /** What is nearly due there. */
  owed({ id }: Conversation): Owed | null {
    const [conversation, due] = [this.#live.conversation(id), this.#called.get(id)]
    return conversation && due ? this.#owedBy(conversation, due) : null
  }

  async hear({ conversation_id: id, due_at: due, called }: AtRisk): Promise<void> {
    const promise = `${id} ${Date.parse(due)}`
    if (this.#told.has(promise) || Date.parse(due) < this.#now()) return
    const conversation = this.#live.conversation(id) ?? (await this.#fetch(id))
    if (!conversation || this.#told.has(promise) || !this.#stands(conversation, due) || !this.#concerns(conversation, called)) return
    this.#told.add(promise)
    this.#called.set(id, due)
  }

  /** Asks, at each connection, what was called out before; who was called second was called first too. */
  async load(): Promise<void> {
    const called = await this.#api.atRisk().catch(() => [])
    for (const risk of called) {
      await this.hear({ ...risk, called: 'agents' })
      if (risk.called === 'supervisors') await this.hear(risk)
    }
  }

  /** Seen, or waved away: it is not said again. */
  close(id: string): void {
    this.#called.delete(id)
  }

  clear(): void {
    this.#called.clear()
    this.#told.clear()
  }

  #concerns({ id, assignee_id, pushed_to }: Conversation, called: AtRisk['called']): boolean {
    const reader = this.#reader()
    // What is before one already, on a card or in the open conversation, needs no second word.
    if (pushed_to === reader.id || reader.reads(id)) return false
    if (called === 'supervisors') return reader.supervises
    return assignee_id === reader.id || (assignee_id === null && reader.takesMore)
  }

  #stands(conversation: Conversation, due: string): boolean {
    return this.#now() - Date.parse(due) < OVERDUE && this.#owedBy(conversation, due) !== null
  }

  /** The promise that is due then; an answer only where the conversation is open. */
  #owedBy(conversation: Conversation, due: string): Owed | null {
    const found = allOwed(conversation).find(({ by }) => Date.parse(by) === Date.parse(due)) ?? null
    return found?.what === 'answer' && conversation.status !== 'open' ? null : found
  }

  async #fetch(id: string): Promise<Conversation | null> {
    const fetched = await this.#live.load(async () => ({ conversations: [(await this.#api.conversation(id)).conversation] })).catch(() => null)
    return fetched?.conversations[0] ?? null
  }
}
