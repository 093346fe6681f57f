import { ApiError, StaffApi, type Agent, type Brand, type Me, type Team } from '@visavis/client'
import type { Prefs } from './prefs.svelte.ts'

/** Who is signed in, and the brands, teams and colleagues they may see. */
export class Session {
  state = $state<'asking' | 'in' | 'out' | 'unreachable'>('asking')
  me = $state.raw<Me | null>(null)
  /** Signed out by the server, not by choice: said on the sign-in page. */
  expired = $state(false)
  readonly api = new StaffApi(() => this.#out(true))
  readonly #prefs: Prefs

  readonly #agents = $derived(new Map((this.me?.agents ?? []).map((agent) => [agent.id, agent])))
  readonly #teams = $derived(new Map((this.me?.teams ?? []).map((team) => [team.id, team])))
  readonly #brands = $derived(new Map((this.me?.brands ?? []).map((brand) => [brand.id, brand])))

  constructor(prefs: Prefs) {
    this.#prefs = prefs
  }

  get agent(): Agent | null {
    return this.me?.agent ?? null
  }

  get brands(): Brand[] {
    return this.me?.brands ?? []
  }

  get mayManage(): boolean {
    return this.agent?.role === 'owner' || this.agent?.role === 'admin'
  }

  get maySupervise(): boolean {
    return this.mayManage || this.agent?.role === 'supervisor'
  }

  agentOf(id: string | null): Agent | null {
    return (id && this.#agents.get(id)) || null
  }

  teamOf(id: string | null): Team | null {
    return (id && this.#teams.get(id)) || null
  }

  brandOf(id: string | null): Brand | null {
    return (id && this.#brands.get(id)) || null
  }

  async ask(): Promise<void> {
    this.state = this.me ? this.state : 'asking'
    try {
      this.#in(await this.api.me())
    } catch (error) {
      if (error instanceof ApiError && error.status === 401) this.#out(this.state === 'in' || this.expired)
      else if (!this.me) this.state = 'unreachable'
    }
  }

  async signIn(email: string, password: string): Promise<void> {
    this.#in(await this.api.signIn(email, password))
  }

  async signOut(): Promise<void> {
    await this.api.signOut()
    this.#out(false)
  }

  /** The server closed the door: the session ended, or the agent was disabled. */
  expire(): void {
    this.#out(true)
  }

  #in(me: Me): void {
    this.me = me
    this.state = 'in'
    this.expired = false
    this.#prefs.setLocale(me.agent.locale)
  }

  #out(expired: boolean): void {
    this.expired = expired && (this.state === 'in' || this.expired)
    this.me = null
    this.state = 'out'
  }
}
