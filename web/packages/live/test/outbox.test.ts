import 'fake-indexeddb/auto'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { LiveConnection } from '../src/connection.ts'
import { openDrawer } from '../src/drawer.ts'
import { Outbox } from '../src/outbox.ts'
import type { OutboxItem, OutboxOptions } from '../src/outbox.ts'
import type { Send } from '../src/types.ts'
import { House, said } from './house.ts'

let house: House
let scope = 0
const closing: { close?: () => void; stop?: () => void }[] = []

beforeEach(async () => {
  house = await House.open()
  scope += 1
})

afterEach(async () => {
  for (const thing of closing.splice(0)) (thing.close ?? thing.stop)?.call(thing)
  await house.close()
})

/** One tab: an outbox on a live connection. */
async function tab(options: Partial<OutboxOptions> = {}) {
  const shown: { items: readonly OutboxItem[] } = { items: [] }
  const connection = new LiveConnection({
    url: house.url,
    token: async () => 'token',
    onFrame: (frame) => outbox.receive(frame),
    onState: (state) => (state === 'online' ? outbox.online() : outbox.offline()),
    onReset: () => {},
    random: () => 0,
  })
  const outbox: Outbox = await Outbox.open({
    scope: `maison-lumen:${scope}`,
    send: (frame) => connection.send(frame),
    onChange: (items) => (shown.items = items),
    ...options,
  })
  shown.items = outbox.items
  closing.push(outbox, connection)
  return { outbox, connection, shown }
}

const stored = async () =>
  (await (await openDrawer()).all(`maison-lumen:${scope}`)).sort((a, b) => a.order - b.order)
const sends = () => house.heard.filter((frame) => frame.type === 'send') as unknown as Send[]
const bodies = () => house.messages.map((message) => message.body)
const draft = (body: string, conversation_id: string | null = 'c-1') => ({
  thread: conversation_id ?? 'draft',
  conversation_id,
  body,
})

test('a message is shown at once, kept, sent, and forgotten once it is committed', async () => {
  const { outbox, connection, shown } = await tab()
  const kept = outbox.add(draft('Bonjour'))
  expect(shown.items.map((item) => item.body)).toEqual(['Bonjour'])
  await kept
  expect((await stored()).map((item) => item.body)).toEqual(['Bonjour'])
  connection.start()
  await vi.waitFor(() => expect(shown.items).toEqual([]))
  expect(bodies()).toEqual(['Bonjour'])
  await vi.waitFor(async () => expect(await stored()).toEqual([]))
})

test('words written without a network leave in their order, one at a time', async () => {
  const { outbox, connection, shown } = await tab()
  for (const body of ['un', 'deux', 'trois']) await outbox.add(draft(body))
  let inFlight = 0
  house.onSend = (socket, send) => {
    inFlight += 1
    expect(inFlight).toBe(1)
    setImmediate(() => {
      inFlight -= 1
      house.accept(socket, send)
    })
  }
  connection.start()
  await vi.waitFor(() => expect(shown.items).toEqual([]))
  expect(bodies()).toEqual(['un', 'deux', 'trois'])
})

test('a lost ack leads to the same id again, and to one message', async () => {
  const { outbox, connection, shown } = await tab()
  house.onSend = (socket, send) => {
    house.onHello = (next, resume) => house.welcome(next, resume === null ? null : house.at)
    house.onSend = (next, again) => house.accept(next, again)
    socket.terminate()
    house.sockets = house.sockets.filter((other) => other !== socket)
    house.accept(null, send)
  }
  await outbox.add(draft('Bonjour'))
  connection.start()
  await vi.waitFor(() => expect(shown.items).toEqual([]))
  expect(sends().length).toBe(2)
  expect(new Set(sends().map((send) => send.client_id)).size).toBe(1)
  expect(bodies()).toEqual(['Bonjour'])
})

test('an ack that never comes on a living socket is asked for again', async () => {
  const { outbox, connection, shown } = await tab({ ackWithin: 20 })
  house.onSend = () => (house.onSend = (socket, send) => house.accept(socket, send))
  await outbox.add(draft('Bonjour'))
  connection.start()
  await vi.waitFor(() => expect(shown.items).toEqual([]))
  expect(sends().length).toBe(2)
  expect(bodies()).toEqual(['Bonjour'])
})

test('our own message in the events we missed is an ack', async () => {
  const { outbox, connection, shown } = await tab()
  connection.start()
  await vi.waitFor(() => expect(connection.state).toBe('online'))
  house.onSend = (socket, send) => {
    socket.terminate()
    house.sockets = []
    house.accept(null, send)
  }
  await outbox.add(draft('Bonjour'))
  await vi.waitFor(() => expect(shown.items).toEqual([]))
  expect(bodies()).toEqual(['Bonjour'])
  expect(sends().length).toBe(1)
})

test('an ack that comes twice changes nothing', async () => {
  const onSent = vi.fn()
  const { outbox, connection, shown } = await tab({ onSent })
  house.onSend = (socket, send) => {
    house.accept(socket, send)
    house.accept(socket, send)
  }
  await outbox.add(draft('un'))
  await outbox.add(draft('deux'))
  connection.start()
  await vi.waitFor(() => expect(shown.items).toEqual([]))
  expect(onSent).toHaveBeenCalledTimes(2)
  expect(bodies()).toEqual(['un', 'deux'])
})

test('what follows a first word waits for its conversation', async () => {
  const { outbox, connection, shown } = await tab()
  await outbox.add(draft('Ma lampe est cassée', null))
  await outbox.add(draft('Que faire ?', null))
  connection.start()
  await vi.waitFor(() => expect(shown.items).toEqual([]))
  expect(sends().map((send) => send.conversation_id)).toEqual([null, 'c-new'])
  const late = await outbox.add(draft('Merci', null))
  expect(late.conversation_id).toBe('c-new')
})

test('a tab that is killed leaves its words to the next one, under the same id', async () => {
  const first = await tab()
  const { client_id } = await first.outbox.add(draft('Bonjour'))
  first.outbox.close()
  const second = await tab()
  expect(second.shown.items.map((item) => item.client_id)).toEqual([client_id])
  second.connection.start()
  await vi.waitFor(() => expect(second.shown.items).toEqual([]))
  expect(bodies()).toEqual(['Bonjour'])
})

test('a tab leaves alone what a living tab has to send', async () => {
  const first = await tab()
  await first.outbox.add(draft('Bonjour'))
  const second = await tab()
  expect(second.shown.items).toEqual([])
})

test('without web locks, two tabs that send the same words make one message', async () => {
  const first = await tab({ locks: null })
  await first.outbox.add(draft('Bonjour'))
  const second = await tab({ locks: null })
  expect(second.shown.items.length).toBe(1)
  first.connection.start()
  second.connection.start()
  await vi.waitFor(() => expect([...first.shown.items, ...second.shown.items]).toEqual([]))
  expect(bodies()).toEqual(['Bonjour'])
})

test('a refused message stays, is tried again by hand, and does not hold the next', async () => {
  const { outbox, connection, shown } = await tab()
  house.onSend = (socket, send) => {
    if (send.body !== 'trop long') return house.accept(socket, send)
    const error = { type: '', title: '', status: 422, detail: '', code: 'too_large' }
    house.tell(socket, { type: 'failed', client_id: send.client_id, error })
  }
  const refused = await outbox.add(draft('trop long'))
  await outbox.add(draft('suite'))
  connection.start()
  await vi.waitFor(() => expect(bodies()).toEqual(['suite']))
  await vi.waitFor(() => expect(shown.items.map((item) => item.state)).toEqual(['failed']))
  expect((await stored())[0]).toMatchObject({ state: 'failed', error: { code: 'too_large' } })
  house.onSend = (socket, send) => house.accept(socket, send)
  await outbox.retry(refused.client_id)
  await vi.waitFor(() => expect(shown.items).toEqual([]))
})

test('a refused first word that is discarded lets the next one start', async () => {
  const { outbox, connection, shown } = await tab()
  house.onSend = (socket, send) => {
    if (send.body !== 'refusé') return house.accept(socket, send)
    const error = { type: '', title: '', status: 413, detail: '', code: 'too_large' }
    house.tell(socket, { type: 'failed', client_id: send.client_id, error })
  }
  const refused = await outbox.add(draft('refusé', null))
  await outbox.add(draft('Bonjour', null))
  connection.start()
  await vi.waitFor(() => expect(shown.items[0]!.state).toBe('failed'))
  expect(bodies()).toEqual([])
  await outbox.discard(refused.client_id)
  await vi.waitFor(() => expect(bodies()).toEqual(['Bonjour']))
})

test('a server that asks for a pause is asked again later, not given up', async () => {
  const { outbox, connection, shown } = await tab()
  house.onSend = (socket, send) => {
    const error = { type: '', title: '', status: 429, detail: '', code: 'too_many_requests', retry_after: 60 }
    house.tell(socket, { type: 'failed', client_id: send.client_id, error })
  }
  await outbox.add(draft('Bonjour'))
  connection.start()
  await vi.waitFor(() => expect(shown.items[0]!.error?.code).toBe('too_many_requests'))
  expect(shown.items[0]!.state).toBe('sending')
  house.onSend = (socket, send) => house.accept(socket, send)
  house.cut()
  await vi.waitFor(() => expect(shown.items).toEqual([]))
})

test('a browser without storage still sends', async () => {
  const drawer = { all: async () => [], put: () => Promise.reject(new Error('full')), remove: async () => {} }
  const { outbox, connection, shown } = await tab({ drawer })
  await outbox.add(draft('Bonjour'))
  connection.start()
  await vi.waitFor(() => expect(shown.items).toEqual([]))
  expect(bodies()).toEqual(['Bonjour'])
})

test('a frame that is refused locks still sends', async () => {
  const refuse = () => Promise.reject(new DOMException('refused', 'SecurityError'))
  const locks = { request: refuse, query: refuse } as unknown as LockManager
  const { outbox, connection, shown } = await tab({ locks })
  await outbox.add(draft('Bonjour'))
  connection.start()
  await vi.waitFor(() => expect(shown.items).toEqual([]))
  expect(bodies()).toEqual(['Bonjour'])
})

test('another person in the same browser sees nothing of it', async () => {
  const { outbox } = await tab()
  await outbox.add(draft('Bonjour'))
  outbox.close()
  const other = await tab({ scope: 'maison-lumen:someone-else' })
  expect(other.shown.items).toEqual([])
})

test('someone who signs in keeps what was not sent yet', async () => {
  const { outbox, shown } = await tab()
  await outbox.add(draft('Bonjour'))
  await outbox.rename('maison-lumen:claire')
  expect(shown.items[0]!.scope).toBe('maison-lumen:claire')
  expect(await stored()).toEqual([])
})

test('signing out forgets what was not sent', async () => {
  const { outbox, shown } = await tab()
  await outbox.add(draft('Bonjour'))
  await outbox.clear()
  expect([shown.items, await stored()]).toEqual([[], []])
})

test('a message of someone else is not an ack', async () => {
  const { outbox, shown } = await tab()
  await outbox.add(draft('Bonjour'))
  outbox.receive({
    type: 'message.sent',
    at: '1',
    conversation_id: 'c-1',
    version: 2,
    data: { message: said('Bonjour', { client_id: 'other' }), answer_by: null },
  })
  expect(shown.items.length).toBe(1)
})
