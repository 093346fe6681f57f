const SHOWN_FOR = 5_000
const SAID_EVERY = 3_000

/** Who writes at this moment, and when we last said that we do. */
export class Typing {
  names = $state<Record<string, string | null>>({})
  readonly #timers = new Map<string, ReturnType<typeof setTimeout>>()
  #saidAt = 0

  hear(conversation_id: string, name: string | null): void {
    this.names[conversation_id] = name
    clearTimeout(this.#timers.get(conversation_id))
    this.#timers.set(conversation_id, setTimeout(() => this.stop(conversation_id), SHOWN_FOR))
  }

  stop(conversation_id: string): void {
    clearTimeout(this.#timers.get(conversation_id))
    delete this.names[conversation_id]
  }

  /** True at most every three seconds. */
  worthSaying(now = Date.now()): boolean {
    if (now - this.#saidAt < SAID_EVERY) return false
    this.#saidAt = now
    return true
  }
}
