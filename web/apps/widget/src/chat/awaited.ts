import type { Message, VisitorConversation } from '@visavis/client'
import { HERE, before } from '../shared/when.ts'
import { t } from '../texts.ts'

/** An answer that was promised: `by`, in words, `left` of the wait (1: all of it), and how the promise stands. */
export type Awaited = { state: 'safe' | 'soon' | 'broken'; left: number; by: string }

/** Closer than this, the promise is told to the second. */
const CLOSE = 600_000
const SOON = 0.25
const MINUTE = 60_000
/** A word said in time may still be on its way; the server waits as long before it writes a promise down as broken. */
const GRACE = 2_000

/** How the promise of an answer stands. */
export function awaitedAt(due: number, since: number, now: number, zone = HERE): Awaited {
  const isClose = due - now < CLOSE
  if (now > due + GRACE) return { state: 'broken', left: 0, by: before(due, now, zone) }
  const left = Math.min(1, Math.max(0, (due - now) / Math.max(1, due - since)))
  // To the minute above, so that the seconds that are told in the end never come later.
  const said = isClose ? due : Math.ceil(due / MINUTE) * MINUTE
  return { state: left > SOON ? 'safe' : 'soon', left, by: before(said, now, zone, isClose) }
}

/** Since when the customer waits: their first word that no agent has answered. */
export function waitingSince(conversation: VisitorConversation, messages: readonly Message[]): number {
  const said = messages.filter(({ kind }) => kind === 'message')
  const answered = said.findLastIndex(({ author }) => author.kind === 'agent' && !author.automated)
  const first = said.slice(answered + 1).find(({ author }) => author.kind === 'customer')
  return Date.parse(first?.created_at ?? conversation.last_message?.at ?? conversation.created_at)
}

/** What is said to who was promised an answer that did not come. */
export function apology({ by }: Awaited): string {
  return [t.brokenWord(by), t.sorry, t.notLost].join(' ')
}
