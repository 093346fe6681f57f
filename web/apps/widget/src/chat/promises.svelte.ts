import type { Message, VisitorConversation } from '@visavis/client'
import type { Awaited } from './awaited.ts'
import { awaitedAt, waitingSince } from './awaited.ts'
import type { Clock } from './clock.ts'
import type { Offer } from './offered.ts'
import { offerLine } from './offered.ts'

/** What can be promised now, and what was promised, by the server's clock. */
export class Promises {
  #offers = $state.raw<readonly Offer[]>([])
  readonly #clock: Clock
  readonly #tell: (offers: readonly Offer[]) => void

  /** `tell` hears of new offers; an empty list: nothing is known any more. */
  constructor(clock: Clock, tell: (offers: readonly Offer[]) => void) {
    this.#clock = clock
    this.#tell = tell
  }

  take(offers: readonly Offer[]): void {
    this.#offers = offers
    this.#tell(offers)
  }

  /** What is not heard of may have changed. */
  forget(): void {
    if (this.#offers.length > 0) this.take([])
  }

  /** The calls that can be asked for now, the soonest first. */
  get calls(): Offer[] {
    return this.#offers.filter(({ way }) => way === 'callback')
  }

  offer(isOpen: boolean): string | null {
    return this.#offers.length > 0 ? offerLine(this.#offers, isOpen, this.#clock.now) : null
  }

  awaited(conversation: VisitorConversation, messages: readonly Message[]): Awaited | null {
    const { answer_by, status } = conversation
    if (answer_by === null || status !== 'open') return null
    return awaitedAt(Date.parse(answer_by), waitingSince(conversation, messages), this.#clock.now)
  }
}
