import { execFileSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { apply } from '../src/apply.ts'
import { Replica } from '../src/replica.ts'
import type { Conversation, LiveEvent, Message, ServerFrame, Snapshot, VisitorConversation } from '../src/types.ts'
import { said } from './house.ts'

const conversation: Conversation = {
  id: 'c-1',
  version: 1,
  brand_id: 'b-1',
  customer: { id: 'claire', name: null, verified: false, service_mode: null },
  channel: 'chat',
  status: 'open',
  snoozed_until: null,
  assignee_id: null,
  assignee_name: null,
  team_id: null,
  subject: null,
  last_seq: 0,
  last_message: null,
  waiting_since: null,
  answer_by: null,
  pushed_to: null,
  accept_by: null,
  customer_left_at: null,
  callback: null,
  resolution: null,
  customer_read_seq: 0,
  agents_read_seq: 0,
  side_seq: null,
  page_url: null,
  page_title: null,
  title: null,
  mailbox_id: null,
  created_at: '2026-11-20T09:00:00Z',
  updated_at: '2026-11-20T09:00:00Z',
}
const start: Snapshot = { conversations: { 'c-1': conversation }, messages: { 'c-1': [] } }
const lea = { kind: 'agent', id: 'lea', name: 'Léa', automated: false } as const

function sent(message: Message, version = message.seq + 1, answer_by: string | null = null): LiveEvent {
  return { type: 'message.sent', at: '1', conversation_id: message.conversation_id, version, data: { message, answer_by } }
}

function play(...frames: ServerFrame[]): Snapshot {
  return frames.reduce(apply, start)
}

const known = (snapshot: Snapshot) => snapshot.conversations['c-1'] as Conversation
const bodies = (snapshot: Snapshot) => snapshot.messages['c-1']!.map((message) => message.body)

test('a customer who writes is waiting, an agent who answers ends the wait', () => {
  const asked = play(sent(said('Bonjour')), sent(said('Vous êtes là ?', { seq: 2, created_at: '2026-11-20T10:05:00Z' })))
  expect(known(asked)).toMatchObject({ version: 3, last_seq: 2, waiting_since: '2026-11-20T10:00:00Z', customer_read_seq: 2 })
  const answered = apply(asked, sent(said('Oui !', { seq: 3, author: lea })))
  expect(known(answered)).toMatchObject({ waiting_since: null, agents_read_seq: 3, last_message: { body: 'Oui !', author_kind: 'agent' } })
})

test('who waits keeps the first time promised, until an agent answers', () => {
  const first = '2026-11-20T10:03:00Z'
  const asked = play(sent(said('Bonjour'), 2, first), sent(said('?', { seq: 2 }), 3, '2026-11-20T10:08:00Z'))
  expect(known(asked).answer_by).toBe(first)
  expect(known(apply(asked, sent(said('note', { seq: 3, kind: 'note', author: lea })))).answer_by).toBe(first)
  expect(known(apply(asked, sent(said('Oui !', { seq: 3, author: lea })))).answer_by).toBeNull()
})

test('what a program writes with an agent’s key leaves the customer waiting', () => {
  const by = '2026-11-20T10:03:00Z'
  const asked = play(sent(said('Bonjour'), 2, by))
  const told = known(apply(asked, sent(said('Bien reçu.', { seq: 2, author: { ...lea, automated: true } }), 3)))
  expect(told).toMatchObject({ version: 3, last_message: { body: 'Bien reçu.' }, answer_by: by, waiting_since: known(asked).waiting_since })
  expect(told.agents_read_seq).toBe(known(asked).agents_read_seq)
})

test('a note answers no one and is not the last message', () => {
  const noted = play(sent(said('Bonjour')), sent(said('cliente fidèle', { seq: 2, kind: 'note', author: lea })))
  expect(known(noted)).toMatchObject({ last_seq: 2, waiting_since: '2026-11-20T10:00:00Z', last_message: { body: 'Bonjour' } })
})

test('a visitor has no waiting time to keep', () => {
  const { waiting_since: _, ...rest } = conversation
  const visitor = { ...rest, agent: null } as unknown as VisitorConversation
  const next = apply({ conversations: { 'c-1': visitor }, messages: {} }, sent(said('Bonjour')))
  expect('waiting_since' in next.conversations['c-1']!).toBe(false)
  expect(next.messages).toEqual({})
})

test('every frame can come twice', () => {
  const frames: LiveEvent[] = [
    { type: 'conversation.opened', at: '1', conversation_id: 'c-2', version: 1, data: { conversation: { ...conversation, id: 'c-2' } } },
    sent(said('Bonjour')),
    { type: 'message.edited', at: '2', conversation_id: 'c-1', version: 3, data: { message: said('Bonsoir', { edited_at: '2026-11-20T10:01:00Z' }) } },
    { type: 'conversation.resolved', at: '3', conversation_id: 'c-1', version: 4, data: { conversation: { ...conversation, version: 4, status: 'resolved' }, message: said('', { seq: 2, kind: 'entry' }) } },
    { type: 'conversation.read', at: '4', conversation_id: 'c-1', version: 5, data: { reader: 'customer', seq: 2 } },
  ]
  const once = play(...frames)
  expect(play(...frames, ...frames)).toEqual(once)
  expect(frames.flatMap((frame) => [frame, frame]).reduce(apply, start)).toEqual(once)
})

test('an old state never replaces a newer one', () => {
  const resolved: LiveEvent = { type: 'conversation.resolved', at: '1', conversation_id: 'c-1', version: 9, data: { conversation: { ...conversation, version: 9, status: 'resolved' }, message: said('', { seq: 9, kind: 'entry' }) } }
  expect(known(play(resolved, sent(said('en retard'), 3))).status).toBe('resolved')
  expect(known(play(resolved, sent(said('en retard'), 3))).last_message).toBeNull()
})

test('a message replaces its echo and takes its place by number', () => {
  const echo = said('deux', { id: 'echo', client_id: 'k', seq: 2 })
  const before: Snapshot = { ...start, messages: { 'c-1': [said('un'), echo, said('trois', { id: 'm3', seq: 3 })] } }
  const next = apply(before, { type: 'sent', client_id: 'k', conversation_id: 'c-1', message: said('deux !', { id: 'm2', client_id: 'k', seq: 2 }) })
  expect(bodies(next)).toEqual(['un', 'deux !', 'trois'])
})

test('a message heard again after it was edited keeps its new words', () => {
  const edited = said('Bonsoir', { id: 'm-Bonjour', edited_at: '2026-11-20T10:01:00Z' })
  const frames: LiveEvent[] = [sent(said('Bonjour')), { type: 'message.edited', at: '2', conversation_id: 'c-1', version: 3, data: { message: edited } }]
  expect(bodies(play(...frames, sent(said('Bonjour'))))).toEqual(['Bonsoir'])
  expect(known(play(...frames)).last_message!.body).toBe('Bonsoir')
})

test('a conversation one may no longer see is gone with its words', () => {
  const gone: LiveEvent = { type: 'conversation.removed', at: '1', conversation_id: 'c-1', version: 2, data: {} }
  expect(play(gone)).toEqual({ conversations: {}, messages: {} })
  expect(apply(play(gone), gone)).toEqual({ conversations: {}, messages: {} })
})

test('how a customer wants to be served shows in every conversation of theirs, and in nobody else’s', () => {
  const others: Conversation = { ...conversation, id: 'c-2', customer: { ...conversation.customer, id: 'hugo' } }
  const before: Snapshot = { ...start, conversations: { ...start.conversations, 'c-2': others } }
  const chosen = { type: 'customer.service_mode_chosen', at: '1', conversation_id: null, version: 0 } as const
  const next = apply(before, { ...chosen, data: { customer_id: 'claire', service_mode: 'hurry' } })
  expect(known(next)).toEqual({ ...conversation, customer: { ...conversation.customer, service_mode: 'hurry' } })
  expect(next.conversations['c-2']).toBe(others)
  expect(known(apply(next, { ...chosen, data: { customer_id: 'claire', service_mode: null } })).customer.service_mode).toBeNull()
  const described = { id: 'claire', name: 'Claire', service_mode: 'advice', identities: [{ verified: true }] }
  const renamed = apply(next, { ...chosen, type: 'customer.changed', data: { customer: described } } as ServerFrame)
  expect(known(renamed).customer).toEqual({ id: 'claire', name: 'Claire', verified: true, service_mode: 'advice' })
})

test('an excerpt never cuts a character in two', () => {
  const next = play(sent(said('💡'.repeat(200))))
  expect(known(next).last_message!.body).toBe('💡'.repeat(140))
})

test('what says nothing about state changes nothing', () => {
  expect(play({ type: 'typing', conversation_id: 'c-1', data: { author: lea } })).toBe(start)
  expect(play({ type: 'pong' })).toBe(start)
})

test('a word that comes while the page is fetched is not lost', async () => {
  let shown = start
  const replica = new Replica((snapshot) => (shown = snapshot))
  await replica.load(async () => {
    replica.receive(sent(said('pendant')))
    return { conversations: [conversation], messages: { 'c-1': [] } }
  }, true)
  expect(bodies(shown)).toEqual(['pendant'])
  expect(known(shown).version).toBe(2)
})

test('the server can replay the same rules', () => {
  const frames = [sent(said('Bonjour'))]
  const runner = new URL('../src/replay.ts', import.meta.url).pathname
  const printed = execFileSync(process.execPath, [runner], { input: JSON.stringify({ snapshot: start, frames }) })
  expect(JSON.parse(String(printed))).toEqual(play(...frames))
})

test('how a mail fares is seen on its message, and changes nothing else', () => {
  const mail = { subject: 'Re: lampe', sender: 'b@lumen.example', recipients: ['claire@example.fr'], copies: [], blind: [], meeting: null, verified: true, whole: false, why: '', send_at: null }
  const message = said('Elle part demain.', { author: lea, channel: 'email', mail: { ...mail, state: 'queued' } })
  const before = play(sent(message))
  const put = { ...message, mail: { ...mail, state: 'deferred' as const, why: '451 busy', send_at: '2026-11-20T10:05:00Z' } }
  const after = apply(before, { type: 'message.mailed', at: '2', conversation_id: 'c-1', version: known(before).version, data: { message: put } })
  expect(after.messages['c-1']).toEqual([put])
  expect(after.conversations).toBe(before.conversations)
})

test('what is noted of a mail is a line in the timeline, and the conversation as it is now', () => {
  const line = said('', { seq: 2, kind: 'entry' })
  const noted = { ...conversation, version: 7, last_seq: 2 }
  const after = apply(play(sent(said('Bonjour'))), { type: 'conversation.mail_noted', at: '2', conversation_id: 'c-1', version: 7, data: { conversation: noted, message: line } })
  expect(known(after)).toEqual(noted)
  expect(after.messages['c-1']).toHaveLength(2)
})
