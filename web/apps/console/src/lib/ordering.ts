import type { Conversation, ServiceMode, Status, View } from '@visavis/client'

export type Filter = { view: View; brand_id: string | null; status: Status; q: string }

/** By how much those in a hurry go first, and those who only browse last, in milliseconds: as on the server. */
const HEAD_STARTS: Record<ServiceMode, number> = { hurry: 30_000, advice: 0, browsing: -30_000 }

/** What is owed to a customer, since when, and by when. */
export type Owed = { what: 'answer' | 'call' | 'solution'; since: string; by: string }

/** All that is owed in a conversation, what is due first before the rest. */
export function allOwed({ answer_by, callback, resolution, waiting_since }: Conversation): Owed[] {
  const found: Owed[] = []
  if (answer_by !== null && waiting_since !== null) found.push({ what: 'answer', since: waiting_since, by: answer_by })
  if (callback) found.push({ what: 'call', since: callback.asked_at, by: callback.by })
  if (resolution) found.push({ what: 'solution', since: resolution.made_at, by: resolution.by })
  return found.sort((a, b) => Date.parse(a.by) - Date.parse(b.by))
}

export function owed(conversation: Conversation): Owed | null {
  return allOwed(conversation)[0] ?? null
}

/** When something is due: an answer or a call, for who was promised neither since when they wait; or a solution. */
export function due(conversation: Conversation): string | null {
  const first = allOwed(conversation).find(({ what }) => what !== 'solution')?.by ?? conversation.waiting_since
  const solution = conversation.resolution?.by ?? null
  if (first === null || solution === null) return first ?? solution
  return Date.parse(solution) < Date.parse(first) ? solution : first
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
