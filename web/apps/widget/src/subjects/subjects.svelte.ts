import type { Schemas } from '@visavis/client'
import type { LiveConnection, ServerFrame } from '@visavis/live'
import type { Memory } from '../chat/memory.ts'
import type { Promises } from '../chat/promises.svelte.ts'
import { lang } from '../texts.ts'
import Subjects from './Subjects.svelte'

type Subject = Schemas['OfferedSubject']

const ABOUT = { fr: 'C’est à propos de…', en: 'It is about…' }
const KEY = 'subject'

/** What the visitor writes about, if they say so: fetched where a brand has subjects. */
export class Chooser {
  readonly View = Subjects
  readonly about = ABOUT[lang]
  chosen = $state<string | null>(null)
  list = $state.raw<readonly { id: string; name: string }[]>([])
  /** What the page says that one writes about there. */
  #usual: string | null = null
  readonly #drafts: Memory
  readonly #promises: Pick<Promises, 'forget'>
  readonly #connection: Pick<LiveConnection, 'send'>

  constructor({ drafts, promises }: { drafts: Memory; promises: Pick<Promises, 'forget'> }, connection: Pick<LiveConnection, 'send'>) {
    this.#drafts = drafts
    this.#promises = promises
    this.#connection = connection
    this.chosen = drafts.get(KEY)
  }

  /** What is no longer offered is no longer chosen. */
  take(list: readonly Subject[]): void {
    this.list = list.map(({ id, names }) => ({ id, name: names[lang] }))
    if (!this.#has(this.#usual)) this.#usual = null
    if (!this.#has(this.chosen)) this.choose(this.#usual)
  }

  hear(frame: ServerFrame): void {
    if (frame.type === 'subjects.changed') this.take(frame.data.items)
  }

  choose(id: string | null): void {
    if (id) this.#drafts.set(KEY, id)
    else this.#drafts.remove(KEY)
    this.#be(id)
  }

  /** The page says it: once for all, or as long as the visitor says nothing else. */
  suggest(id: string | null, isFirm: boolean): void {
    if (!this.#has(id)) return console.warn(`visavis: no subject "${id}"`)
    this.#usual = id
    if (isFirm) this.#drafts.remove(KEY)
    if (isFirm || this.#drafts.get(KEY) === null) this.#be(id)
  }

  /** A new socket knows nothing of it. */
  online(): void {
    if (this.chosen) this.#say(this.chosen)
  }

  /** The first word takes it along; the next conversation is about something else, or what the page says. */
  spend(): string | null {
    const spent = this.chosen
    this.#drafts.remove(KEY)
    this.#be(this.#usual)
    return spent
  }

  #has(id: string | null): boolean {
    return id === null || this.list.some((subject) => subject.id === id)
  }

  #be(id: string | null): void {
    if (id === this.chosen) return
    this.chosen = id
    this.#say(id)
  }

  /** The server tells what can be promised to who writes about it; until then nothing is. */
  #say(subject_id: string | null): void {
    this.#promises.forget()
    this.#connection.send({ type: 'about', subject_id })
  }
}
