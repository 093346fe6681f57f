import { afterEach, expect, test, vi } from 'vitest'
import { StaffApi } from './staff.ts'

const onSignedOut = vi.fn()
const fetched = vi.fn<typeof fetch>()
const api = new StaffApi(onSignedOut)

vi.stubGlobal('fetch', fetched)
afterEach(() => vi.clearAllMocks())

const answers = (status: number, json?: unknown) =>
  fetched.mockResolvedValueOnce(new Response(json === undefined ? null : JSON.stringify(json), { status }))

test('an act says which site it comes from, a question does not', async () => {
  answers(200, { id: 'c1' })
  expect(await api.handOver('c1', { agent_id: 'a1', team_id: null }, 'Yours')).toEqual({ id: 'c1' })
  expect(fetched).toHaveBeenLastCalledWith('/api/v1/conversations/c1/hand-over', {
    method: 'POST',
    credentials: 'same-origin',
    headers: { Accept: 'application/json', 'Content-Type': 'application/json', 'X-Visavis': '1' },
    body: '{"agent_id":"a1","team_id":null,"note":"Yours"}',
  })
  answers(200, { items: [], more: false })
  await api.olderMessages('c1', 7)
  expect(fetched).toHaveBeenLastCalledWith('/api/v1/conversations/c1/messages?before=7&limit=50', {
    method: 'GET',
    credentials: 'same-origin',
    headers: { Accept: 'application/json' },
  })
})

test('an answer without a body is nothing', async () => {
  answers(204)
  expect(await api.removeTeam('t1')).toBeUndefined()
})

test('a refusal for want of a session is told, except where one asks for the session', async () => {
  answers(401, { code: 'unauthenticated' })
  await expect(api.agents()).rejects.toMatchObject({ code: 'unauthenticated', status: 401 })
  expect(onSignedOut).toHaveBeenCalledOnce()
  answers(401, { code: 'unauthenticated' })
  await expect(api.me()).rejects.toMatchObject({ status: 401 })
  expect(onSignedOut).toHaveBeenCalledOnce()
})

test('no answer at all is a problem of its own, an abort is not', async () => {
  fetched.mockRejectedValueOnce(new TypeError('Failed to fetch'))
  await expect(api.counts()).rejects.toMatchObject({ code: 'unreachable' })
  fetched.mockRejectedValueOnce(new DOMException('', 'AbortError'))
  await expect(api.counts()).rejects.toMatchObject({ name: 'AbortError' })
})

test('a file goes with its name, its type and its progress; what comes back is an answer like any other', async () => {
  const sent: FakeUpload[] = []
  class FakeUpload {
    status = 0
    responseText = ''
    upload = { onprogress: (_: { loaded: number; total: number }) => {} }
    onload = () => {}
    onabort = () => {}
    open = vi.fn()
    setRequestHeader = vi.fn()
    send = vi.fn(() => sent.push(this))
    abort = () => this.onabort()

    answer(status: number, text: string): void {
      Object.assign(this, { status, responseText: text })
      this.onload()
    }
  }
  vi.stubGlobal('XMLHttpRequest', FakeUpload)
  const file = new File(['x'], 'a & b.txt', { type: 'text/plain' })
  const progress = vi.fn()
  const stop = new AbortController()
  const attach = () => api.attach('c1', file, progress, stop.signal)

  const stored = attach()
  expect(sent[0]?.open).toHaveBeenCalledWith('POST', '/api/v1/conversations/c1/attachments?name=a+%26+b.txt')
  expect(sent[0]?.setRequestHeader.mock.calls).toEqual([
    ['Content-Type', 'text/plain'],
    ['X-Visavis', '1'],
  ])
  sent[0]?.upload.onprogress({ loaded: 1, total: 4 })
  expect(progress).toHaveBeenCalledWith(0.25)
  sent[0]?.answer(201, '{"id":"f1"}')
  expect(await stored).toEqual({ id: 'f1' })

  const refused = attach()
  sent[1]?.answer(413, '<html>')
  await expect(refused).rejects.toMatchObject({ code: 'too_large' })

  const stopped = attach()
  stop.abort()
  await expect(stopped).rejects.toMatchObject({ code: 'unreachable' })
})
