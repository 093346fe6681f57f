import type { Presence, PresenceChanges } from '@visavis/client'
import { beforeEach, expect, test } from 'vitest'
import { Presences, type PresenceApi } from './presence.svelte.ts'

const presence = (agent_id: string, change: Partial<Presence> = {}): Presence => ({
  agent_id,
  status: 'available',
  reason: '',
  since: '2025-11-12T08:00:00Z',
  places: 3,
  ...change,
})

type Asked<Answer> = { answer: (answer: Answer) => void; refuse: (error: unknown) => void }

/** A server that answers when the test says so. */
class Server implements PresenceApi {
  lists: Asked<Presence[]>[] = []
  changes: (Asked<Presence> & { change: PresenceChanges })[] = []
  presence = () => new Promise<Presence[]>((answer, refuse) => this.lists.push({ answer, refuse }))
  changePresence = (change: PresenceChanges) =>
    new Promise<Presence>((answer, refuse) => this.changes.push({ change, answer, refuse }))
}

let server: Server
let refused: unknown[]
let agentId: string | null
let presences: Presences

beforeEach(async () => {
  server = new Server()
  refused = []
  agentId = 'lea'
  presences = new Presences(server, () => agentId, (error) => refused.push(error))
  const loaded = presences.load()
  server.lists.shift()!.answer([presence('lea'), presence('karim', { status: 'busy', reason: 'Appel' })])
  await loaded
})

test('whoever never came is offline', () => {
  expect(presences.of('karim')).toMatchObject({ status: 'busy', reason: 'Appel' })
  expect(presences.of('oliver')).toEqual({ status: 'offline', reason: '' })
})

test('an agent’s choice shows at once, and stays when the server has it', async () => {
  const chosen = presences.change({ status: 'busy', reason: ' Formation ' })
  expect(presences.own).toMatchObject({ status: 'busy', reason: 'Formation' })
  await Promise.resolve()
  server.changes[0]!.answer(presence('lea', { status: 'busy', reason: 'Formation' }))
  await chosen
  expect(presences.own).toMatchObject({ status: 'busy', reason: 'Formation' })
  expect(refused).toEqual([])
})

test('another status forgets the reason of the last, another number of places does not', () => {
  presences.hear(presence('lea', { status: 'busy', reason: 'Pause' }))
  void presences.change({ places: 5 })
  expect(presences.own).toMatchObject({ status: 'busy', reason: 'Pause', places: 5 })
  void presences.change({ status: 'available' })
  expect(presences.own).toMatchObject({ status: 'available', reason: '', places: 5 })
})

test('a refused choice is taken back and told, those after it stand', async () => {
  const away = presences.change({ status: 'away' })
  const places = presences.change({ places: 6 })
  await Promise.resolve()
  expect(server.changes.map(({ change }) => change)).toEqual([{ status: 'away' }])
  server.changes[0]!.refuse('no')
  await away
  expect(refused).toEqual(['no'])
  expect(presences.own).toMatchObject({ status: 'available', places: 6 })
  await Promise.resolve()
  server.changes[1]!.answer(presence('lea', { places: 6 }))
  await places
  expect(presences.own).toMatchObject({ status: 'available', places: 6 })
})

test('an event that comes twice changes nothing more', () => {
  const away = presence('karim', { status: 'away' })
  presences.hear(away)
  presences.hear(away)
  expect(presences.statusOf('karim')).toBe('away')
})

test('what is heard while the list is on its way is not overwritten by it', async () => {
  const loaded = presences.load()
  presences.hear(presence('karim', { status: 'away' }))
  server.lists.shift()!.answer([presence('lea'), presence('karim', { status: 'busy' })])
  await loaded
  expect(presences.statusOf('karim')).toBe('away')
})

test('a list asked for before a second connection is not heeded, and a lost one forgets nothing', async () => {
  const first = presences.load()
  const second = presences.load()
  server.lists[1]!.answer([presence('lea', { status: 'busy' })])
  server.lists[0]!.answer([presence('lea')])
  await Promise.all([first, second])
  expect(presences.own?.status).toBe('busy')
  expect(presences.statusOf('karim')).toBe('offline')
  const third = presences.load()
  server.lists[2]!.refuse('away')
  await third
  expect(presences.own?.status).toBe('busy')
})

test('whoever signs out leaves nothing behind, not even an answer that was on its way', async () => {
  const chosen = presences.change({ status: 'busy' })
  const queued = presences.change({ places: 1 })
  await Promise.resolve()
  presences.clear()
  agentId = 'karim'
  server.changes[0]!.refuse('signed out')
  await Promise.all([chosen, queued])
  expect(server.changes).toHaveLength(1)
  expect(presences.own).toBeNull()
  expect(presences.statusOf('lea')).toBe('offline')
  expect(refused).toEqual([])
})
