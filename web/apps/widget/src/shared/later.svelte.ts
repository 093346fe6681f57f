/** Something that is loaded when it is first looked at, and seen when it is there. */
export class Later<T> {
  #value = $state.raw<T | null>(null)
  #asked = false
  readonly #load: () => Promise<T>

  constructor(load: () => Promise<T>) {
    this.#load = load
  }

  get value(): T | null {
    if (!this.#asked) {
      this.#asked = true
      // Not there, it is asked for again at the next look: the network may be back by then.
      this.#load().then((value) => (this.#value = value)).catch(() => (this.#asked = false))
    }
    return this.#value
  }
}
