import type { Opening, OpeningLine } from '../home/opening.ts'
import { ahead, openingLine } from '../home/opening.ts'
import type { Clock } from './clock.ts'

/** Looked at this often at least: a timer set for tomorrow stands still while a laptop sleeps. */
const LOOK_EVERY = 30_000
/** With fewer spans than this to come, more are asked for. */
const FEW = 2

/** When the brand is open, by the server's clock. */
export class Hours {
  #opening = $state.raw<Opening | null>(null)
  #now = $state(0)
  readonly #clock: Clock
  readonly #fetch: () => Promise<Opening>
  #timer: ReturnType<typeof setTimeout> | undefined
  #asking: ReturnType<typeof setTimeout> | undefined

  constructor(clock: Clock, fetch: () => Promise<Opening>) {
    this.#clock = clock
    this.#fetch = fetch
  }

  get line(): OpeningLine | null {
    return this.#opening && openingLine(this.#opening, this.#now)
  }

  /** `fresh`: said this very moment, so that its `now` is now. */
  take(opening: Opening, fresh = false): void {
    if (this.#opening && opening.version < this.#opening.version) return
    if (fresh) this.#clock.set(opening.now)
    this.#opening = opening
    this.#look()
  }

  async refresh(): Promise<void> {
    try {
      this.take(await this.#fetch(), true)
    } catch {
      // The connection says so already; the next look asks again when it must.
    }
  }

  #look(): void {
    clearTimeout(this.#timer)
    this.#now = this.#clock.read()
    const coming = ahead(this.#opening!, this.#now)
    const [span] = coming
    const turns = [span?.opens_at, span?.closes_at].map((at) => Date.parse(at ?? '') - this.#now).filter((wait) => wait > 0)
    this.#timer = setTimeout(() => this.#look(), Math.min(LOOK_EVERY, ...turns))
    // At a moment of its own: a thousand widgets reach the same closing time together.
    if (this.#opening!.more && coming.length <= FEW) this.#asking ??= setTimeout(() => void this.#ask(), Math.random() * LOOK_EVERY)
  }

  async #ask(): Promise<void> {
    await this.refresh()
    this.#asking = undefined
  }
}
