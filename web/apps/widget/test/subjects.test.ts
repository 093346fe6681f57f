import { beforeEach, expect, test, vi } from 'vitest'
import { Memory } from '../src/chat/memory.ts'
import { Chooser } from '../src/subjects/subjects.svelte.ts'

const ORDER = { id: 'order', names: { fr: 'Ma commande', en: 'My order' } }
const ADVICE = { id: 'advice', names: { fr: 'Un conseil', en: 'Some advice' } }

let kept: Map<string, string>
let said: (string | null)[]
let forgotten: number

const storage = () =>
  ({
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  }) as Storage

/** The chat of a page: what was kept in the tab is found again. */
function arrives(list = [ORDER, ADVICE]): Chooser {
  const subjects = new Chooser(
    { drafts: new Memory('lumen', storage), promises: { forget: () => void forgotten++ } },
    { send: (frame) => said.push((frame as { subject_id: string | null }).subject_id) > 0 },
  )
  subjects.take(list)
  return subjects
}

beforeEach(() => {
  kept = new Map()
  said = []
  forgotten = 0
})

test('a tap is told to the server and found again on the next page', () => {
  const here = arrives()
  expect(here.list.map(({ name }) => name)).toEqual(['My order', 'Some advice'])
  here.choose('order')
  // What was promised to anybody is not what those people promise.
  expect([here.chosen, said, forgotten]).toEqual(['order', ['order'], 1])
  const next = arrives()
  next.online()
  expect([next.chosen, said]).toEqual(['order', ['order', 'order']])
})

test('what the page says stands until the visitor says something else', () => {
  const here = arrives()
  here.suggest('order', false)
  expect(here.chosen).toBe('order')
  here.choose('advice')
  const next = arrives()
  next.suggest('order', false)
  expect(next.chosen).toBe('advice')
  next.suggest('order', true)
  expect([next.chosen, arrives().chosen]).toEqual(['order', null])
})

test('a subject that the brand does not have is passed over with a warning', () => {
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => {})
  const here = arrives()
  here.suggest('elsewhere', true)
  expect([here.chosen, said]).toEqual([null, []])
  expect(warn).toHaveBeenCalledWith('visavis: no subject "elsewhere"')
})

test('the first word takes it along, and the next conversation is about what the page says', () => {
  const here = arrives()
  here.suggest('advice', false)
  here.choose('order')
  expect(here.spend()).toBe('order')
  expect([here.chosen, said]).toEqual(['advice', ['advice', 'order', 'advice']])
})

test('what is no longer offered is no longer chosen', () => {
  const here = arrives()
  here.choose('order')
  here.take([ADVICE])
  expect([here.chosen, said, arrives([ADVICE]).chosen]).toEqual([null, ['order', null], null])
})
