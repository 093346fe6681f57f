import type { VisitorConversation } from '@visavis/client'
import { ApiError } from '@visavis/client'
import { uuid } from '@visavis/live'
import { codeOf } from '../chat/api.ts'
import type { Chat } from '../chat/chat.svelte.ts'
import type { Offer } from '../chat/offered.ts'
import { t } from './texts.ts'

export const NOW = 'now'
export const nameOf = (offer: Offer) => (offer.within_s === null ? offer.after! : NOW)

/** What a server that refuses says can be kept instead. */
export function stillOffered(error: unknown): Offer[] {
  return error instanceof ApiError ? ((error.problem as { offers?: Offer[] }).offers ?? []) : []
}

export function problemText(error: unknown): string {
  return t.problems[codeOf(error)] ?? t.problem
}

/** A call being asked for: what was chosen stays while the offers move, and asking again asks for the same call. */
export class Asking {
  phone = $state('')
  about = $state('')
  busy = $state(false)
  problem = $state<string | null>(null)
  isPhoneWrong = $state(false)
  #chosen = $state<string | null>(null)
  /** What the server said it can keep, until the socket says more. */
  #told = $state.raw<Offer[] | null>(null)
  #toldOver: readonly Offer[] = []
  #name = uuid()
  readonly #chat: Chat

  constructor(chat: Chat) {
    this.#chat = chat
    this.phone = chat.memory.get('phone') ?? ''
  }

  get offers(): Offer[] {
    const { calls } = this.#chat.promises
    return this.#told && calls.length === this.#toldOver.length && calls.every((call, at) => call.by === this.#toldOver[at]?.by)
      ? this.#told
      : calls
  }

  get chosen(): string | null {
    const names = this.offers.map(nameOf)
    return this.#chosen && names.includes(this.#chosen) ? this.#chosen : (names[0] ?? null)
  }

  set chosen(name: string | null) {
    this.#chosen = name
  }

  /** The conversation in which the call is owed now; null when it was not to be had. */
  async send(words: string, conversationId: string | null): Promise<VisitorConversation | null> {
    const chosen = this.chosen
    if (!chosen) return null
    this.busy = true
    this.problem = null
    this.isPhoneWrong = false
    try {
      const { page } = this.#chat
      const { conversation } = await this.#chat.api.ask('POST', '/api/v1/widget/callbacks', {
        body: {
          client_id: this.#name,
          phone: this.phone.trim(),
          words,
          after: chosen === NOW ? null : chosen,
          about: this.about.trim(),
          conversation_id: conversationId,
          page_url: page?.url.slice(0, 2000) ?? null,
          page_title: page?.title.slice(0, 300) ?? null,
        },
      })
      this.#chat.memory.set('phone', this.phone.trim())
      this.#chat.take(conversation)
      return conversation
    } catch (error) {
      const code = codeOf(error)
      this.isPhoneWrong = code.startsWith('phone_')
      this.problem = code === 'offer_gone' ? t.gone : problemText(error)
      if (code === 'offer_gone') {
        this.#toldOver = this.#chat.promises.calls
        this.#told = stillOffered(error)
        this.#chosen = null
      }
      // Under its name another call was asked for: this one is a new one.
      if (code === 'callback_conflict') this.#name = uuid()
      return null
    } finally {
      this.busy = false
    }
  }
}
