import { beforeEach, describe, expect, test } from 'vitest'
import { Drafts } from './drafts.svelte.ts'

class Shelf implements Storage {
  readonly #kept = new Map<string, string>()
  full = false
  get length() {
    return this.#kept.size
  }
  key = (at: number) => [...this.#kept.keys()][at] ?? null
  getItem = (key: string) => this.#kept.get(key) ?? null
  setItem(key: string, value: string) {
    if (this.full) throw new DOMException('full', 'QuotaExceededError')
    this.#kept.set(key, value)
  }
  removeItem = (key: string) => void this.#kept.delete(key)
  clear = () => this.#kept.clear()
}

describe('a draft', () => {
  let shelf: Shelf
  beforeEach(() => (shelf = new Shelf()))

  test('is there again after the page was closed', () => {
    new Drafts('lea', shelf).change('c1', { reply: 'Bonjour Claire' })
    const drafts = new Drafts('lea', shelf)
    expect(drafts.of('c1')).toEqual({ reply: 'Bonjour Claire', note: '', tab: 'reply', addressed: null })
    expect(drafts.has('c1')).toBe(true)
    expect(drafts.has('c2')).toBe(false)
  })

  test('keeps the reply while a note is written', () => {
    const drafts = new Drafts('lea', shelf)
    drafts.change('c1', { reply: 'Je regarde' })
    drafts.change('c1', { tab: 'note', note: 'Voir avec Karim' })
    expect(drafts.of('c1')).toEqual({ reply: 'Je regarde', note: 'Voir avec Karim', tab: 'note', addressed: null })
  })

  test('is another agent’s business only', () => {
    new Drafts('lea', shelf).change('c1', { reply: 'Bonjour' })
    expect(new Drafts('karim', shelf).has('c1')).toBe(false)
  })

  test('leaves nothing behind once it is sent', () => {
    const drafts = new Drafts('lea', shelf)
    drafts.change('c1', { reply: 'Bonjour' })
    drafts.change('c1', { reply: '' })
    expect(shelf.length).toBe(0)
  })

  test('lives on in the page when the browser has no room', () => {
    shelf.full = true
    const drafts = new Drafts('lea', shelf)
    drafts.change('c1', { reply: 'Bonjour' })
    expect(drafts.of('c1').reply).toBe('Bonjour')
  })

  test('that cannot be read is no draft', () => {
    shelf.setItem('visavis.draft.lea.c1', '{')
    expect(new Drafts('lea', shelf).has('c1')).toBe(false)
  })

  test('of blanks marks nothing', () => {
    const drafts = new Drafts('lea', shelf)
    drafts.change('c1', { reply: '  \n' })
    expect(drafts.has('c1')).toBe(false)
  })
})
