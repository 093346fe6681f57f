import { apply, merge } from './apply.ts'
import type { AnyConversation, Message, ServerFrame, Snapshot } from './types.ts'

export type Fetched = {
  conversations: AnyConversation[]
  messages?: Record<string, Message[]>
}

export const EMPTY: Snapshot = { conversations: {}, messages: {} }

/** The local copy: frames are applied as they come, and again over anything fetched meanwhile. */
export class Replica {
  snapshot: Snapshot = EMPTY
  readonly #onChange: (snapshot: Snapshot) => void
  readonly #fetches = new Set<ServerFrame[]>()

  constructor(onChange: (snapshot: Snapshot) => void) {
    this.#onChange = onChange
  }

  receive(frame: ServerFrame): void {
    for (const meanwhile of this.#fetches) meanwhile.push(frame)
    this.#put(apply(this.snapshot, frame))
  }

  /** Fetches and merges; `fresh` drops what was known (after a reset). Rejects as `fetch` does. */
  async load<F extends Fetched>(fetch: () => Promise<F>, fresh = false): Promise<F> {
    const meanwhile: ServerFrame[] = []
    this.#fetches.add(meanwhile)
    try {
      const fetched = await fetch()
      const merged = merge(fresh ? EMPTY : this.snapshot, fetched)
      this.#put(meanwhile.reduce(apply, merged))
      return fetched
    } finally {
      this.#fetches.delete(meanwhile)
    }
  }

  /** Lays an HTTP answer over what is known, at once. */
  merge(fetched: Fetched): void {
    this.#put(merge(this.snapshot, fetched))
  }

  clear(): void {
    this.#put(EMPTY)
  }

  #put(snapshot: Snapshot): void {
    if (snapshot === this.snapshot) return
    this.snapshot = snapshot
    this.#onChange(snapshot)
  }
}
