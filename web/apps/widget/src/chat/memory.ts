/** What this browser remembers for one brand; plain memory where storage is refused. */
export class Memory {
  readonly #prefix: string
  readonly #storage: () => Storage
  readonly #fallback = new Map<string, string>()

  constructor(brand: string, storage: () => Storage = () => localStorage) {
    this.#prefix = `visavis:${brand}:`
    this.#storage = storage
  }

  get(key: string): string | null {
    try {
      return this.#storage().getItem(this.#prefix + key) ?? this.#fallback.get(key) ?? null
    } catch {
      return this.#fallback.get(key) ?? null
    }
  }

  set(key: string, value: string): void {
    this.#fallback.set(key, value)
    try {
      this.#storage().setItem(this.#prefix + key, value)
    } catch {
      // Refused or full: this page alone will know.
    }
  }

  remove(key: string): void {
    this.#fallback.delete(key)
    try {
      this.#storage().removeItem(this.#prefix + key)
    } catch {
      // Refused: there is nothing to remove.
    }
  }
}
