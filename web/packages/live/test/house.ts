/** A small real server on a real port that speaks the live protocol and keeps what it is told. */
import type { AddressInfo } from 'node:net'
import { WebSocketServer } from 'ws'
import type { WebSocket as ServerSocket } from 'ws'
import type { Message, Send, ServerFrame } from '../src/types.ts'

export type Heard = { type: string; [field: string]: unknown }

export class House {
  readonly messages: Message[] = []
  readonly heard: Heard[] = []
  readonly log: ServerFrame[] = []
  sockets: ServerSocket[] = []
  /** Answers the greeting; replace it to refuse, to stay silent or to reset. */
  onHello: (socket: ServerSocket, resume: string | null) => void = (socket, resume) =>
    this.welcome(socket, resume)
  onSend: (socket: ServerSocket, send: Send) => void = (socket, send) => this.accept(socket, send)
  answersPings = true
  readonly #server: WebSocketServer
  #waiting: { ready: () => boolean; done: () => void }[] = []

  private constructor(server: WebSocketServer) {
    this.#server = server
    server.on('connection', (socket) => {
      this.sockets.push(socket)
      socket.on('message', (data) => this.#hear(socket, JSON.parse(String(data)) as Heard))
      socket.on('close', () => (this.sockets = this.sockets.filter((other) => other !== socket)))
    })
  }

  static async open(): Promise<House> {
    const server = new WebSocketServer({ port: 0, host: '127.0.0.1' })
    await new Promise((resolve) => server.once('listening', resolve))
    return new House(server)
  }

  get url(): string {
    return `ws://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  get at(): string {
    return String(this.log.length)
  }

  count(type: string): number {
    return this.heard.filter((frame) => frame.type === type).length
  }

  tell(socket: ServerSocket, frame: ServerFrame): void {
    socket.send(JSON.stringify(frame))
  }

  welcome(socket: ServerSocket, resume: string | null): void {
    this.tell(socket, { type: 'ready', at: this.at, me: { kind: 'customer', id: 'claire', name: null } })
    if (resume === null) return
    for (const frame of this.log.slice(Number(resume))) this.tell(socket, frame)
    this.tell(socket, { type: 'resumed', at: this.at })
  }

  /** Commits the message once, whatever the number of times it comes, and acks. */
  accept(socket: ServerSocket | null, send: Send, conversation_id = send.conversation_id ?? 'c-new'): void {
    let message = this.messages.find((known) => known.client_id === send.client_id)
    if (!message) {
      message = said(send.body, {
        conversation_id,
        client_id: send.client_id,
        seq: this.messages.length + 1,
      })
      this.messages.push(message)
      this.publish(message)
    }
    if (socket) this.tell(socket, { type: 'sent', client_id: send.client_id, conversation_id, message })
  }

  publish(message: Message): void {
    const frame: ServerFrame = {
      type: 'message.sent',
      at: String(this.log.length + 1),
      conversation_id: message.conversation_id,
      version: message.seq + 1,
      data: { message, answer_by: null },
    }
    this.log.push(frame)
    for (const socket of this.sockets) this.tell(socket, frame)
  }

  cut(): void {
    for (const socket of this.sockets) socket.terminate()
  }

  /** Resolves once the condition holds; looked at after each frame heard. */
  until(ready: () => boolean): Promise<void> {
    if (ready()) return Promise.resolve()
    return new Promise((done) => this.#waiting.push({ ready, done }))
  }

  async close(): Promise<void> {
    this.cut()
    await new Promise((resolve) => this.#server.close(resolve))
  }

  #hear(socket: ServerSocket, frame: Heard): void {
    this.heard.push(frame)
    if (frame.type === 'hello') this.onHello(socket, frame.resume as string | null)
    if (frame.type === 'send') this.onSend(socket, frame as unknown as Send)
    if (frame.type === 'ping' && this.answersPings) this.tell(socket, { type: 'pong' })
    for (const waiter of this.#waiting.filter(({ ready }) => ready())) {
      this.#waiting = this.#waiting.filter((other) => other !== waiter)
      waiter.done()
    }
  }
}

export function said(body: string, rest: Partial<Message> = {}): Message {
  return {
    seq: 1,
    id: `m-${rest.client_id ?? body}`,
    conversation_id: 'c-1',
    client_id: null,
    kind: 'message',
    channel: 'chat',
    author: { kind: 'customer', id: 'claire', name: 'Claire', automated: false },
    body,
    entry: null,
    attachments: [],
    created_at: '2026-11-20T10:00:00Z',
    edited_at: null,
    deleted_at: null,
    mail: null,
  side_id: null,
    ...rest,
  }
}
