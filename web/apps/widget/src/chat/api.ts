import { ApiError, asking, call, problemOf, unreachable, upload, urlOf } from '@visavis/client'
import type { Attachment, Locale, Schemas, ServiceMode } from '@visavis/client'

export type Visitor = Schemas['VisitorView']
export type BrandFace = Schemas['BrandView']
export type Session = Schemas['Visit']
export type Claims = Schemas['VisitorChanges']

const ask = asking(call)

/** The visitor's calls; each carries the token of the moment, renewed once when it is refused. */
export class VisitorApi {
  readonly #token: () => string
  readonly #renew: () => Promise<unknown>

  readonly ask = asking((method, url, request) =>
    this.#renewed(() => call(method, url, { ...request, headers: this.#signed })),
  )

  constructor(token: () => string, renew: () => Promise<unknown>) {
    this.#token = token
    this.#renew = renew
  }

  static session = (brand: string, locale: Locale, token: string | null) =>
    ask('POST', '/api/v1/widget/session', { body: { brand, locale, token } })

  identify = (jwt: string) => this.ask('POST', '/api/v1/widget/identify', { body: { jwt } })
  describe = (claims: Claims) => this.ask('PATCH', '/api/v1/widget/visitor', { body: claims })

  choose = (service_mode: ServiceMode | null) =>
    this.ask('PUT', '/api/v1/widget/service-mode', { body: { service_mode } })

  hours = () => this.ask('GET', '/api/v1/widget/hours')

  conversations = () => this.ask('GET', '/api/v1/widget/conversations')
  conversation = (id: string) => this.ask('GET', '/api/v1/widget/conversations/{conversation_id}', { ids: [id] })
  before = (id: string, seq: number) =>
    this.ask('GET', '/api/v1/widget/conversations/{conversation_id}/messages', { ids: [id], query: { before: seq } })
  resolve = (id: string) => this.ask('POST', '/api/v1/widget/conversations/{conversation_id}/resolve', { ids: [id] })
  edit = (id: string, body: string) =>
    this.ask('PATCH', '/api/v1/widget/messages/{message_id}', { ids: [id], body: { body } })
  remove = (id: string) => this.ask('DELETE', '/api/v1/widget/messages/{message_id}', { ids: [id] })

  file(id: string): Promise<Blob> {
    return this.#renewed(async () => {
      const url = urlOf('/api/v1/widget/attachments/{attachment_id}', [id])
      const response = await fetch(url, { headers: this.#signed }).catch(() => null)
      if (!response) throw new ApiError(unreachable())
      if (!response.ok) throw new ApiError(await problemOf(response))
      return response.blob()
    })
  }

  upload(file: File, onProgress: (share: number) => void, signal: AbortSignal): Promise<Attachment> {
    const given = { query: { name: file.name }, signal }
    return this.#renewed(() => upload('/api/v1/widget/attachments', given, file, this.#signed, onProgress))
  }

  get #signed(): Record<string, string> {
    return { Authorization: `Bearer ${this.#token()}` }
  }

  async #renewed<T>(act: () => Promise<T>): Promise<T> {
    try {
      return await act()
    } catch (error) {
      if (!(error instanceof ApiError) || error.status !== 401) throw error
      await this.#renew()
      return act()
    }
  }
}

export function codeOf(error: unknown): string {
  return error instanceof ApiError ? error.code : 'unknown'
}
