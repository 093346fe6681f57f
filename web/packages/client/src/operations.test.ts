import { expect, expectTypeOf, test, vi } from 'vitest'
import { asking, urlOf, type Answer, type Body, type PathOf, type QueryOf } from './operations.ts'
import type { Agent, Conversation, Me, NewTeam } from './types.ts'

const call = vi.fn(() => Promise.withResolvers<never>().promise)
const ask = asking(call)

test('a template is filled in order, and nothing in an identifier escapes its place', () => {
  expect(urlOf('/api/v1/attachments/{attachment_id}', ['a/b?{c}$&'])).toBe('/api/v1/attachments/a%2Fb%3F%7Bc%7D%24%26')
})

test('what is given goes along with the address', () => {
  const given = { ids: ['c1'], query: { before: 7 } } satisfies { ids: [string]; query: object }
  void ask('GET', '/api/v1/conversations/{conversation_id}/messages', given)
  expect(call).toHaveBeenLastCalledWith('GET', '/api/v1/conversations/c1/messages', given)
  void ask('GET', '/api/v1/agents')
  expect(call).toHaveBeenLastCalledWith('GET', '/api/v1/agents', {})
})

test('types follow the description', () => {
  expectTypeOf<Answer<'GET', '/api/v1/agents'>>().toEqualTypeOf<Agent[]>()
  expectTypeOf<Answer<'POST', '/api/v1/session'>>().toEqualTypeOf<Me>()
  expectTypeOf<Answer<'DELETE', '/api/v1/session'>>().toEqualTypeOf<void>()
  expectTypeOf<Answer<'DELETE', '/api/v1/teams/{team_id}'>>().toEqualTypeOf<void>()
  expectTypeOf<Body<'POST', '/api/v1/teams'>>().toEqualTypeOf<NewTeam>()
  expectTypeOf<Body<'GET', '/api/v1/teams'>>().toEqualTypeOf<undefined>()
  expectTypeOf<QueryOf<'GET', '/api/v1/conversations'>>().toHaveProperty('view')
  expectTypeOf<QueryOf<'GET', '/api/v1/agents'>>().toEqualTypeOf<never>()
  expectTypeOf<PathOf<'TRACE'>>().toEqualTypeOf<never>()
  const taken = () => ask('POST', '/api/v1/conversations/{conversation_id}/take', { ids: ['c1'] })
  expectTypeOf(taken).returns.resolves.toEqualTypeOf<Conversation>()
})

test('what the server does not know is a type error', () => {
  // @ts-expect-error: No such path.
  void ask('GET', '/api/v1/nowhere')
  // @ts-expect-error: No such method.
  void ask('DELETE', '/api/v1/agents')
  // @ts-expect-error: An identifier is missing.
  void ask('GET', '/api/v1/conversations/{conversation_id}')
  // @ts-expect-error: One identifier too many.
  void ask('GET', '/api/v1/conversations/{conversation_id}', { ids: ['c1', 'c2'] })
  // @ts-expect-error: The body is missing.
  void ask('POST', '/api/v1/teams')
  // @ts-expect-error: A field is missing.
  void ask('POST', '/api/v1/teams', { body: { agent_ids: [] } })
  // @ts-expect-error: No such field.
  void ask('POST', '/api/v1/teams', { body: { name: 'Sales', colour: 'red' } })
  // @ts-expect-error: No body is read here.
  void ask('POST', '/api/v1/live/ticket', { body: {} })
  // @ts-expect-error: No such view.
  void ask('GET', '/api/v1/conversations', { query: { view: 'theirs' } })
  // @ts-expect-error: No query is read here.
  void ask('GET', '/api/v1/agents', { query: { q: 'Ann' } })
})
