import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { LiveConnection } from '../src/connection.ts'
import type { ConnectionOptions, ConnectionState, Hint } from '../src/connection.ts'
import type { ServerFrame } from '../src/types.ts'
import { House, said } from './house.ts'

let house: House
let connection: LiveConnection
let frames: ServerFrame[]
let states: ConnectionState[]
let resets: number
let refused: string[]
let hint: (kind: Hint) => void

beforeEach(async () => {
  house = await House.open()
  frames = []
  states = []
  resets = 0
  refused = []
})

afterEach(async () => {
  connection.stop()
  await house.close()
})

function connect(options: Partial<ConnectionOptions> = {}): LiveConnection {
  connection = new LiveConnection({
    url: house.url,
    token: async () => 'token',
    onFrame: (frame) => frames.push(frame),
    onState: (state) => states.push(state),
    onReset: () => (resets += 1),
    onRefused: (reason) => refused.push(reason),
    hints: (given) => {
      hint = given
      return () => {}
    },
    random: () => 0,
    ...options,
  })
  connection.start()
  return connection
}

const state = (wanted: ConnectionState) => vi.waitFor(() => expect(connection.state).toBe(wanted))
const bodies = () =>
  frames.map((frame) => (frame.type === 'message.sent' ? frame.data.message.body : frame.type))

test('a first connection asks for a snapshot, then hands events over', async () => {
  connect()
  await state('online')
  expect(resets).toBe(1)
  house.publish(said('Bonjour'))
  await vi.waitFor(() => expect(bodies()).toEqual(['Bonjour']))
  expect(connection.at).toBe('1')
})

test('a visitor who reconnects gets what was missed, once, in order', async () => {
  connect()
  await state('online')
  house.publish(said('un', { seq: 1 }))
  await vi.waitFor(() => expect(connection.at).toBe('1'))
  house.cut()
  house.publish(said('deux', { seq: 2 }))
  house.publish(said('trois', { seq: 3 }))
  await vi.waitFor(() => expect(bodies()).toEqual(['un', 'deux', 'trois']))
  await state('online')
  expect(house.heard.filter((frame) => frame.type === 'hello').map((frame) => frame.resume)).toEqual([
    null,
    '1',
  ])
  expect(resets).toBe(1)
  expect(states).toEqual(['connecting', 'online', 'reconnecting', 'online'])
})

test('a cursor that is too old leads to a fresh snapshot', async () => {
  connect()
  await state('online')
  house.onHello = (socket) => {
    house.tell(socket, { type: 'ready', at: '900', me: { kind: 'customer', id: 'claire', name: null } })
    house.tell(socket, { type: 'reset', at: '900' })
  }
  house.cut()
  await vi.waitFor(() => expect(resets).toBe(2))
  expect(connection.at).toBe('900')
})

test('a half-open socket is noticed and replaced', async () => {
  connect({ times: { pingEvery: 20, pongWithin: 20 } })
  await state('online')
  house.answersPings = false
  await house.until(() => house.count('hello') === 2)
  expect(house.count('ping')).toBeGreaterThan(0)
})

test('a socket that never says ready is given up', async () => {
  house.onHello = () => {}
  connect({ times: { readyWithin: 20 } })
  await house.until(() => house.count('hello') === 3)
  expect(connection.state).toBe('reconnecting')
})

test('a server that drains is left alone as long as it asked', async () => {
  connect({ random: () => 1 })
  await state('online')
  const [socket] = house.sockets
  house.tell(socket!, { type: 'draining', reconnect_in: 0.05 })
  socket!.close(1012)
  const left = Date.now()
  await house.until(() => house.count('hello') === 2)
  expect(Date.now() - left).toBeGreaterThanOrEqual(45)
  await state('online')
})

test('nothing is sent on a draining socket', async () => {
  connect()
  await state('online')
  house.tell(house.sockets[0]!, { type: 'draining', reconnect_in: 60 })
  await vi.waitFor(() => expect(connection.send({ type: 'typing', conversation_id: 'c-1' })).toBe(false))
})

test('waits grow with each failure and never pass the ceiling', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] })
  try {
    const token = vi.fn(async () => Promise.reject(new Error('no network')))
    connect({ token, random: () => 1, times: { backoffBase: 100, backoffCap: 400 } })
    await vi.advanceTimersByTimeAsync(0)
    expect(token).toHaveBeenCalledTimes(1)
    for (const [wait, calls] of [[100, 2], [200, 3], [400, 4], [400, 5]] as const) {
      await vi.advanceTimersByTimeAsync(wait - 1)
      expect(token).toHaveBeenCalledTimes(calls - 1)
      await vi.advanceTimersByTimeAsync(1)
      expect(token).toHaveBeenCalledTimes(calls)
    }
    expect(connection.state).toBe('offline')
    hint('online')
    await vi.advanceTimersByTimeAsync(0)
    expect(token).toHaveBeenCalledTimes(6)
  } finally {
    vi.useRealTimers()
  }
})

test('a refused token is renewed once, then the person is signed out', async () => {
  house.onHello = (socket) => socket.close(4401)
  const asked: boolean[] = []
  connect({
    token: async (wasRefused) => {
      asked.push(wasRefused)
      return 'token'
    },
  })
  await state('closed')
  expect(asked).toEqual([false, true])
  expect(refused).toEqual(['signed_out'])
})

test('a revoked person is not let back in', async () => {
  connect()
  await state('online')
  house.sockets[0]!.close(4403)
  await state('closed')
  expect(refused).toEqual(['revoked'])
  expect(house.count('hello')).toBe(1)
})

test('coming back to the tab checks the socket at once', async () => {
  connect()
  await state('online')
  hint('visible')
  await house.until(() => house.count('ping') === 1)
})
