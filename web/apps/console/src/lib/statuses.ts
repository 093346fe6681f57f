import type { Presence, PresenceStatus } from '@visavis/client'
import { m } from '../paraglide/messages.js'
import { locales } from '../paraglide/runtime.js'

export const STATUSES: readonly PresenceStatus[] = ['available', 'busy', 'away', 'offline']

/** As many conversations at a time as the server takes. */
export const PLACES = 12

const REASONS = [m.reason_break, m.reason_training, m.reason_call] as const

export function statusName(status: PresenceStatus): string {
  return { available: m.status_available, busy: m.status_busy, away: m.status_away, offline: m.status_offline }[status]()
}

/** The reasons that are one press away, in one's own language. */
export function reasons(): string[] {
  return REASONS.map((say) => say())
}

/** Why, in the reader's language where it is one of ours: it was given in the words of the one who is busy. */
export function reasonOf({ reason }: Pick<Presence, 'reason'>): string {
  return REASONS.find((say) => locales.some((locale) => say({}, { locale }) === reason))?.() ?? reason
}

/** "Busy · Training" */
export function statusOf(presence: Pick<Presence, 'status' | 'reason'>): string {
  const [status, reason] = [statusName(presence.status), reasonOf(presence)]
  return reason ? m.status_because({ status, reason }) : status
}
