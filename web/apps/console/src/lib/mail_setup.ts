import type { DnsRecord, Mailbox, MailHost, MailProvider, MailStep } from '@visavis/client'
import { m } from '../paraglide/messages.js'

const REMEDIES = new Map([
  ['host_unknown', m.todo_host_unknown],
  ['no_connection', m.todo_no_connection],
  ['hung', m.todo_hung],
  ['encryption_needed', m.todo_encryption_needed],
  ['encryption_failed', m.todo_encryption_failed],
  ['certificate_invalid', m.todo_certificate_invalid],
  ['not_understood', m.todo_not_understood],
  ['signing_in_failed', m.todo_signing_in_failed],
  ['busy', m.todo_busy],
  ['closed', m.todo_closed],
  ['no_inbox', m.todo_no_inbox],
  ['not_given', m.todo_not_given],
  ['mail_refused', m.todo_mail_refused],
  ['sign_in_needed', m.todo_sign_in_needed],
  ['sign_in_unreachable', m.todo_sign_in_unreachable],
  ['application_refused', m.todo_application_refused],
  ['other_server', m.todo_other_server],
])

/** What to do about what is wrong with a server; nothing where nobody can tell. */
export function sayRemedy({ code }: Pick<MailStep, 'code'>): string {
  return REMEDIES.get(code ?? '')?.() ?? ''
}

/** What only a person can mend; what servers do in passing is none of it. */
const FOR_A_PERSON = ['sign_in_needed', 'application_refused', 'signing_in_failed']

/** What keeps a mailbox from being used until somebody does something about it; "" where nothing does. */
export function endedOf({ sign_in, receiving, sending }: Pick<Mailbox, 'sign_in' | 'receiving' | 'sending'>): string {
  const failed = [receiving, sending].filter(({ state, code }) => state === 'failed' && FOR_A_PERSON.includes(code ?? ''))
  return sign_in?.code || failed[0]?.code || ''
}

const NOTES: Record<NonNullable<DnsRecord['notes']>[number], () => string> = {
  several: m.dns_note_several,
  too_many: m.dns_note_too_many,
  open: m.dns_note_open,
  no_leave: m.dns_note_no_leave,
  other_key: m.dns_note_other_key,
  unreadable: m.dns_note_unreadable,
  inherited: m.dns_note_inherited,
  watched: m.dns_note_watched,
  refuses: m.dns_note_refuses,
}
const WHY = { spf: m.dns_spf_why, dkim: m.dns_dkim_why, dmarc: m.dns_dmarc_why }
const STATES = { present: m.dns_present, missing: m.dns_missing, wrong: m.dns_wrong, unanswered: m.dns_unanswered }
const TONES = { present: 'kept', missing: 'broken', wrong: 'soon', unanswered: 'plain' } as const

/** A record as it is told: what it is for, how it stands, and what there is to say of it. */
export function sayRecord({ kind, state, notes }: Pick<DnsRecord, 'kind' | 'state' | 'notes'>) {
  const said = (notes ?? []).map((note) => NOTES[note]())
  return {
    why: WHY[kind](),
    state: STATES[state](),
    tone: TONES[state],
    notes: state === 'unanswered' ? [m.dns_unanswered_text()] : said,
    warns: notes?.includes('refuses') || notes?.includes('open') || false,
  }
}

export const PROVIDER_NAMES: Record<MailProvider, string> = { google: 'Google', microsoft: 'Microsoft' }

/** Where one signs in, of those who keep mail. */
export function signInAt(host: MailHost | ''): MailProvider | null {
  return host === 'gmail' ? 'google' : host === 'microsoft' ? 'microsoft' : null
}
