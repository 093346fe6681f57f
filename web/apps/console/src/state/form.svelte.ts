import { ApiError } from '@visavis/client'
import { say } from '../lib/errors.ts'

/** One form being sent: whether it is on its way, and what was wrong with it. */
export class Form {
  busy = $state(false)
  error = $state<string | null>(null)
  /** The stable code of what was wrong, where the server said one. */
  code = $state<string | null>(null)
  /** What the server said of single fields, by their paths. */
  fields = $state.raw<Record<string, string>>({})

  /** True when the act was done. */
  async send(act: () => Promise<unknown>): Promise<boolean> {
    this.busy = true
    this.error = null
    this.fields = {}
    try {
      await act()
      return true
    } catch (error) {
      this.error = say(error)
      this.code = error instanceof ApiError ? error.code : null
      this.fields = (error instanceof ApiError && error.problem.fields) || {}
      return false
    } finally {
      this.busy = false
    }
  }
}
