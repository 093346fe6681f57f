import type { Conversation, ServiceMode, Status, View } from '@visavis/client'

export type Filter = { view: View; brand_id: string | null; status: Status; q: string }

/** By how much those in a hurry go first, and those who only browse last, in milliseconds: as on the server. */
const HEAD_STARTS: Record<ServiceMode, number> = { hurry: 30_000, advice: 0, browsing: -30_000 }

/** When an answer or a call is due, whichever comes first; who was promised nothing: since when they wait. */
export function due({ answer_by, callback, waiting_since }: Conversation): string | null {
  const promised = [answer_by, callback?.by ?? null].filter((by) => by !== null)
  return promised.sort((a, b) => Date.parse(a) - Date.parse(b))[0] ?? waiting_since
}

/** What is due first, and who was promised nothing by how long they wait; then those that changed last; ids settle what is left, as on the server. */
export function compare(a: Conversation, b: Conversation): number {
  const [first, second] = [rank(a), rank(b)]
  if (first !== second) {
    if (first === null) return 1
    if (second === null) return -1
    return first - second
  }
  return (first === null && Date.parse(b.updated_at) - Date.parse(a.updated_at)) || order(a.id, b.id)
}

function rank(conversation: Conversation): number | null {
  const time = due(conversation)
  const { service_mode } = conversation.customer
  return time === null ? null : Date.parse(time) - (service_mode ? HEAD_STARTS[service_mode] : 0)
}

/** Whether a conversation belongs in a view; a search is decided by the server, not here. */
export function belongs(conversation: Conversation, filter: Filter, agentId: string): boolean {
  if (conversation.status !== filter.status) return false
  if (filter.brand_id !== null && conversation.brand_id !== filter.brand_id) return false
  if (filter.view === 'mine') return conversation.assignee_id === agentId
  if (filter.view === 'unassigned') return conversation.assignee_id === null
  return true
}

/** The order to show: rows already there stay where they are, in place, while they are held. */
export function hold(shown: readonly string[], wanted: readonly string[]): { rows: string[]; hidden: number } {
  const there = new Set(shown)
  return { rows: [...shown], hidden: wanted.filter((id) => !there.has(id)).length }
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
