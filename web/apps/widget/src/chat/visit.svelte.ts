import { wear } from '../shared/accent.ts'
import { lang } from '../texts.ts'
import type { BrandFace, Session, Visitor } from './api.ts'
import { VisitorApi } from './api.ts'
import { Memory } from './memory.ts'

/** Who visits which brand, and the token that says so, shared by the tabs of this browser. */
export class Visit {
  brand = $state.raw<BrandFace | null>(null)
  visitor = $state.raw<Visitor | null>(null)
  token = ''
  readonly #slug: string
  readonly memory: Memory
  readonly #onSomeoneElse: (session: Session) => void
  #renewing: Promise<void> | undefined

  /** `onSomeoneElse`: the old token was worth nothing any more, and the server made a new visitor. */
  constructor(slug: string, onSomeoneElse: (session: Session) => void) {
    this.#slug = slug
    this.memory = new Memory(slug)
    this.#onSomeoneElse = onSomeoneElse
  }

  get scope(): string {
    return `widget:${this.#slug}:${this.visitor?.id}`
  }

  greet(): Promise<Session> {
    return VisitorApi.session(this.#slug, lang, this.memory.get('token'))
  }

  take(session: Session): void {
    this.token = session.token
    this.memory.set('token', session.token)
    this.visitor = session.visitor
    this.brand = session.brand
    wear(session.brand.accent)
  }

  forget(): void {
    this.memory.remove('token')
    this.memory.remove('phone')
    this.visitor = null
  }

  /** Another tab may have renewed the token already; else the server does. */
  renew(): Promise<void> {
    this.#renewing ??= this.#renew().finally(() => (this.#renewing = undefined))
    return this.#renewing
  }

  async #renew(): Promise<void> {
    const kept = this.memory.get('token')
    if (kept && kept !== this.token) {
      this.token = kept
      return
    }
    const session = await this.greet()
    if (session.visitor.id === this.visitor?.id) this.take(session)
    else queueMicrotask(() => this.#onSomeoneElse(session))
  }
}
