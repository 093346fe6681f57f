import type { Board as Figures } from '@visavis/client'
import type { ServerFrame } from '@visavis/live'

/** How soon it asks again when something happened, and when nothing did (ms). */
const SETTLE = 1000
const EVERY = 10_000

/** The supervisor's board: asked again at each piece of news while it is looked at; what it knew stays until it knows better. */
export class Board {
  value = $state.raw<Figures | null>(null)
  /** Why the last attempt gave nothing; null once one succeeded. */
  error = $state.raw<unknown>(null)

  readonly #api: { board: () => Promise<Figures> }
  #looking = false
  #round = 0
  #soon: ReturnType<typeof setTimeout> | undefined
  #later: ReturnType<typeof setTimeout> | undefined

  constructor(api: { board: () => Promise<Figures> }) {
    this.#api = api
  }

  /** Somebody looks; gives what ends that. */
  look(): () => void {
    this.#looking = true
    void this.load()
    return () => {
      this.#looking = false
      this.#rest()
    }
  }

  hear({ type }: Pick<ServerFrame, 'type'>): void {
    if (type === 'message.sent' || type === 'presence.changed' || type.startsWith('conversation.')) this.soon()
  }

  /** Asks a second after the first of several news: under steady traffic, once a second and no more. */
  soon(): void {
    if (this.#looking) this.#soon ??= setTimeout(() => void this.load(), SETTLE)
  }

  async load(): Promise<void> {
    this.#rest()
    const round = ++this.#round
    try {
      const value = await this.#api.board()
      if (round !== this.#round) return
      this.value = value
      this.error = null
    } catch (error) {
      if (round !== this.#round) return
      this.error = error
    }
    clearTimeout(this.#later)
    if (this.#looking) this.#later = setTimeout(() => void this.load(), EVERY)
  }

  /** Another agent may sign in at this desk. */
  forget(): void {
    this.#round++
    this.value = null
    this.error = null
  }

  #rest(): void {
    clearTimeout(this.#soon)
    clearTimeout(this.#later)
    this.#soon = undefined
  }
}
