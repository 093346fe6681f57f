import type { Presence, PresenceChanges, PresenceStatus, StaffApi } from '@visavis/client'
import { SvelteMap } from 'svelte/reactivity'

export type PresenceApi = Pick<StaffApi, 'presence' | 'changePresence'>

/** Who is there among the colleagues; one's own wishes show at once, and go when the server refuses them. */
export class Presences {
  readonly #known = new SvelteMap<string, Presence>()
  #wishes = $state.raw<readonly PresenceChanges[]>([])
  readonly #api: PresenceApi
  readonly #agentId: () => string | null
  readonly #onRefused: (error: unknown) => void
  /** Those heard of while the list is on its way: what was heard is as new, or soon followed. */
  #heard = new Set<string>()
  #round = 0
  #last: Promise<unknown> = Promise.resolve()

  constructor(api: PresenceApi, agentId: () => string | null, onRefused: (error: unknown) => void) {
    this.#api = api
    this.#agentId = agentId
    this.#onRefused = onRefused
  }

  /** One's own, as wished; null until the server has said it once. */
  get own(): Presence | null {
    const known = this.#known.get(this.#agentId() ?? '')
    return known ? this.#wishes.reduce(wished, known) : null
  }

  of(agentId: string): Pick<Presence, 'status' | 'reason'> {
    const found = agentId === this.#agentId() ? this.own : this.#known.get(agentId)
    return found ?? { status: 'offline', reason: '' }
  }

  statusOf(agentId: string): PresenceStatus {
    return this.of(agentId).status
  }

  /** Asks for everyone, at each connection; what is known stays when no answer comes. */
  async load(): Promise<void> {
    const round = ++this.#round
    this.#heard = new Set()
    try {
      const everyone = await this.#api.presence()
      if (round !== this.#round) return
      const there = new Set(everyone.map(({ agent_id }) => agent_id))
      for (const id of [...this.#known.keys()]) if (!there.has(id) && !this.#heard.has(id)) this.#known.delete(id)
      for (const one of everyone) if (!this.#heard.has(one.agent_id)) this.#known.set(one.agent_id, one)
    } catch {
      // The next connection asks again, and events go on.
    }
  }

  hear(presence: Presence): void {
    this.#heard.add(presence.agent_id)
    this.#known.set(presence.agent_id, presence)
  }

  /** Wishes go out one after the other: the last one made is the last one the server hears. */
  change(change: PresenceChanges): Promise<void> {
    this.#wishes = [...this.#wishes, change]
    const done = this.#last.then(async () => {
      if (!this.#wishes.includes(change)) return
      try {
        const presence = await this.#api.changePresence(change)
        if (presence.agent_id === this.#agentId()) this.hear(presence)
      } catch (error) {
        if (this.#wishes.includes(change)) this.#onRefused(error)
      } finally {
        this.#wishes = this.#wishes.filter((other) => other !== change)
      }
    })
    this.#last = done
    return done
  }

  /** Whoever sits here next knows nothing of it. */
  clear(): void {
    this.#round++
    this.#known.clear()
    this.#wishes = []
  }
}

/** As the server does: another status forgets the reason of the last. */
function wished(known: Presence, change: PresenceChanges): Presence {
  const reason = change.reason?.trim() ?? (change.status ? '' : known.reason)
  return { ...known, ...change, reason }
}
