import type { Message } from '@visavis/client'
import { m } from '../paraglide/messages.js'
import { why } from './invitations.ts'
import { fully } from './when.ts'

/** What happened, in one line. */
export function sayEntry({ entry, author }: Message, locale: string): string {
  if (!entry) return ''
  const by = author.name ?? m.system()
  const to = entry.agent_name ?? entry.team_name
  const bySystem = author.kind === 'system'
  switch (entry.what) {
    case 'assigned':
      if (!to) return m.entry_unassigned({ by })
      if (bySystem) return m.entry_assigned_auto({ to })
      return entry.agent_id !== null && entry.agent_id === author.id ? m.entry_taken({ by }) : m.entry_assigned({ by, to })
    case 'handed_over':
      return m.entry_handed_over({ by, to: to ?? '' })
    case 'snoozed':
      return m.entry_snoozed({ by, until: entry.until ? fully(entry.until, locale) : '' })
    case 'resolved':
      return m.entry_resolved({ by: author.name ?? (author.kind === 'customer' ? m.unnamed() : m.system()) })
    case 'reopened':
      return bySystem ? m.entry_reopened_auto() : m.entry_reopened({ by: author.name ?? m.unnamed() })
    case 'invited':
      return entry.occasion ? m.entry_invited({ why: why(entry.occasion, locale), page: entry.occasion.page }) : ''
    case 'identified':
      return m.entry_identified({ name: author.name ?? m.unnamed() })
  }
}
