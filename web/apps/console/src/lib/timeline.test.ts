import type { Message } from '@visavis/client'
import { expect, test } from 'vitest'
import { timeline } from './timeline.ts'

let seq = 0
function said(author: 'claire' | 'lea', minute: number, change: Partial<Message> = {}): Message {
  seq += 1
  return {
    seq,
    id: `m${seq}`,
    conversation_id: 'c1',
    client_id: null,
    kind: 'message',
    channel: 'chat',
    author: { kind: author === 'lea' ? 'agent' : 'customer', id: author, name: author, automated: false },
    body: 'Bonjour',
    entry: null,
    attachments: [],
    created_at: new Date(2025, 10, 12, 9, minute).toISOString(),
    edited_at: null,
    deleted_at: null,
    mail: null,
  side_id: null,
    ...change,
  }
}

const shape = (messages: Message[]) =>
  timeline(messages).map((part) => (part.type === 'said' ? `${part.first ? '[' : ''}${part.message.author.id}${part.last ? ']' : ''}` : part.type))

test('neighbours of one author stand together, until five minutes or a note part them', () => {
  const note = { kind: 'note' } as const
  expect(shape([said('claire', 0), said('claire', 1), said('lea', 2), said('lea', 3, note), said('lea', 30), said('lea', 36)])).toEqual([
    'day',
    '[claire',
    'claire]',
    '[lea]',
    '[lea]',
    '[lea]',
    '[lea]',
  ])
})

test('each day begins with its name, and what happened stands alone', () => {
  expect(shape([said('claire', 0), said('claire', 1, { kind: 'entry' }), said('claire', 2), said('claire', 24 * 60)])).toEqual([
    'day',
    '[claire]',
    'entry',
    '[claire]',
    'day',
    '[claire]',
  ])
})

test('a message keeps its place on the page when the server has answered', () => {
  const keys = timeline([said('lea', 0, { client_id: 'mine' })]).map((part) => part.key)
  expect(keys).toContain('mine')
})
