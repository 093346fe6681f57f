import type { Conversation, Health, KeptMail, Mail, Message, NewHook, Server } from '@visavis/client'
import { m } from '../paraglide/messages.js'
import { promisedBy } from './when.ts'

const HEALTH = new Map([
  ['no_connection', m.mail_no_connection],
  ['certificate_invalid', m.mail_certificate_invalid],
  ['signing_in_failed', m.mail_signing_in_failed],
  ['no_inbox', m.mail_no_inbox],
  ['hung', m.mail_hung],
  ['host_unknown', m.mail_host_unknown],
  ['encryption_needed', m.mail_encryption_needed],
  ['encryption_failed', m.mail_encryption_failed],
  ['not_understood', m.mail_not_understood],
  ['busy', m.mail_busy],
  ['closed', m.mail_closed],
  ['not_given', m.mail_not_given],
  ['mail_refused', m.mail_mail_refused],
  ['sign_in_needed', m.mail_sign_in_needed],
  ['sign_in_unreachable', m.mail_sign_in_unreachable],
  ['application_refused', m.mail_application_refused],
  ['other_server', m.mail_other_server],
])
const ASIDE = new Map([
  ['bounce', m.aside_bounce],
  ['complaint', m.aside_complaint],
  ['auto_reply', m.aside_auto_reply],
  ['no_sender', m.aside_no_sender],
  ['own_mail', m.aside_own_mail],
  ['not_given', m.aside_not_given],
  ['too_large', m.aside_too_large],
  ['took_too_long', m.aside_took_too_long],
  ['too_much_memory', m.aside_too_much_memory],
  ['not_given', m.aside_not_given],
  ['not_placed', m.aside_not_placed],
  ['flood', m.aside_flood],
])

/** What is wrong with a mail server, as a sentence; a code of which nothing is known is shown as it is. */
export function sayHealth({ state, code }: Pick<Health, 'state' | 'code'>): string {
  if (state === 'new') return m.mailbox_new()
  if (state === 'ok') return m.mailbox_ok()
  return HEALTH.get(code)?.() ?? (code ? m.mail_other({ code }) : m.mail_unknown())
}

/** Why a mail found no place. */
export function sayAside({ why, state }: Pick<KeptMail, 'why' | 'state'>): string {
  return ASIDE.get(why)?.() ?? (why ? m.aside_other({ why }) : state === 'quarantined' ? m.aside_unreadable() : m.aside_unknown())
}

/** How a mail of ours fares; nothing of one that came in. */
export function sayState({ state, why, send_at }: Pick<Mail, 'state' | 'why' | 'send_at'>, now: number, locale: string): string {
  switch (state) {
    case 'received':
    case 'planned':
      return ''
    case 'queued':
      return m.mail_queued()
    case 'sent':
      return m.mail_sent()
    case 'deferred':
      return send_at ? m.mail_deferred_until({ when: promisedBy(send_at, now, locale) }) : m.mail_deferred()
    case 'bounced':
      return why ? m.mail_bounced_why({ why }) : m.mail_bounced()
  }
}

/** Whether a word of a chat is the last of those that one mail carries: what becomes of them is said under it. */
export function endsMail(messages: readonly Message[], { id, mail, channel }: Message): boolean {
  if (!mail || channel !== 'chat') return false
  const after = messages.slice(messages.findIndex((message) => message.id === id) + 1)
  return !after.some((next) => next.channel === 'chat' && next.mail?.state === mail.state && next.mail.send_at === mail.send_at)
}

/** "claire@example.fr", "claire@example.fr, jean@example.fr", "claire@example.fr and 3 others" */
export function sayPeople(addresses: readonly string[]): string {
  const [first, second, ...rest] = addresses
  if (!first) return ''
  if (!second) return first
  return rest.length === 0 ? `${first}, ${second}` : m.mail_and_others({ address: first, count: rest.length + 1 })
}

/** What a conversation is called: a mail by its subject, a chat by the page that it began on. */
export function titleOf({ channel, title, page_title }: Pick<Conversation, 'channel' | 'title' | 'page_title'>): string | null {
  return channel === 'email' ? title || m.mail_no_subject() : page_title
}

type Hosts = Pick<Server, 'host' | 'port' | 'security'>
export type Provider = { id: string; name: string; incoming: Hosts; outgoing: Hosts }

const tls = (host: string, port: number): Hosts => ({ host, port, security: 'tls' })
const starttls = (host: string, port: number): Hosts => ({ host, port, security: 'starttls' })

/** The servers of those who keep most people's mail, as each publishes them. */
export const PROVIDERS: readonly Provider[] = [
  { id: 'gmail', name: 'Gmail', incoming: tls('imap.gmail.com', 993), outgoing: tls('smtp.gmail.com', 465) },
  { id: 'microsoft', name: 'Outlook, Microsoft 365', incoming: tls('outlook.office365.com', 993), outgoing: starttls('smtp.office365.com', 587) },
  { id: 'ovh', name: 'OVHcloud', incoming: tls('ssl0.ovh.net', 993), outgoing: tls('ssl0.ovh.net', 465) },
  { id: 'infomaniak', name: 'Infomaniak', incoming: tls('mail.infomaniak.com', 993), outgoing: tls('mail.infomaniak.com', 465) },
  { id: 'gandi', name: 'Gandi', incoming: tls('mail.gandi.net', 993), outgoing: tls('mail.gandi.net', 465) },
  { id: 'ionos', name: 'IONOS', incoming: tls('imap.ionos.fr', 993), outgoing: tls('smtp.ionos.fr', 465) },
  { id: 'orange', name: 'Orange', incoming: tls('imap.orange.fr', 993), outgoing: tls('smtp.orange.fr', 465) },
  { id: 'yahoo', name: 'Yahoo', incoming: tls('imap.mail.yahoo.com', 993), outgoing: tls('smtp.mail.yahoo.com', 465) },
  { id: 'icloud', name: 'iCloud', incoming: tls('imap.mail.me.com', 993), outgoing: starttls('smtp.mail.me.com', 587) },
  { id: 'fastmail', name: 'Fastmail', incoming: tls('imap.fastmail.com', 993), outgoing: tls('smtp.fastmail.com', 465) },
]

/** Where a server is usually found, by how it is spoken to. */
export const PORTS: Record<'incoming' | 'outgoing', Record<Server['security'], number>> = {
  incoming: { tls: 993, starttls: 143, none: 143 },
  outgoing: { tls: 465, starttls: 587, none: 25 },
}

type Asked = { field: 'secret' | 'topic'; label: () => string; hint: () => string }
type Carrier = { id: NewHook['provider']; name: string; asks?: Asked }

/** Who brings mail over HTTP, and what each needs to be known by. */
export const CARRIERS: readonly Carrier[] = [
  { id: 'postmark', name: 'Postmark' },
  { id: 'mailgun', name: 'Mailgun', asks: { field: 'secret', label: m.hooks_mailgun_key, hint: m.hooks_mailgun_hint } },
  { id: 'ses', name: 'Amazon SES', asks: { field: 'topic', label: m.hooks_topic, hint: m.hooks_topic_hint } },
  { id: 'brevo', name: 'Brevo', asks: { field: 'secret', label: m.hooks_brevo_key, hint: m.hooks_brevo_hint } },
]
