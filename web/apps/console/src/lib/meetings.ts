import type { Meeting } from '@visavis/client'
import { m } from '../paraglide/messages.js'

const RHYTHMS = {
  daily: [m.meeting_daily, m.meeting_every_days],
  weekly: [m.meeting_weekly, m.meeting_every_weeks],
  monthly: [m.meeting_monthly, m.meeting_every_months],
  yearly: [m.meeting_yearly, m.meeting_every_years],
} as const

/** "mardi 1 décembre 2026, 09:00 – 10:00" in the reader's zone, or the days alone where it has no hours. */
export function sayWhen({ begins, ends, whole_days }: Pick<Meeting, 'begins' | 'ends' | 'whole_days'>, locale: string): string {
  const days = { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' } as const
  const format = new Intl.DateTimeFormat(locale === 'en' ? 'en-GB' : locale, whole_days ? { ...days, timeZone: 'UTC' } : { ...days, hour: '2-digit', minute: '2-digit' })
  const from = new Date(begins)
  const to = new Date(ends)
  return to > from ? format.formatRange(from, to) : format.format(from)
}

/** "Toutes les 2 semaines, jusqu’au 1 juin 2027"; nothing of what takes place once. */
export function sayRhythm({ rhythm, every, until, times }: Pick<Meeting, 'rhythm' | 'every' | 'until' | 'times'>, locale: string): string {
  if (!rhythm) return ''
  const [each, some] = RHYTHMS[rhythm]
  const often = every === 1 ? each() : some({ count: every })
  if (until) {
    const last = new Intl.DateTimeFormat(locale === 'en' ? 'en-GB' : locale, { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' })
    return m.meeting_until({ often, day: last.format(new Date(until)) })
  }
  return times ? m.meeting_times({ often, count: times }) : often
}

/** What it asks or tells, and of whom. */
export function sayMeeting({ method, answer, organiser }: Pick<Meeting, 'method' | 'answer' | 'organiser'>): string {
  if (method === 'cancel') return m.meeting_cancelled()
  if (method === 'counter') return m.meeting_counter()
  if (method !== 'reply') return m.meeting_invites()
  const who = organiser || m.unnamed()
  if (answer === 'accepted') return m.meeting_accepted({ who })
  if (answer === 'declined') return m.meeting_declined({ who })
  return m.meeting_tentative({ who })
}
