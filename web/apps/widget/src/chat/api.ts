import { ApiError, call, problemOf, unreachable } from '@visavis/client'
import type { Attachment, Message, VisitorConversation } from '@visavis/client'
import type { Attributes } from '../loader/protocol.ts'

const BASE = '/api/v1/widget'

export type Visitor = { id: string; name: string | null; email: string | null; identified: boolean }
export type BrandFace = { id: string; slug: string; name: string; accent: string; locale: string; greeting: string }
export type Session = { token: string; visitor: Visitor; brand: BrandFace }
export type Listed = { items: VisitorConversation[]; at: string }
export type Opened = { conversation: VisitorConversation; messages: Message[]; more: boolean; at: string }
export type Claims = { name?: string; email?: string; attributes?: Attributes }

/** The visitor's calls; each carries the token of the moment, renewed once when it is refused. */
export class VisitorApi {
  readonly #token: () => string
  readonly #renew: () => Promise<unknown>

  constructor(token: () => string, renew: () => Promise<unknown>) {
    this.#token = token
    this.#renew = renew
  }

  static session(brand: string, locale: string, token: string | null): Promise<Session> {
    return call('POST', `${BASE}/session`, { body: token ? { brand, locale, token } : { brand, locale } })
  }

  identify(jwt: string): Promise<Session> {
    return this.#call('POST', '/identify', { jwt })
  }

  describe(claims: Claims): Promise<Visitor> {
    return this.#call('PATCH', '/visitor', claims)
  }

  conversations(): Promise<Listed> {
    return this.#call('GET', '/conversations')
  }

  conversation(id: string): Promise<Opened> {
    return this.#call('GET', `/conversations/${id}`)
  }

  before(id: string, seq: number): Promise<{ items: Message[]; more: boolean }> {
    return this.#call('GET', `/conversations/${id}/messages?before=${seq}`)
  }

  resolve(id: string): Promise<VisitorConversation> {
    return this.#call('POST', `/conversations/${id}/resolve`)
  }

  edit(id: string, body: string): Promise<Message> {
    return this.#call('PATCH', `/messages/${id}`, { body })
  }

  remove(id: string): Promise<Message> {
    return this.#call('DELETE', `/messages/${id}`)
  }

  async file(id: string): Promise<Blob> {
    return this.#renewed(async () => {
      const response = await fetch(`${BASE}/attachments/${id}`, {
        headers: { Authorization: `Bearer ${this.#token()}` },
      }).catch(() => null)
      if (!response) throw new ApiError(unreachable())
      if (!response.ok) throw new ApiError(await problemOf(response))
      return response.blob()
    })
  }

  /** Uploads with progress, 0 to 1; `fetch` cannot tell how much has left. */
  upload(file: File, onProgress: (share: number) => void, signal: AbortSignal): Promise<Attachment> {
    return this.#renewed(
      () =>
        new Promise((resolve, reject) => {
          const request = new XMLHttpRequest()
          const failed = () => reject(new ApiError(unreachable()))
          request.open('POST', `${BASE}/attachments?name=${encodeURIComponent(file.name)}`)
          request.setRequestHeader('Authorization', `Bearer ${this.#token()}`)
          request.setRequestHeader('Content-Type', file.type || 'application/octet-stream')
          request.upload.onprogress = (event) => onProgress(event.loaded / event.total)
          request.onerror = request.ontimeout = request.onabort = failed
          request.onload = async () => {
            if (request.status < 300) return resolve(JSON.parse(request.responseText) as Attachment)
            const { status, responseText } = request
            reject(new ApiError(await problemOf({ status, text: async () => responseText })))
          }
          signal.addEventListener('abort', () => request.abort())
          request.send(file)
        }),
    )
  }

  #call<T>(method: string, path: string, body?: unknown): Promise<T> {
    return this.#renewed(() =>
      call<T>(method, BASE + path, { body }, { Authorization: `Bearer ${this.#token()}` }),
    )
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
