import type { Message } from '@visavis/client'
import { m } from '../paraglide/messages.js'
import { sayWindow } from './calls.ts'
import { why } from './invitations.ts'
import { fully, promisedBy, promisedFor } from './when.ts'

/** What happened, in one line. */
export function sayEntry({ entry, author, created_at }: Message, locale: string): string {
  if (!entry) return ''
  const by = author.name ?? m.system()
  const to = entry.agent_name ?? entry.team_name
  const who = author.name ?? (author.kind === 'customer' ? m.unnamed() : m.system())
  const then = Date.parse(created_at)
  const late = (said: string) => (entry.missed ? `${said}. ${m.entry_missed({ when: promisedFor(entry.missed, then, locale) })}` : said)
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
      return late(m.entry_resolved({ by: who }))
    case 'reopened':
      return bySystem ? m.entry_reopened_auto() : m.entry_reopened({ by: author.name ?? m.unnamed() })
    case 'invited':
      return entry.occasion ? m.entry_invited({ why: why(entry.occasion, locale), page: entry.occasion.page }) : ''
    case 'subject_chosen':
      return entry.subject ? m.entry_subject({ by: who, subject: entry.subject[locale === 'fr' ? 'fr' : 'en'] }) : ''
    case 'identified':
      return m.entry_identified({ name: author.name ?? m.unnamed() })
    case 'promised':
      return late(m.entry_promised({ by: who, when: entry.until ? promisedFor(entry.until, then, locale) : '' }))
    case 'left_line':
      return late(m.entry_left_line({ when: entry.until ? promisedFor(entry.until, then, locale) : '' }))
    case 'back_in_line':
      return m.entry_back_in_line({ when: entry.until ? promisedFor(entry.until, then, locale) : '' })
    case 'callback_booked':
      return late(m.entry_callback_booked({ by: who, when: entry.since && entry.until ? sayWindow(entry.since, entry.until, then, locale) : '' }))
    case 'callback_tried':
      return m.entry_callback_tried({ by: who })
    case 'callback_unreached':
      return m.entry_callback_unreached({ by: who })
    case 'callback_cancelled':
      return m.entry_callback_cancelled({ by: who })
    case 'called':
      return late(m.entry_called({ by: who }))
    case 'mail_failed': {
      const said = entry.address ? m.entry_mail_failed({ address: entry.address }) : m.entry_mail_failed_some()
      return entry.text ? m.entry_mail_words({ said, words: entry.text }) : said
    }
    case 'mail_absent': {
      const said = m.entry_mail_absent({ address: entry.address ?? m.unnamed() })
      return entry.text ? m.entry_mail_words({ said, words: entry.text }) : said
    }
    case 'mail_suggested':
      return m.entry_mail_suggested({ address: entry.address ?? m.unnamed() })
    case 'acknowledged':
      return entry.until
        ? m.entry_acknowledged_until({ address: entry.address ?? m.unnamed(), when: promisedFor(entry.until, then, locale) })
        : m.entry_acknowledged({ address: entry.address ?? m.unnamed() })
    case 'participant_admitted':
      return m.entry_participant_admitted({ by: who, address: entry.address ?? '' })
    case 'participant_removed':
      return m.entry_participant_removed({ by: who, address: entry.address ?? '' })
    case 'side_refused':
      return m.entry_side_refused({ address: entry.address ?? m.unnamed() })
    case 'resolution_promised': {
      const said = m.entry_solution({ by: who, when: entry.until ? promisedBy(entry.until, then, locale) : '' })
      const first = entry.instead ? ` (${m.entry_solution_first({ when: promisedBy(entry.instead, then, locale) })})` : ''
      return late(said + first + (entry.words ? m.entry_words({ words: entry.words }) : ''))
    }
  }
}
