import type { ServiceMode } from '@visavis/client'
import { beforeEach, expect, test } from 'vitest'
import type { Visitor } from '../src/chat/api.ts'
import { Mode } from '../src/chat/mode.svelte.ts'

type Choice = ServiceMode | null
type Call = { mode: Choice; answer: () => Promise<void>; fail: () => Promise<void> }

let mode: Mode
let calls: Call[]
let told: Choice[]

beforeEach(() => {
  calls = []
  told = []
  mode = new Mode(
    (wanted) =>
      new Promise((resolve, reject) => {
        const settled = async (settle: () => void) => {
          settle()
          await new Promise((done) => setTimeout(done))
        }
        calls.push({
          mode: wanted,
          answer: () => settled(() => resolve({ service_mode: wanted } as Visitor)),
          fail: () => settled(() => reject(new Error('no network'))),
        })
      }),
    (known) => told.push(known),
  )
})

const sent = () => calls.map((call) => call.mode)

test('a tap shows at once, and the page hears of it when the server knows', async () => {
  mode.choose('hurry')
  expect([mode.chosen, told]).toEqual(['hurry', []])
  await calls[0]!.answer()
  expect([mode.chosen, mode.isUnsaved, told, sent()]).toEqual(['hurry', false, ['hurry'], ['hurry']])
})

test('of several taps in a row the last one stays, saved after the first', async () => {
  for (const tap of ['hurry', 'browsing', 'advice'] as const) mode.choose(tap)
  await calls[0]!.answer()
  await calls[1]!.answer()
  expect([mode.chosen, sent(), told]).toEqual(['advice', ['hurry', 'advice'], ['hurry', 'advice']])
})

test('what is taken back before it has arrived does not come back with the answer', async () => {
  mode.choose('hurry')
  mode.choose(null)
  mode.take('hurry')
  expect(mode.chosen).toBeNull()
  await calls[0]!.answer()
  expect([mode.chosen, sent()]).toEqual([null, ['hurry', null]])
})

test('a choice that could not be saved stays on screen, says so, and is saved when asked again', async () => {
  mode.take('advice')
  mode.choose('hurry')
  await calls[0]!.fail()
  expect([mode.chosen, mode.isUnsaved]).toEqual(['hurry', true])
  mode.take('advice')
  expect(mode.chosen).toBe('hurry')
  void mode.save()
  await calls[1]!.answer()
  expect([mode.chosen, mode.isUnsaved, told]).toEqual(['hurry', false, ['advice', 'hurry']])
})

test('what was chosen in another tab is taken up here', () => {
  mode.take('hurry')
  mode.take('browsing')
  expect([mode.chosen, told]).toEqual(['browsing', ['hurry', 'browsing']])
  void mode.save()
  expect(sent()).toEqual([])
})

test('whoever signs out leaves no choice behind, not even one on its way', async () => {
  mode.choose('hurry')
  mode.forget()
  mode.take(null)
  await calls[0]!.answer()
  expect([mode.chosen, sent()]).toEqual([null, ['hurry', null]])
})
