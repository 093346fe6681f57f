import type { ServiceMode } from '@visavis/client'
import type { Visitor } from './api.ts'

type Choice = ServiceMode | null

export const MODES: readonly ServiceMode[] = ['hurry', 'advice', 'browsing']

/** How the visitor wants to be served: shown at once, saved in turn, and again when that failed. */
export class Mode {
  chosen = $state<Choice>(null)
  isUnsaved = $state(false)
  #saved: Choice = null
  #isSaving = false
  readonly #save: (mode: Choice) => Promise<Visitor>
  readonly #tell: (mode: Choice) => void

  /** `tell` hears of every change that the server knows, here or in another tab. */
  constructor(save: (mode: Choice) => Promise<Visitor>, tell: (mode: Choice) => void) {
    this.#save = save
    this.#tell = tell
  }

  /** What the server says; a choice that has not arrived there stays on screen. */
  take(mode: Choice): void {
    if (mode !== this.#saved) this.#tell(mode)
    this.#saved = mode
    if (!this.#isSaving && !this.isUnsaved) this.chosen = mode
  }

  forget(): void {
    this.chosen = null
    this.isUnsaved = false
  }

  choose(mode: Choice): void {
    this.chosen = mode
    void this.save()
  }

  /** Saves what is on screen; what is chosen meanwhile follows when this has arrived. */
  async save(): Promise<void> {
    if (this.#isSaving) return
    this.#isSaving = true
    this.isUnsaved = false
    try {
      while (this.chosen !== this.#saved) this.take((await this.#save(this.chosen)).service_mode)
    } catch {
      this.isUnsaved = true
    }
    this.#isSaving = false
  }
}
