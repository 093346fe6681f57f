import { ApiError, call, withQuery, type Progress } from './http.ts'
import { asking, upload, urlOf } from './operations.ts'
import type * as T from './types.ts'

const SAME_SITE = { 'X-Visavis': '1' }

/** The staff's API, one method per act. `onSignedOut` hears of every answer that asks for a sign-in. */
export class StaffApi {
  readonly #onSignedOut: () => void

  readonly #ask = asking(async (method, url, request) => {
    try {
      return await call(method, url, method === 'GET' ? request : { ...request, headers: SAME_SITE })
    } catch (error) {
      if (error instanceof ApiError && error.status === 401 && url !== '/api/v1/session') this.#onSignedOut()
      throw error
    }
  })

  constructor(onSignedOut: () => void) {
    this.#onSignedOut = onSignedOut
  }

  signIn = (email: string, password: string) => this.#ask('POST', '/api/v1/session', { body: { email, password } })
  me = () => this.#ask('GET', '/api/v1/session')
  signOut = () => this.#ask('DELETE', '/api/v1/session')
  sessions = () => this.#ask('GET', '/api/v1/sessions')
  revokeSession = (id: string) => this.#ask('DELETE', '/api/v1/sessions/{session_id}', { ids: [id] })
  changePassword = (current: string, next: string) =>
    this.#ask('POST', '/api/v1/session/password', { body: { current, new: next } })
  changeProfile = (profile: T.ProfileChanges) => this.#ask('PATCH', '/api/v1/session/profile', { body: profile })
  liveTicket = () => this.#ask('POST', '/api/v1/live/ticket')

  presence = () => this.#ask('GET', '/api/v1/presence')
  atRisk = () => this.#ask('GET', '/api/v1/promises/at_risk')
  changePresence = (change: T.PresenceChanges) => this.#ask('PATCH', '/api/v1/presence', { body: change })

  agents = () => this.#ask('GET', '/api/v1/agents')
  addAgent = (agent: T.NewAgent) => this.#ask('POST', '/api/v1/agents', { body: agent })
  changeAgent = (id: string, change: T.AgentChanges) =>
    this.#ask('PATCH', '/api/v1/agents/{agent_id}', { ids: [id], body: change })
  teams = () => this.#ask('GET', '/api/v1/teams')
  addTeam = (team: T.NewTeam) => this.#ask('POST', '/api/v1/teams', { body: team })
  changeTeam = (id: string, change: T.TeamChanges) =>
    this.#ask('PATCH', '/api/v1/teams/{team_id}', { ids: [id], body: change })
  removeTeam = (id: string) => this.#ask('DELETE', '/api/v1/teams/{team_id}', { ids: [id] })
  apiKeys = () => this.#ask('GET', '/api/v1/api-keys')
  addApiKey = (name: string) => this.#ask('POST', '/api/v1/api-keys', { body: { name } })
  removeApiKey = (id: string) => this.#ask('DELETE', '/api/v1/api-keys/{key_id}', { ids: [id] })
  brands = () => this.#ask('GET', '/api/v1/brands')
  addBrand = (brand: T.BrandInput) => this.#ask('POST', '/api/v1/brands', { body: brand })
  changeBrand = (id: string, change: T.BrandChanges) =>
    this.#ask('PATCH', '/api/v1/brands/{brand_id}', { ids: [id], body: change })
  hours = (id: string) => this.#ask('GET', '/api/v1/brands/{brand_id}/hours', { ids: [id] })
  /** `replaces`: the version that was looked at. */
  saveHours = (id: string, hours: T.Hours, replaces: number) =>
    this.#ask('PUT', '/api/v1/brands/{brand_id}/hours', { ids: [id], body: { hours, replaces } })
  rotateSecret = (id: string) => this.#ask('POST', '/api/v1/brands/{brand_id}/secret', { ids: [id] })

  invitationRules = (id: string) => this.#ask('GET', '/api/v1/brands/{brand_id}/invitation-rules', { ids: [id] })
  invitationFigures = (id: string) => this.#ask('GET', '/api/v1/brands/{brand_id}/invitation-figures', { ids: [id] })
  addInvitationRule = (id: string, rule: T.NewInvitationRule) =>
    this.#ask('POST', '/api/v1/brands/{brand_id}/invitation-rules', { ids: [id], body: rule })
  changeInvitationRule = (id: string, change: T.InvitationRuleChanges) =>
    this.#ask('PATCH', '/api/v1/invitation-rules/{rule_id}', { ids: [id], body: change })
  removeInvitationRule = (id: string) => this.#ask('DELETE', '/api/v1/invitation-rules/{rule_id}', { ids: [id] })

  subjects = (id: string) => this.#ask('GET', '/api/v1/brands/{brand_id}/subjects', { ids: [id] })
  addSubject = (id: string, subject: T.NewSubject) =>
    this.#ask('POST', '/api/v1/brands/{brand_id}/subjects', { ids: [id], body: subject })
  changeSubject = (id: string, change: T.SubjectChanges) =>
    this.#ask('PATCH', '/api/v1/subjects/{subject_id}', { ids: [id], body: change })
  removeSubject = (id: string) => this.#ask('DELETE', '/api/v1/subjects/{subject_id}', { ids: [id] })

  mailboxes = async () => (await this.#ask('GET', '/api/v1/mailboxes')).items
  addMailbox = (mailbox: T.NewMailbox) => this.#ask('POST', '/api/v1/mailboxes', { body: mailbox })
  changeMailbox = (id: string, change: T.MailboxChanges) =>
    this.#ask('PATCH', '/api/v1/mailboxes/{mailbox_id}', { ids: [id], body: change })
  removeMailbox = (id: string) => this.#ask('DELETE', '/api/v1/mailboxes/{mailbox_id}', { ids: [id] })
  importMails = (id: string, file: File, onProgress: Progress) =>
    upload('/api/v1/mailboxes/{mailbox_id}/mails', { ids: [id] }, file, SAME_SITE, onProgress)
  hooks = async (mailbox: string) => (await this.#ask('GET', '/api/v1/mailboxes/{mailbox_id}/hooks', { ids: [mailbox] })).items
  makeHook = (mailbox: string, hook: T.NewHook) => this.#ask('POST', '/api/v1/mailboxes/{mailbox_id}/hooks', { ids: [mailbox], body: hook })
  removeHook = (id: string) => this.#ask('DELETE', '/api/v1/mail-hooks/{hook_id}', { ids: [id] })
  mailHost = (address: string) => this.#ask('GET', '/api/v1/mail-hosts', { query: { address } })
  testMailbox = (id: string) => this.#ask('POST', '/api/v1/mailboxes/{mailbox_id}/test', { ids: [id] })
  /** When the mail that a mailbox sent to itself came back; null while it has not. */
  testCame = async (id: string, sent: string) =>
    (await this.#ask('GET', '/api/v1/mailboxes/{mailbox_id}/test/{sent}', { ids: [id, sent] })).came_at
  mailboxDns = (id: string) => this.#ask('GET', '/api/v1/mailboxes/{mailbox_id}/dns', { ids: [id] })
  mailApplications = () => this.#ask('GET', '/api/v1/mail-applications')
  saveMailApplication = (provider: T.MailProvider, application: T.ApplicationChanges) =>
    this.#ask('PUT', '/api/v1/mail-applications/{provider}', { ids: [provider], body: application })
  forgetMailApplication = (provider: T.MailProvider) =>
    this.#ask('DELETE', '/api/v1/mail-applications/{provider}', { ids: [provider] })
  beginSignIn = (id: string, provider: T.MailProvider, way: 'redirect' | 'device') =>
    this.#ask('POST', '/api/v1/mailboxes/{mailbox_id}/sign-in', { ids: [id], body: { provider, way } })
  /** Whether the code of a sign-in was typed. */
  lookSignIn = (id: string, begun: string) =>
    this.#ask('POST', '/api/v1/mailboxes/{mailbox_id}/sign-in/{begun_id}', { ids: [id, begun] })
  endSignIn = (back: T.ComeBack) => this.#ask('POST', '/api/v1/mail-sign-ins', { body: back })
  signOutMailbox = (id: string) => this.#ask('DELETE', '/api/v1/mailboxes/{mailbox_id}/sign-in', { ids: [id] })
  mailsAside = async () => (await this.#ask('GET', '/api/v1/mails/aside')).items
  retryMail = (id: string) => this.#ask('POST', '/api/v1/mails/{mail_id}/retry', { ids: [id] })
  keptMailUrl = (id: string) => urlOf('/api/v1/mails/{mail_id}/original', [id])
  /** A mail as it was laid out, in a page that can do nothing; `images`: those of others too. */
  mailUrl = (message: string, images: boolean) => withQuery(urlOf('/api/v1/messages/{message_id}/mail', [message]), { images })
  /** Sends what the customer of a chat has not read, at once. */
  sendByEmail = (id: string) => this.#ask('POST', '/api/v1/conversations/{conversation_id}/mail', { ids: [id] })
  mailOriginalUrl = (message: string) => urlOf('/api/v1/messages/{message_id}/mail/original', [message])

  participants = async (id: string) => (await this.#ask('GET', '/api/v1/conversations/{conversation_id}/participants', { ids: [id] })).items
  takePart = async (id: string, email: string, admitted: boolean) =>
    (await this.#ask('POST', '/api/v1/conversations/{conversation_id}/participants', { ids: [id], body: { email, admitted } })).items

  /** Writes to a third party beside a conversation, with what is chosen of it. */
  forward = (id: string, side: T.NewSide) => this.#ask('POST', '/api/v1/conversations/{conversation_id}/sides', { ids: [id], body: side })
  side = (id: string) => this.#ask('GET', '/api/v1/sides/{side_id}', { ids: [id] })
  writeBeside = (id: string, client_id: string, body: string) => this.#ask('POST', '/api/v1/sides/{side_id}/messages', { ids: [id], body: { client_id, body } })

  board = () => this.#ask('GET', '/api/v1/board')

  conversations = (filter: T.ListFilter, signal?: AbortSignal) =>
    this.#ask('GET', '/api/v1/conversations', { query: filter, signal })
  counts = () => this.#ask('GET', '/api/v1/conversations/counts')
  conversation = (id: string) => this.#ask('GET', '/api/v1/conversations/{conversation_id}', { ids: [id] })
  olderMessages = (id: string, before: number) =>
    this.#ask('GET', '/api/v1/conversations/{conversation_id}/messages', { ids: [id], query: { before, limit: 50 } })
  take = (id: string) => this.#ask('POST', '/api/v1/conversations/{conversation_id}/take', { ids: [id] })
  accept = (id: string) => this.#ask('POST', '/api/v1/conversations/{conversation_id}/accept', { ids: [id] })
  decline = (id: string) => this.#ask('POST', '/api/v1/conversations/{conversation_id}/decline', { ids: [id] })
  assign = (id: string, to: T.Assignment) =>
    this.#ask('POST', '/api/v1/conversations/{conversation_id}/assign', { ids: [id], body: to })
  handOver = (id: string, to: T.Assignment, note: string) =>
    this.#ask('POST', '/api/v1/conversations/{conversation_id}/hand-over', { ids: [id], body: { ...to, note } })
  snooze = (id: string, until: Date) =>
    this.#ask('POST', '/api/v1/conversations/{conversation_id}/snooze', { ids: [id], body: { until: until.toISOString() } })
  resolve = (id: string) => this.#ask('POST', '/api/v1/conversations/{conversation_id}/resolve', { ids: [id] })
  reopen = (id: string) => this.#ask('POST', '/api/v1/conversations/{conversation_id}/reopen', { ids: [id] })

  solutionTimes = (id: string) => this.#ask('GET', '/api/v1/conversations/{conversation_id}/resolution/times', { ids: [id] })
  promiseSolution = (id: string, by: Date, words: string, replaces: string | null) =>
    this.#ask('POST', '/api/v1/conversations/{conversation_id}/resolution', { ids: [id], body: { by: by.toISOString(), words, replaces } })

  onTheLine = (id: string, callback_id: string) =>
    this.#ask('POST', '/api/v1/conversations/{conversation_id}/callback/on-the-line', { ids: [id], body: { callback_id } })
  notReached = (id: string, callback_id: string) =>
    this.#ask('POST', '/api/v1/conversations/{conversation_id}/callback/not-reached', { ids: [id], body: { callback_id } })
  callOff = (id: string, callback_id: string, client_id: string, body: string) =>
    this.#ask('POST', '/api/v1/conversations/{conversation_id}/callback/cancel', { ids: [id], body: { callback_id, client_id, body } })

  scheduled = (id: string) => this.#ask('GET', '/api/v1/conversations/{conversation_id}/scheduled', { ids: [id] })
  /** Without a time it leaves in some seconds, until which it can be taken back. */
  schedule = (id: string, body: T.NewScheduled) => this.#ask('POST', '/api/v1/conversations/{conversation_id}/scheduled', { ids: [id], body })
  reschedule = (id: string, send_at: Date) =>
    this.#ask('PATCH', '/api/v1/scheduled-messages/{scheduled_id}', { ids: [id], body: { send_at: send_at.toISOString() } })
  cancelScheduled = (id: string) => this.#ask('DELETE', '/api/v1/scheduled-messages/{scheduled_id}', { ids: [id] })
  sendScheduled = (id: string) => this.#ask('POST', '/api/v1/scheduled-messages/{scheduled_id}/send', { ids: [id] })

  editMessage = (id: string, body: string) =>
    this.#ask('PATCH', '/api/v1/messages/{message_id}', { ids: [id], body: { body } })
  deleteMessage = (id: string) => this.#ask('DELETE', '/api/v1/messages/{message_id}', { ids: [id] })
  revisions = async (id: string) => (await this.#ask('GET', '/api/v1/messages/{message_id}/revisions', { ids: [id] })).items

  customer = (id: string) => this.#ask('GET', '/api/v1/customers/{customer_id}', { ids: [id] })
  customerConversations = (id: string) =>
    this.#ask('GET', '/api/v1/customers/{customer_id}/conversations', { ids: [id] })
  changeCustomer = (id: string, change: T.CustomerChanges) =>
    this.#ask('PATCH', '/api/v1/customers/{customer_id}', { ids: [id], body: change })

  attachmentUrl = (id: string) => urlOf('/api/v1/attachments/{attachment_id}', [id])

  attach = (conversationId: string, file: File, onProgress: Progress, signal: AbortSignal) =>
    upload(
      '/api/v1/conversations/{conversation_id}/attachments',
      { ids: [conversationId], query: { name: file.name }, signal },
      file,
      SAME_SITE,
      onProgress,
    )
}
