import type { Attachment, StaffApi } from '@visavis/client'

/** 20 MiB: what the server takes. */
export const MAX_BYTES = 20 * 1024 * 1024
export const MAX_FILES = 10

/** A file on its way, or arrived, or refused. `share` is what has been sent, 0 to 1. */
export class Upload {
  readonly file: File
  readonly key = crypto.getRandomValues(new Uint32Array(2)).join('-')
  share = $state(0)
  done = $state.raw<Attachment | null>(null)
  error = $state.raw<unknown>(null)
  readonly #abort = new AbortController()

  constructor(file: File, done: Attachment | null = null) {
    this.file = file
    this.done = done
  }

  get size(): number {
    return this.done?.size ?? this.file.size
  }

  get tooLarge(): boolean {
    return this.file.size > MAX_BYTES
  }

  get failed(): boolean {
    return this.tooLarge || this.error !== null
  }

  async send(api: StaffApi, conversationId: string): Promise<void> {
    if (this.tooLarge) return
    this.error = null
    this.share = 0
    try {
      this.done = await api.attach(conversationId, this.file, (share) => (this.share = share), this.#abort.signal)
    } catch (error) {
      this.error = error
    }
  }

  cancel(): void {
    this.#abort.abort()
  }
}

/** The files of each composer; they go on while the agent looks at another conversation. */
export class Uploads {
  #all = $state.raw<Record<string, Upload[]>>({})
  readonly #api: StaffApi

  constructor(api: StaffApi) {
    this.#api = api
  }

  of(conversationId: string): Upload[] {
    return this.#all[conversationId] ?? []
  }

  /** Takes what fits and says how many did not. */
  add(conversationId: string, files: File[]): number {
    const there = this.of(conversationId)
    const taken = files.slice(0, MAX_FILES - there.length).map((file) => new Upload(file))
    this.#set(conversationId, [...there, ...taken])
    for (const upload of taken) void upload.send(this.#api, conversationId)
    return files.length - taken.length
  }

  retry(conversationId: string, upload: Upload): void {
    void upload.send(this.#api, conversationId)
  }

  remove(conversationId: string, upload: Upload): void {
    upload.cancel()
    this.#set(conversationId, this.of(conversationId).filter((other) => other !== upload))
  }

  /** Puts files back that were stored already. */
  restore(conversationId: string, attachments: Attachment[]): void {
    this.#set(conversationId, [...this.of(conversationId), ...attachments.map((done) => new Upload(new File([], done.name), done))])
  }

  clear(conversationId: string): void {
    this.#set(conversationId, [])
  }

  #set(conversationId: string, uploads: Upload[]): void {
    this.#all = { ...this.#all, [conversationId]: uploads }
  }
}
