import { call, problemOf, unreachable, ApiError, type Request } from './http.ts'
import type * as T from './types.ts'

const BASE = '/api/v1'
const SAME_SITE = { 'X-Visavis': '1' }

export type ListFilter = {
  view: T.View
  brand_id: string | null
  status: T.Status | 'any'
  q: string
  after: string | null
  limit: number
}

export type Assignment = { agent_id: string | null; team_id: string | null }

/** The staff's API, one method per act. `onSignedOut` hears of every answer that asks for a sign-in. */
export class StaffApi {
  readonly #onSignedOut: () => void

  constructor(onSignedOut: () => void) {
    this.#onSignedOut = onSignedOut
  }

  signIn = (email: string, password: string) => this.#do<T.Me>('POST', '/session', { body: { email, password } })
  me = () => this.#do<T.Me>('GET', '/session')
  signOut = () => this.#do<void>('DELETE', '/session')
  sessions = () => this.#list<T.Session>('/sessions')
  revokeSession = (id: string) => this.#do<void>('DELETE', `/sessions/${id}`)
  changePassword = (current: string, next: string) =>
    this.#do<void>('POST', '/session/password', { body: { current, new: next } })
  changeProfile = (profile: { name?: string; locale?: T.Locale }) =>
    this.#do<unknown>('PATCH', '/session/profile', { body: profile })
  liveTicket = () => this.#do<{ ticket: string }>('POST', '/live/ticket')

  agents = () => this.#list<T.Agent>('/agents')
  addAgent = (agent: T.NewAgent) => this.#do<T.Agent>('POST', '/agents', { body: agent })
  changeAgent = (id: string, change: Partial<Omit<T.Agent, 'id'>> & { password?: string }) =>
    this.#do<T.Agent>('PATCH', `/agents/${id}`, { body: change })
  teams = () => this.#list<T.Team>('/teams')
  addTeam = (team: { name: string; agent_ids: string[] }) => this.#do<T.Team>('POST', '/teams', { body: team })
  changeTeam = (id: string, change: { name?: string; agent_ids?: string[] }) =>
    this.#do<T.Team>('PATCH', `/teams/${id}`, { body: change })
  removeTeam = (id: string) => this.#do<void>('DELETE', `/teams/${id}`)
  apiKeys = () => this.#list<T.ApiKey>('/api-keys')
  addApiKey = (name: string) => this.#do<T.FreshApiKey>('POST', '/api-keys', { body: { name } })
  removeApiKey = (id: string) => this.#do<void>('DELETE', `/api-keys/${id}`)
  brands = () => this.#list<T.Brand>('/brands')
  addBrand = (brand: T.BrandInput) => this.#do<T.Brand>('POST', '/brands', { body: brand })
  changeBrand = (id: string, change: Partial<Omit<T.BrandInput, 'slug'>>) => this.#do<T.Brand>('PATCH', `/brands/${id}`, { body: change })
  rotateSecret = (id: string) => this.#do<{ secret: string }>('POST', `/brands/${id}/secret`)

  conversations = (filter: ListFilter, signal?: AbortSignal) =>
    this.#do<T.Inbox>('GET', '/conversations', { query: filter, signal })
  counts = () => this.#do<T.Counts>('GET', '/conversations/counts')
  conversation = (id: string) => this.#do<T.OpenedConversation>('GET', `/conversations/${id}`)
  olderMessages = (id: string, before: number) =>
    this.#do<T.Timeline>('GET', `/conversations/${id}/messages`, { query: { before, limit: 50 } })
  take = (id: string) => this.#act(id, 'take')
  assign = (id: string, to: Assignment) => this.#act(id, 'assign', to)
  handOver = (id: string, to: Assignment, note: string) => this.#act(id, 'hand-over', { ...to, note })
  snooze = (id: string, until: Date) => this.#act(id, 'snooze', { until: until.toISOString() })
  resolve = (id: string) => this.#act(id, 'resolve')
  reopen = (id: string) => this.#act(id, 'reopen')

  editMessage = (id: string, body: string) => this.#do<T.Message>('PATCH', `/messages/${id}`, { body: { body } })
  deleteMessage = (id: string) => this.#do<T.Message>('DELETE', `/messages/${id}`)
  revisions = (id: string) => this.#list<T.Revision>(`/messages/${id}/revisions`)

  customer = (id: string) => this.#do<T.Customer>('GET', `/customers/${id}`)
  customerConversations = (id: string) => this.#list<T.Conversation>(`/customers/${id}/conversations`)
  changeCustomer = (id: string, change: Partial<Pick<T.Customer, 'name' | 'email' | 'phone'>>) =>
    this.#do<T.Customer>('PATCH', `/customers/${id}`, { body: change })

  attachmentUrl = (id: string) => `${BASE}/attachments/${id}`

  /** `onProgress` hears the share sent, 0 to 1. */
  attach(conversationId: string, file: File, onProgress: (share: number) => void, signal: AbortSignal): Promise<T.Attachment> {
    const { promise, resolve, reject } = Promise.withResolvers<T.Attachment>()
    const request = new XMLHttpRequest()
    const fail = () => reject(new ApiError(unreachable()))
    request.open('POST', `${BASE}/conversations/${conversationId}/attachments?name=${encodeURIComponent(file.name)}`)
    request.setRequestHeader('X-Visavis', '1')
    request.setRequestHeader('Content-Type', file.type || 'application/octet-stream')
    request.upload.onprogress = (event) => onProgress(event.loaded / event.total)
    request.onerror = request.ontimeout = request.onabort = fail
    request.onload = () => {
      if (request.status < 300) return resolve(JSON.parse(request.responseText) as T.Attachment)
      const answer = { status: request.status, text: () => Promise.resolve(request.responseText) }
      void problemOf(answer).then((problem) => reject(new ApiError(problem)))
    }
    signal.addEventListener('abort', () => request.abort())
    request.send(file)
    return promise
  }

  #act(id: string, act: string, body?: unknown): Promise<T.Conversation> {
    return this.#do<T.Conversation>('POST', `/conversations/${id}/${act}`, { body })
  }

  async #list<Item>(path: string): Promise<Item[]> {
    const answer = await this.#do<Item[] | { items: Item[] }>('GET', path)
    return Array.isArray(answer) ? answer : answer.items
  }

  async #do<Answer>(method: string, path: string, request: Request = {}): Promise<Answer> {
    try {
      return await call<Answer>(method, BASE + path, request, method === 'GET' ? {} : SAME_SITE)
    } catch (error) {
      if (error instanceof ApiError && error.status === 401 && path !== '/session') this.#onSignedOut()
      throw error
    }
  }
}
