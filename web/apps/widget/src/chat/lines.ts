import type { Message, OutboxItem, Snapshot } from '@visavis/live'

/** One line of a conversation: what the server has, or what waits to be sent. */
export type Line = { key: string; at: string; message: Message | null; unsent: OutboxItem | null }

/** Entries a visitor can make something of; the rest is the team's own business. */
export function isShown(message: Message): boolean {
  if (message.kind === 'note') return false
  if (message.kind !== 'entry') return true
  const entry = message.entry
  if (entry?.what === 'assigned' || entry?.what === 'handed_over') return Boolean(entry.agent_name)
  return entry !== null && entry.what !== 'snoozed' && entry.what !== 'identified'
}

/** A conversation's lines: messages by number, then what is not sent yet, in the order written. */
export function linesOf(
  messages: readonly Message[],
  unsent: readonly OutboxItem[],
  thread: string,
): Line[] {
  const arrived = new Set(messages.map((message) => message.client_id))
  return [
    ...messages.filter(isShown).map((message) => ({
      // The echo and the message that replaces it are one line: it does not blink.
      key: message.client_id ?? message.id,
      at: message.created_at,
      message,
      unsent: null,
    })),
    ...unsent
      .filter((item) => item.thread === thread && !arrived.has(item.client_id))
      .map((item) => ({ key: item.client_id, at: item.created_at, message: null, unsent: item })),
  ]
}

/** How many answers the visitor has not read, in the conversations that are loaded. */
export function unreadIn(snapshot: Snapshot, id: string, readUpTo = 0): number {
  const read = Math.max(snapshot.conversations[id]?.customer_read_seq ?? 0, readUpTo)
  return (snapshot.messages[id] ?? []).filter(
    (message) => message.kind === 'message' && message.author.kind === 'agent' && message.seq > read,
  ).length
}

/** Whether an answer may be waiting in a conversation whose messages are not loaded. */
export function mayHoldUnread(snapshot: Snapshot, id: string): boolean {
  const conversation = snapshot.conversations[id]
  if (!conversation || snapshot.messages[id]) return false
  const { last_message, last_seq, customer_read_seq } = conversation
  return last_message?.author_kind === 'agent' && last_seq > customer_read_seq
}
