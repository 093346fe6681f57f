import type { Conversation } from '@visavis/client'
import { SvelteMap } from 'svelte/reactivity'

/** For how long it is said that somebody is back (ms). */
const SHOWN_FOR = 60_000

/** Customers who had left and have just come back. */
export class Comings {
  readonly #back = new SvelteMap<string, number>()
  readonly #now: () => number

  constructor(now: () => number) {
    this.#now = now
  }

  hear({ id, customer_left_at }: Pick<Conversation, 'id' | 'customer_left_at'>): void {
    if (customer_left_at === null) this.#back.set(id, this.#now())
    else this.#back.delete(id)
  }

  isBack({ id, customer_left_at }: Pick<Conversation, 'id' | 'customer_left_at'>): boolean {
    const since = this.#back.get(id)
    return customer_left_at === null && since !== undefined && this.#now() - since < SHOWN_FOR
  }

  clear(): void {
    this.#back.clear()
  }
}
