import type { Subject } from '@visavis/client'

/** So many has a brand at most. */
export const MOST = 8

/** A brand's subjects in their order, as they are saved. */
export class SubjectOrder {
  list = $state.raw<readonly Subject[]>([])

  constructor(list: readonly Subject[]) {
    this.list = list
  }

  put(subject: Subject): void {
    const known = this.list.some(({ id }) => id === subject.id)
    this.list = known ? this.list.map((other) => (other.id === subject.id ? subject : other)) : [...this.list, subject]
  }

  drop(id: string): void {
    this.list = this.list.filter((subject) => subject.id !== id)
  }

  /** Puts one a place further up (-1) or down (1); gives its new place, or null where there is none. */
  move(id: string, by: -1 | 1): number | null {
    const from = this.list.findIndex((subject) => subject.id === id)
    const to = from + by
    if (from === -1 || to < 0 || to >= this.list.length) return null
    this.list = this.list.toSpliced(from, 1).toSpliced(to, 0, this.list[from]!)
    return to
  }
}
