import { expect, test } from 'vitest'
import { problemOf, withQuery } from './http.ts'

const answer = (status: number, body: string) => ({ status, text: () => Promise.resolve(body) })

test('a query carries what is said and nothing empty', () => {
  expect(withQuery('/conversations', { view: 'mine', q: '', after: null, limit: 40 })).toBe('/conversations?view=mine&limit=40')
  expect(withQuery('/agents')).toBe('/agents')
})

test('a problem keeps its code, its words and its delay', async () => {
  const problem = await problemOf(answer(429, '{"code":"too_many_requests","title":"Wait","retry_after":30}'))
  expect(problem).toMatchObject({ code: 'too_many_requests', title: 'Wait', status: 429, retry_after: 30 })
})

test.each([
  [413, 'too_large'],
  [429, 'too_many_requests'],
  [502, 'server_error'],
  [404, 'unknown'],
])('a proxy’s own page with %i is understood as %s', async (status, code) => {
  expect(await problemOf(answer(status, '<html>'))).toMatchObject({ code, status })
})
