import type { Problem } from './types.ts'

/** An answer that is not a success; `problem.code` is `unreachable` when there was none. */
export class ApiError extends Error {
  readonly problem: Problem

  constructor(problem: Problem) {
    super(problem.detail || problem.title)
    this.problem = problem
  }

  get code(): string {
    return this.problem.code
  }

  get status(): number {
    return this.problem.status
  }
}

export type Query = Record<string, string | number | boolean | null | undefined>

export type Request = {
  query?: Query
  body?: unknown
  headers?: Record<string, string>
  signal?: AbortSignal
}

/** Hears the share sent, 0 to 1. */
export type Progress = (share: number) => void

/** `path` with the query's non-empty values. */
export function withQuery(path: string, query: Query = {}): string {
  const entries = Object.entries(query).filter(([, value]) => value !== null && value !== undefined && value !== '')
  if (entries.length === 0) return path
  return `${path}?${new URLSearchParams(entries.map(([key, value]) => [key, String(value)]))}`
}

/** One call, JSON in and out; throws `ApiError`, or `AbortError` when it was aborted. */
export async function call<T>(method: string, path: string, { query, body, headers, signal }: Request = {}): Promise<T> {
  const init: RequestInit = { method, headers: { Accept: 'application/json', ...headers }, credentials: 'same-origin' }
  if (signal) init.signal = signal
  if (body !== undefined) {
    init.body = JSON.stringify(body)
    init.headers = { ...init.headers, 'Content-Type': 'application/json' }
  }
  let response: Response
  try {
    response = await fetch(withQuery(path, query), init)
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error
    throw new ApiError(unreachable())
  }
  return read<T>(response)
}

/** A file sent with progress; `fetch` cannot tell how much has left. */
export function send<T>(url: string, file: File, { headers, signal }: Request, onProgress: Progress): Promise<T> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('POST', url)
    request.setRequestHeader('Content-Type', file.type || 'application/octet-stream')
    for (const [name, value] of Object.entries(headers ?? {})) request.setRequestHeader(name, value)
    request.upload.onprogress = (event) => onProgress(event.loaded / event.total)
    request.onerror = request.ontimeout = request.onabort = () => reject(new ApiError(unreachable()))
    request.onload = () => resolve(read<T>({ status: request.status, text: async () => request.responseText }))
    signal?.addEventListener('abort', () => request.abort())
    request.send(file)
  })
}

type Said = Pick<Response, 'status' | 'text'>

/** The one place where what the server says is taken at its description's word. */
async function read<T>(answer: Said): Promise<T> {
  if (answer.status >= 300) throw new ApiError(await problemOf(answer))
  const text = await answer.text()
  return (text ? JSON.parse(text) : undefined) as T
}

/** The problem an unsuccessful answer speaks of, even when a proxy wrote it. */
export async function problemOf(response: Said): Promise<Problem> {
  const text = await response.text().catch(() => '')
  try {
    const problem: Partial<Problem> = JSON.parse(text)
    if (typeof problem.code === 'string') return { ...blank(response.status), ...problem }
  } catch {
    // Not JSON: a proxy's page.
  }
  return blank(response.status)
}

function blank(status: number): Problem {
  const code = status === 413 ? 'too_large' : status === 429 ? 'too_many_requests' : status >= 500 ? 'server_error' : 'unknown'
  return { type: `urn:visavis:error:${code}`, title: '', status, code }
}

export function unreachable(): Problem {
  return { ...blank(0), code: 'unreachable' }
}
