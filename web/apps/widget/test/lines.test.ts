import type { Message, OutboxItem, VisitorConversation } from '@visavis/live'
import { expect, test } from 'vitest'
import { linesOf, mayHoldUnread, unreadIn } from '../src/chat/lines.ts'

const message = (seq: number, rest: Partial<Message> = {}): Message => ({
  seq,
  id: `m${seq}`,
  conversation_id: 'c',
  client_id: null,
  kind: 'message',
  channel: 'chat',
  author: { kind: 'agent', id: 'lea', name: 'Léa', automated: false },
  body: '',
  entry: null,
  attachments: [],
  created_at: '2026-11-20T10:00:00Z',
  edited_at: null,
  deleted_at: null,
  mail: null,
  side_id: null,
  ...rest,
})

const unsent = (client_id: string, thread = 'c') => ({ client_id, thread, created_at: '2026-11-20T10:01:00Z' }) as OutboxItem

const entry = (seq: number, what: 'assigned' | 'snoozed', agent_name: string | null) =>
  message(seq, {
    kind: 'entry',
    entry: { what, agent_id: null, agent_name, team_id: null, team_name: null, until: null, since: null, missed: null, instead: null, words: '', occasion: null, subject: null, address: null, text: null },
  })

test('an echo gives its place to the message, under the same key', () => {
  const before = linesOf([message(1)], [unsent('k')], 'c')
  const after = linesOf([message(1), message(2, { client_id: 'k' })], [unsent('k')], 'c')
  expect(before.map((line) => line.key)).toEqual(['m1', 'k'])
  expect(after.map((line) => line.key)).toEqual(['m1', 'k'])
  expect(after[1]!.message?.seq).toBe(2)
})

test('what waits for another conversation is not shown in this one', () => {
  expect(linesOf([], [unsent('k', 'other')], 'c')).toEqual([])
})

test('a visitor sees who joins, not how the team sorts its work', () => {
  const shown = linesOf([entry(1, 'assigned', 'Léa'), entry(2, 'assigned', null), entry(3, 'snoozed', 'Léa')], [], 'c')
  expect(shown.map((line) => line.message?.seq)).toEqual([1])
})

test('only answers count as unread', () => {
  const conversation = { customer_read_seq: 1, last_seq: 4 } as VisitorConversation
  const messages = [message(1), message(2), entry(3, 'assigned', 'Léa'), message(4, { author: { kind: 'customer', id: 'x', name: null, automated: false } })]
  const snapshot = { conversations: { c: conversation }, messages: { c: messages } }
  expect(unreadIn(snapshot, 'c')).toBe(1)
  expect(unreadIn(snapshot, 'c', 2)).toBe(0)
})

test('an answer that came while away is looked for', () => {
  const conversation = { customer_read_seq: 1, last_seq: 2, last_message: { author_kind: 'agent' } } as VisitorConversation
  expect(mayHoldUnread({ conversations: { c: conversation }, messages: {} }, 'c')).toBe(true)
  expect(mayHoldUnread({ conversations: { c: conversation }, messages: { c: [] } }, 'c')).toBe(false)
})
