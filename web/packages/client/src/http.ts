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

export type Query = Record<string, string | number | null | undefined>

export type Request = {
  query?: Query
  body?: unknown
  signal?: AbortSignal | undefined
}

/** `path` with the query's non-empty values. */
export function withQuery(path: string, query: Query = {}): string {
  const entries = Object.entries(query).filter(([, value]) => value !== null && value !== undefined && value !== '')
  if (entries.length === 0) return path
  return `${path}?${new URLSearchParams(entries.map(([key, value]) => [key, String(value)]))}`
}

/** One call, JSON in and out; throws `ApiError`, or `AbortError` when it was aborted. */
export async function call<T>(method: string, path: string, request: Request = {}, headers: Record<string, string> = {}): Promise<T> {
  const init: RequestInit = { method, headers: { Accept: 'application/json', ...headers }, credentials: 'same-origin' }
  if (request.signal) init.signal = request.signal
  if (request.body instanceof Blob) {
    init.body = request.body
    init.headers = { ...init.headers, 'Content-Type': request.body.type || 'application/octet-stream' }
  } else if (request.body !== undefined) {
    init.body = JSON.stringify(request.body)
    init.headers = { ...init.headers, 'Content-Type': 'application/json' }
  }
  let response: Response
  try {
    response = await fetch(withQuery(path, request.query), init)
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error
    throw new ApiError(unreachable())
  }
  if (!response.ok) throw new ApiError(await problemOf(response))
  if (response.status === 204) return undefined as T
  return (await response.json()) as T
}

/** The problem an unsuccessful answer speaks of, even when a proxy wrote it. */
export async function problemOf(response: Pick<Response, 'status' | 'text'>): Promise<Problem> {
  const text = await response.text().catch(() => '')
  try {
    const problem = JSON.parse(text) as Partial<Problem>
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
