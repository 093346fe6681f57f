import { createSubscriber } from 'svelte/reactivity'

const SECOND = 1000

/** The server's clock: a visitor's own may be wrong. */
export class Clock {
  #aheadBy = 0
  /** Ticks only while something on screen looks at it. */
  readonly #watch = createSubscriber((update) => {
    let timer: ReturnType<typeof setTimeout>
    const tick = () => {
      update()
      timer = setTimeout(tick, SECOND - (this.read() % SECOND))
    }
    timer = setTimeout(tick, SECOND - (this.read() % SECOND))
    return () => clearTimeout(timer)
  })

  /** Milliseconds, as they pass: who reads it in a component reads it again each second. */
  get now(): number {
    this.#watch()
    return this.read()
  }

  read(): number {
    return Date.now() + this.#aheadBy
  }

  /** `now`: what the server says it is at this very moment. */
  set(now: string): void {
    this.#aheadBy = Date.parse(now) - Date.now()
  }
}
