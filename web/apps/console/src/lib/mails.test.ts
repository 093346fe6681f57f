import type { Mail, Message } from '@visavis/client'
import { beforeEach, expect, test } from 'vitest'
import { setLocale } from '../paraglide/runtime.js'
import { sayEntry } from './entries.ts'
import { endsMail, PORTS, PROVIDERS, sayAside, sayHealth, sayPeople, sayState, titleOf } from './mails.ts'

const NOW = Date.parse('2026-11-26T10:00:00Z')
const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ')
const mail = (change: Partial<Mail> = {}): Mail => ({
  subject: 'Ma commande',
  meeting: null,
  sender: 'claire@example.fr',
  recipients: ['bonjour@lumen.example'],
  copies: [],
  blind: [],
  verified: false,
  whole: false,
  state: 'received',
  why: '',
  send_at: null,
  ...change,
})
const entry = (change: Partial<NonNullable<Message['entry']>>) =>
  ({ author: { kind: 'system', id: null, name: null }, created_at: '2026-11-26T10:00:00Z', entry: { agent_id: null, address: null, text: null, words: '', ...change } }) as Message

beforeEach(() => void setLocale('en', { reload: false }))

test('what is wrong with a server is a sentence, whatever its code', () => {
  for (const code of ['no_connection', 'certificate_invalid', 'signing_in_failed', 'no_inbox', 'hung']) {
    expect(sayHealth({ state: 'failed', code })).toMatch(/^The server|^This mailbox/)
  }
  expect(sayHealth({ state: 'failed', code: 'moon_in_the_way' })).toBe('Something stands in the way (moon_in_the_way).')
  expect(sayHealth({ state: 'failed', code: 'constructor' })).toContain('(constructor)')
  expect(sayHealth({ state: 'failed', code: '' })).toBe('Something stands in the way.')
  expect(sayHealth({ state: 'ok', code: '' })).toBe('all is well')
})

test('why a mail found no place is a sentence, also where no reason is known', () => {
  for (const why of ['bounce', 'complaint', 'auto_reply', 'no_sender', 'own_mail', 'too_large', 'took_too_long', 'too_much_memory', 'not_given', 'not_placed', 'flood']) {
    expect(sayAside({ why, state: 'set_aside' }), why).not.toContain(why)
  }
  expect(sayAside({ why: 'full moon', state: 'set_aside' })).toContain('(full moon)')
  expect(sayAside({ why: '', state: 'quarantined' })).toBe('It could not be read.')
})

test('a mail of ours tells how it fares, and one of theirs nothing', () => {
  expect(sayState(mail(), NOW, 'en')).toBe('')
  expect(sayState(mail({ state: 'queued' }), NOW, 'en')).toBe('Queued')
  expect(sayState(mail({ state: 'deferred', why: '451 busy', send_at: '2026-11-26T10:05:00Z' }), NOW, 'en')).toMatch(/^Put off, tried again at \d\d:05$/)
  expect(sayState(mail({ state: 'bounced', why: '550 no such user' }), NOW, 'en')).toBe('Not delivered: 550 no such user')
  setLocale('fr', { reload: false })
  expect(sayState(mail({ state: 'queued' }), NOW, 'fr')).toBe('En file')
  expect(plain(sayState(mail({ state: 'bounced', why: '550' }), NOW, 'fr'))).toBe('Non distribué : 550')
})

test('many people are named by the first of them', () => {
  expect(sayPeople(['a@x'])).toBe('a@x')
  expect(sayPeople(['a@x', 'b@x'])).toBe('a@x, b@x')
  expect(sayPeople(['a@x', 'b@x', 'c@x'])).toBe('a@x and 2 others')
})

test('a mail is called by its subject, and a chat by its page', () => {
  expect(titleOf({ channel: 'email', title: 'Ma commande', page_title: 'Panier' })).toBe('Ma commande')
  expect(titleOf({ channel: 'email', title: null, page_title: null })).toBe('(no subject)')
  expect(titleOf({ channel: 'chat', title: null, page_title: 'Panier' })).toBe('Panier')
})

test('what no person said is told in the timeline', () => {
  expect(sayEntry(entry({ what: 'mail_failed', address: 'claire@example.fr', text: '550 no such user' }), 'en')).toBe('An email to claire@example.fr was not delivered: “550 no such user”')
  expect(sayEntry(entry({ what: 'mail_failed' }), 'en')).toBe('An email was not delivered')
  expect(sayEntry(entry({ what: 'mail_absent', address: 'claire@example.fr', text: 'Je suis absente.' }), 'en')).toContain('“Je suis absente.”')
  expect(sayEntry(entry({ what: 'mail_suggested', address: 'eve@example.fr' }), 'en')).toContain('eve@example.fr wrote here without taking part')
  expect(sayEntry(entry({ what: 'participant_removed', address: 'eve@example.fr' }), 'en')).toBe('Vis-à-vis removed eve@example.fr from the exchange')
})

test('every provider is spoken to in private, at the usual port', () => {
  for (const { name, incoming, outgoing } of PROVIDERS) {
    expect(PORTS.incoming[incoming.security], name).toBe(incoming.port)
    expect(PORTS.outgoing[outgoing.security], name).toBe(outgoing.port)
    expect([incoming.security, outgoing.security], name).not.toContain('none')
  }
})

test('what becomes of words of a chat is said under the last of those that one mail carries', () => {
  const word = (id: string, change: Partial<Mail>) => ({ id, channel: 'chat', author: { kind: 'agent' }, mail: mail(change) }) as Message
  const [first, second] = ['2026-11-26T09:00:00Z', '2026-11-26T09:30:00Z'].map((send_at) => ({ state: 'sent' as const, send_at }))
  const messages = [word('a', first!), word('b', first!), word('c', second!), word('d', { state: 'planned', send_at: second!.send_at })]
  expect(messages.map((message) => endsMail(messages, message))).toEqual([false, true, true, true])
  expect(endsMail(messages, { ...messages[1]!, mail: null })).toBe(false)
  expect(endsMail(messages, { ...messages[1]!, channel: 'email' })).toBe(false)
})
