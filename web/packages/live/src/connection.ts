import type { ClientFrame, ServerFrame } from './types.ts'

/**
 * connecting: first attempt · online: caught up, frames flow · reconnecting: lost, trying again ·
 * offline: lost for several attempts, or the device says it has no network (still trying) ·
 * closed: stopped, or refused by the server; nothing more is tried.
 */
export type ConnectionState = 'connecting' | 'online' | 'reconnecting' | 'offline' | 'closed'

/** What the page notices: the network came or went, the tab was shown again. */
export type Hint = 'online' | 'offline' | 'visible'

export type ConnectionOptions = {
  url: string
  /** A token for `hello`; `refused` is true when the last one was. Null: not signed in any more. */
  token: (refused: boolean) => Promise<string | null>
  onFrame: (frame: ServerFrame) => void
  onState?: (state: ConnectionState) => void
  /** The socket is ready and what is shown may be stale: fetch a fresh snapshot. */
  onReset: () => void
  onRefused?: (reason: 'signed_out' | 'revoked') => void
  /** Registers the page's hints and returns how to stop them. */
  hints?: (hint: (kind: Hint) => void) => () => void
  WebSocket?: new (url: string) => WebSocket
  random?: () => number
  /** Milliseconds. */
  times?: Partial<Times>
}

type Times = {
  backoffBase: number
  backoffCap: number
  readyWithin: number
  pingEvery: number
  pongWithin: number
  stableAfter: number
}

const TIMES: Times = {
  backoffBase: 500,
  backoffCap: 30_000,
  readyWithin: 10_000,
  pingEvery: 25_000,
  pongWithin: 10_000,
  stableAfter: 10_000,
}

const OFFLINE_AFTER_ATTEMPTS = 4
const BAD_TOKEN = 4401
const REVOKED = 4403
const MAX_TOKENS_REFUSED = 2

/** One live socket that comes back by itself, asks for what it missed, and notices silence. */
export class LiveConnection {
  readonly #options: ConnectionOptions
  readonly #times: Times
  #state: ConnectionState = 'closed'
  #socket: WebSocket | null = null
  #at: string | null = null
  #attempt = 0
  #refusals = 0
  #round = 0
  #readySince = 0
  #drainFor: number | null = null
  #deviceOffline = false
  #retryTimer: ReturnType<typeof setTimeout> | undefined
  #deadline: ReturnType<typeof setTimeout> | undefined
  #pingTimer: ReturnType<typeof setTimeout> | undefined
  #stopHints: (() => void) | undefined

  constructor(options: ConnectionOptions) {
    this.#options = options
    this.#times = { ...TIMES, ...options.times }
  }

  get state(): ConnectionState {
    return this.#state
  }

  /** The cursor up to which every event has been handed over. */
  get at(): string | null {
    return this.#at
  }

  start(): void {
    if (this.#state !== 'closed') return
    this.#attempt = 0
    this.#refusals = 0
    this.#stopHints = this.#options.hints?.((kind) => this.#hint(kind))
    this.#enter('connecting')
    void this.#connect()
  }

  /** Ends the connection and forgets the cursor: the next start may be someone else. */
  stop(): void {
    this.#detach(1000)
    clearTimeout(this.#retryTimer)
    this.#stopHints?.()
    this.#stopHints = undefined
    this.#at = null
    this.#enter('closed')
  }

  /** Hands a frame to the socket; false when there is none to trust, and nothing was sent. */
  send(frame: ClientFrame): boolean {
    if (this.#state !== 'online' || this.#drainFor !== null) return false
    return this.#write(frame)
  }

  #write(frame: ClientFrame): boolean {
    if (this.#socket?.readyState !== 1) return false
    this.#socket.send(JSON.stringify(frame))
    return true
  }

  async #connect(): Promise<void> {
    clearTimeout(this.#retryTimer)
    this.#retryTimer = undefined
    const round = ++this.#round
    let token: string | null
    try {
      token = await this.#options.token(this.#refusals > 0)
    } catch {
      if (round === this.#round) this.#lost()
      return
    }
    if (round !== this.#round) return
    if (token === null) return this.#refuse('signed_out')

    const Socket = this.#options.WebSocket ?? WebSocket
    const socket = new Socket(this.#options.url)
    this.#socket = socket
    this.#drainFor = null
    socket.onopen = () => this.#write({ type: 'hello', token, resume: this.#at })
    socket.onmessage = (event: MessageEvent) => this.#receive(String(event.data))
    socket.onclose = (event: CloseEvent) => this.#closed(event.code)
    this.#expectFrameWithin(this.#times.readyWithin)
  }

  #receive(text: string): void {
    let frame: ServerFrame
    try {
      frame = JSON.parse(text) as ServerFrame
    } catch {
      return this.#lost()
    }
    clearTimeout(this.#deadline)
    switch (frame.type) {
      case 'ready':
        this.#refusals = 0
        if (this.#at === null) {
          this.#at = frame.at
          this.#online(true)
        }
        return
      case 'resumed':
        this.#at = frame.at
        return this.#online(false)
      case 'reset':
        this.#at = frame.at
        return this.#online(true)
      case 'draining':
        this.#drainFor = Math.max(0, frame.reconnect_in) * 1000
        return
      case 'pong':
        return
      default:
        this.#options.onFrame(frame)
        // Only after it was handed over: a cursor that runs ahead would skip a message.
        if ('at' in frame) this.#at = frame.at
    }
  }

  #online(reset: boolean): void {
    this.#readySince = Date.now()
    this.#pingLater()
    this.#enter('online')
    if (reset) this.#options.onReset()
  }

  #closed(code: number): void {
    if (code === REVOKED) return this.#refuse('revoked')
    if (code === BAD_TOKEN && ++this.#refusals >= MAX_TOKENS_REFUSED) {
      return this.#refuse('signed_out')
    }
    this.#lost()
  }

  #refuse(reason: 'signed_out' | 'revoked'): void {
    this.stop()
    this.#options.onRefused?.(reason)
  }

  #lost(): void {
    const wasStable =
      this.#state === 'online' && Date.now() - this.#readySince >= this.#times.stableAfter
    if (wasStable) this.#attempt = 0
    const delay = this.#drainFor ?? this.#backoff()
    this.#drainFor = null
    this.#detach(1000)
    this.#attempt += 1
    const gone = this.#deviceOffline || this.#attempt > OFFLINE_AFTER_ATTEMPTS
    this.#enter(gone ? 'offline' : 'reconnecting')
    clearTimeout(this.#retryTimer)
    this.#retryTimer = setTimeout(() => void this.#connect(), delay)
  }

  /** Full jitter: anywhere between nothing and the ceiling, so that a crowd does not return at once. */
  #backoff(): number {
    const ceiling = Math.min(this.#times.backoffCap, this.#times.backoffBase * 2 ** this.#attempt)
    return (this.#options.random ?? Math.random)() * ceiling
  }

  /** Lets go of the socket at once: a half-open one may take minutes to say that it is closed. */
  #detach(code: number): void {
    clearTimeout(this.#deadline)
    clearTimeout(this.#pingTimer)
    this.#round += 1
    const socket = this.#socket
    this.#socket = null
    if (!socket) return
    socket.onopen = socket.onmessage = socket.onclose = null
    socket.onerror = () => {}
    socket.close(code)
  }

  #pingLater(): void {
    clearTimeout(this.#pingTimer)
    this.#pingTimer = setTimeout(() => this.#ping(), this.#times.pingEvery)
  }

  #ping(): void {
    this.#write({ type: 'ping' })
    this.#expectFrameWithin(this.#times.pongWithin)
    this.#pingLater()
  }

  #expectFrameWithin(milliseconds: number): void {
    clearTimeout(this.#deadline)
    this.#deadline = setTimeout(() => this.#lost(), milliseconds)
  }

  #hint(kind: Hint): void {
    if (this.#state === 'closed') return
    if (kind === 'offline') {
      this.#deviceOffline = true
      if (this.#state === 'online') this.#ping()
      else this.#enter('offline')
      return
    }
    if (kind === 'online') {
      this.#deviceOffline = false
      this.#attempt = 0
    }
    if (this.#state === 'online') this.#ping()
    else if (this.#retryTimer !== undefined) {
      if (this.#state === 'offline') this.#enter('reconnecting')
      void this.#connect()
    }
  }

  #enter(state: ConnectionState): void {
    if (state === this.#state) return
    this.#state = state
    this.#options.onState?.(state)
  }
}
