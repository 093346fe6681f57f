import type { Board as Figures } from '@visavis/client'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Board } from './board.svelte.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** A server that answers with what it is told to, and counts how often it was asked. */
function house() {
  const answers = { next: 1 as number | Error, asked: 0 }
  const board = async () => {
    answers.asked++
    if (answers.next instanceof Error) throw answers.next
    return { at: String(answers.next) } as Figures
  }
  return { answers, board: new Board({ board }) }
}

test('many news ask once, and silence asks every ten seconds', async () => {
  const { answers, board } = house()
  board.look()
  await vi.advanceTimersByTimeAsync(0)
  for (const type of ['message.sent', 'conversation.resolved', 'presence.changed', 'typing'] as const) board.hear({ type } as never)
  await vi.advanceTimersByTimeAsync(999)
  expect(answers.asked).toBe(1)
  await vi.advanceTimersByTimeAsync(1)
  expect(answers.asked).toBe(2)
  await vi.advanceTimersByTimeAsync(10_000)
  expect(answers.asked).toBe(3)
})

test('steady traffic does not put it off for ever', async () => {
  const { answers, board } = house()
  board.look()
  for (let news = 0; news < 30; news++) {
    board.hear({ type: 'message.sent' })
    await vi.advanceTimersByTimeAsync(100)
  }
  expect(answers.asked).toBe(4)
})

test('what was known stays when the server is away, and is asked for again', async () => {
  const { answers, board } = house()
  board.look()
  await vi.advanceTimersByTimeAsync(0)
  answers.next = new Error('away')
  await vi.advanceTimersByTimeAsync(10_000)
  expect(board.value?.at).toBe('1')
  expect(board.error).toBe(answers.next)
  answers.next = 2
  await vi.advanceTimersByTimeAsync(10_000)
  expect(board.value?.at).toBe('2')
  expect(board.error).toBe(null)
})

test('nobody looks: nothing is asked', async () => {
  const { answers, board } = house()
  board.look()()
  await vi.advanceTimersByTimeAsync(0)
  board.hear({ type: 'message.sent' })
  await vi.advanceTimersByTimeAsync(60_000)
  expect(answers.asked).toBe(1)
})
