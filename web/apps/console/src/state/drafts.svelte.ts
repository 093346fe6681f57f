import type { Addressed } from '@visavis/client'
import { SvelteMap } from 'svelte/reactivity'

export type Tab = 'reply' | 'note'
/** `addressed`: to whom the agent would have a mail go, where that is not as usual. */
export type Draft = { reply: string; note: string; tab: Tab; addressed: Addressed | null }

const NOTHING: Draft = { reply: '', note: '', tab: 'reply', addressed: null }

/** Words begun and not sent, per conversation, kept in this browser for this agent. */
export class Drafts {
  readonly #drafts = new SvelteMap<string, Draft>()
  readonly #storage: Storage
  readonly #prefix: string

  constructor(agentId: string, storage: Storage) {
    this.#storage = storage
    this.#prefix = `visavis.draft.${agentId}.`
    for (let at = 0; at < storage.length; at++) {
      const key = storage.key(at)
      if (key?.startsWith(this.#prefix)) this.#drafts.set(key.slice(this.#prefix.length), decode(storage.getItem(key)))
    }
  }

  of(conversationId: string): Draft {
    return this.#drafts.get(conversationId) ?? NOTHING
  }

  has(conversationId: string): boolean {
    const draft = this.#drafts.get(conversationId)
    return draft !== undefined && (draft.reply.trim() !== '' || draft.note.trim() !== '')
  }

  change(conversationId: string, change: Partial<Draft>): void {
    const draft = { ...this.of(conversationId), ...change }
    const key = this.#prefix + conversationId
    if (draft.reply === '' && draft.note === '' && draft.tab === 'reply' && !draft.addressed) {
      this.#drafts.delete(conversationId)
      this.#storage.removeItem(key)
      return
    }
    this.#drafts.set(conversationId, draft)
    try {
      this.#storage.setItem(key, JSON.stringify(draft))
    } catch {
      // The browser's store is full: the draft lives until the page is closed.
    }
  }
}

function decode(text: string | null): Draft {
  try {
    const { reply, note, tab, addressed } = JSON.parse(text ?? '') as Partial<Draft>
    return { reply: String(reply ?? ''), note: String(note ?? ''), tab: tab === 'note' ? 'note' : 'reply', addressed: addressed ?? null }
  } catch {
    return NOTHING
  }
}
