import { apply, merge } from './apply.ts'
import type { AnyConversation, Message, ServerFrame, Snapshot } from './types.ts'

export type Fetched = {
  conversations: AnyConversation[]
  messages?: Record<string, Message[]>
}

export const EMPTY: Snapshot = { conversations: {}, messages: {} }

type Step = (snapshot: Snapshot) => Snapshot

/** The local copy: whatever comes while something is fetched is laid again over what was fetched. */
export class Replica {
  snapshot: Snapshot = EMPTY
  readonly #onChange: (snapshot: Snapshot) => void
  readonly #fetches = new Set<Step[]>()

  constructor(onChange: (snapshot: Snapshot) => void) {
    this.#onChange = onChange
  }

  receive(frame: ServerFrame): void {
    this.#take((snapshot) => apply(snapshot, frame))
  }

  /** Fetches and merges; `fresh` drops what was known before (after a reset). Rejects as `fetch` does. */
  async load<F extends Fetched>(fetch: () => Promise<F>, fresh = false): Promise<F> {
    const meanwhile: Step[] = []
    this.#fetches.add(meanwhile)
    try {
      const fetched = await fetch()
      this.#fetches.delete(meanwhile)
      const lay: Step = (snapshot) => meanwhile.reduce((over, step) => step(over), merge(snapshot, fetched))
      for (const others of this.#fetches) others.push(lay)
      this.#put(lay(fresh ? EMPTY : this.snapshot))
      return fetched
    } finally {
      this.#fetches.delete(meanwhile)
    }
  }

  /** Lays an HTTP answer over what is known, at once. */
  merge(fetched: Fetched): void {
    this.#take((snapshot) => merge(snapshot, fetched))
  }

  clear(): void {
    this.#put(EMPTY)
  }

  #take(step: Step): void {
    for (const meanwhile of this.#fetches) meanwhile.push(step)
    this.#put(step(this.snapshot))
  }

  #put(snapshot: Snapshot): void {
    if (snapshot === this.snapshot) return
    this.snapshot = snapshot
    this.#onChange(snapshot)
  }
}
