import type { Participant, StaffApi } from '@visavis/client'
import { SvelteMap } from 'svelte/reactivity'

/** Who takes part by email, per conversation, as the server last said. */
export class Participants {
  readonly #known = new SvelteMap<string, readonly Participant[]>()
  readonly #api: StaffApi

  constructor(api: StaffApi) {
    this.#api = api
  }

  of(conversationId: string): readonly Participant[] | null {
    return this.#known.get(conversationId) ?? null
  }

  async load(conversationId: string): Promise<void> {
    const found = await this.#api.participants(conversationId).catch(() => null)
    if (found) this.#known.set(conversationId, found)
  }

  async change(conversationId: string, email: string, admitted: boolean): Promise<void> {
    this.#known.set(conversationId, await this.#api.takePart(conversationId, email, admitted))
  }
}
