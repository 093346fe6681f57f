/** Something fetched for a page, with what can go wrong on the way. */
export class Resource<Value> {
  value = $state.raw<Value | null>(null)
  error = $state.raw<unknown>(null)
  readonly #fetch: () => Promise<Value>

  constructor(fetch: () => Promise<Value>) {
    this.#fetch = fetch
    void this.load()
  }

  async load(): Promise<void> {
    this.error = null
    try {
      this.value = await this.#fetch()
    } catch (error) {
      this.error = error
    }
  }
}
