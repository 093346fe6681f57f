export type Toast = { id: number; text: string; bad: boolean; action: { label: string; run: () => void } | null }

const SHOWN_FOR = 6000

/** A word about what was just done; one at a time, read out, gone by itself. */
export class Toasts {
  current = $state.raw<Toast | null>(null)
  #timer: ReturnType<typeof setTimeout> | undefined
  #last = 0

  say(text: string, action: Toast['action'] = null): void {
    this.#show({ id: ++this.#last, text, bad: false, action })
  }

  fail(text: string): void {
    this.#show({ id: ++this.#last, text, bad: true, action: null })
  }

  close(): void {
    clearTimeout(this.#timer)
    this.current = null
  }

  #show(toast: Toast): void {
    clearTimeout(this.#timer)
    this.current = toast
    this.#timer = setTimeout(() => this.close(), SHOWN_FOR)
  }
}
