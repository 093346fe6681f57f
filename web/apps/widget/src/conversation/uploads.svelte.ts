import type { Attachment } from '@visavis/client'
import type { Chat } from '../chat/chat.svelte.ts'
import { codeOf } from '../chat/api.ts'
import { uuid } from '@visavis/live'

export type Upload = {
  key: string
  file: File
  progress: number
  problem: string | null
  attachment: Attachment | null
  abort: AbortController
}

/** Files on their way, before the message that carries them is sent. */
export class Uploads {
  items = $state<Upload[]>([])
  readonly #chat: Chat

  constructor(chat: Chat) {
    this.#chat = chat
  }

  get areReady(): boolean {
    return this.items.every((item) => item.attachment !== null)
  }

  get attachments(): Attachment[] {
    return this.items.flatMap((item) => (item.attachment ? [$state.snapshot(item.attachment)] : []))
  }

  add(files: Iterable<File>): void {
    for (const file of files) {
      const key = uuid()
      this.items.push({ key, file, progress: 0, problem: null, attachment: null, abort: new AbortController() })
      void this.#upload(this.items.at(-1)!)
    }
  }

  retry(key: string): void {
    const item = this.items.find((other) => other.key === key)
    if (!item?.problem) return
    item.problem = null
    void this.#upload(item)
  }

  remove(key: string): void {
    this.items.find((item) => item.key === key)?.abort.abort()
    this.items = this.items.filter((item) => item.key !== key)
  }

  clear(): void {
    this.items = []
  }

  async #upload(item: Upload): Promise<void> {
    try {
      const progress = (share: number) => (item.progress = share)
      const attachment = await this.#chat.api.upload(item.file, progress, item.abort.signal)
      if (attachment.inline) this.#chat.files.remember(attachment.id, item.file)
      item.attachment = attachment
    } catch (error) {
      item.problem = codeOf(error)
    }
  }
}
