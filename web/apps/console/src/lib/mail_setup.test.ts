import { expect, test } from 'vitest'
import en from '../../messages/en.json' with { type: 'json' }
import { endedOf, sayRecord, sayRemedy } from './mail_setup.ts'
import { sayHealth } from './mails.ts'

const CODES = ['host_unknown', 'no_connection', 'hung', 'encryption_needed', 'encryption_failed', 'certificate_invalid', 'not_understood', 'signing_in_failed', 'busy', 'closed', 'no_inbox', 'not_given', 'mail_refused', 'sign_in_needed', 'sign_in_unreachable', 'application_refused', 'other_server']
const well = { state: 'ok' as const, code: '', at: null }

test('each thing that can be wrong with a server has a sentence, and something to do about it', () => {
  for (const code of CODES) {
    expect(sayHealth({ state: 'failed', code }), code).not.toContain(code)
    expect(sayRemedy({ code }), code).not.toBe('')
  }
  expect(sayRemedy({ code: 'something_new' })).toBe('')
})

test('a mailbox waits for a person when its leave has ended, and not when a server is away', () => {
  const sign_in = { provider: 'google' as const, account: 'a@b.c', at: '2026-11-26T09:00:00Z', code: '' }
  expect(endedOf({ sign_in, receiving: well, sending: well })).toBe('')
  expect(endedOf({ sign_in: { ...sign_in, code: 'sign_in_needed' }, receiving: well, sending: well })).toBe('sign_in_needed')
  expect(endedOf({ sign_in: null, receiving: { ...well, state: 'failed', code: 'hung' }, sending: well })).toBe('')
  expect(endedOf({ sign_in, receiving: well, sending: { ...well, state: 'failed', code: 'application_refused' } })).toBe('application_refused')
})

test('a record that is in place and has our own mail refused is told as a danger', () => {
  const said = sayRecord({ kind: 'dmarc', state: 'present', notes: ['refuses'] })
  expect([said.state, said.tone, said.warns, said.notes]).toEqual([en.dns_present, 'kept', true, [en.dns_note_refuses]])
  expect(sayRecord({ kind: 'spf', state: 'unanswered', notes: [] }).notes).toEqual([en.dns_unanswered_text])
})
