import { expect, test } from 'vitest'
import { Replica } from '../src/replica.ts'
import type { Fetched } from '../src/replica.ts'
import type { AnyConversation } from '../src/types.ts'
import { said } from './house.ts'

test('a conversation opened while everything is fetched afresh keeps its messages', async () => {
  const replica = new Replica(() => {})
  let answer: (fetched: Fetched) => void = () => {}
  const list = replica.load(() => new Promise<Fetched>((resolve) => (answer = resolve)), true)
  const opened = { id: 'c1', version: 1 } as AnyConversation
  const hello = said('Bonjour', { conversation_id: 'c1' })
  await replica.load(async () => ({ conversations: [opened], messages: { c1: [hello] } }))
  answer({ conversations: [opened] })
  await list
  expect(replica.snapshot.messages['c1']).toEqual([hello])
})
