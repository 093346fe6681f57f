import type { InvitationFigures, InvitationRule, Moment, Occasion } from '@visavis/client'
import { m } from '../paraglide/messages.js'
import { percent } from './figures.ts'

/** In the order in which a purchase goes. */
export const MOMENTS: readonly Moment[] = ['payment_error', 'payment_slow', 'upload_stalled', 'basket_idle', 'no_result', 'same_page_again', 'page']
const COUNTED: readonly Moment[] = ['payment_error', 'no_result', 'same_page_again']
const NOTICED: readonly Moment[] = ['payment_slow', 'same_page_again', 'page']
const STARS = 3

/** What a new rule for a moment begins with. */
export const USUAL: Record<Moment, number> = {
  payment_error: 2,
  payment_slow: 90,
  upload_stalled: 30,
  basket_idle: 45,
  no_result: 2,
  same_page_again: 3,
  page: 60,
}

export const isCounted = (moment: Moment): boolean => COUNTED.includes(moment)

export const kind = (moment: Moment): string =>
  ({
    payment_error: m.invite_kind_payment_error,
    payment_slow: m.invite_kind_payment_slow,
    upload_stalled: m.invite_kind_upload_stalled,
    basket_idle: m.invite_kind_basket_idle,
    no_result: m.invite_kind_no_result,
    same_page_again: m.invite_kind_same_page_again,
    page: m.invite_kind_page,
  })[moment]()

/** "Le paiement échoue 2 fois" */
export function when({ moment, threshold }: Pick<InvitationRule, 'moment' | 'threshold'>, locale: string): string {
  const amount = isCounted(moment) ? (threshold === 1 ? m.invite_once() : m.invite_times({ count: threshold })) : lasting(threshold, locale)
  return {
    payment_error: m.invite_when_payment_error,
    payment_slow: m.invite_when_payment_slow,
    upload_stalled: m.invite_when_upload_stalled,
    basket_idle: m.invite_when_basket_idle,
    no_result: m.invite_when_no_result,
    same_page_again: m.invite_when_same_page_again,
    page: m.invite_when_page,
  }[moment]({ amount })
}

/** "sur /checkout*, /panier" */
export function where(pages: readonly string[]): string {
  return pages.length > 0 ? m.invite_on_pages({ pages: pages.join(', ') }) : m.invite_everywhere()
}

/** How the widget comes to know of it. */
export function how({ moment, pages }: Pick<InvitationRule, 'moment' | 'pages'>): string {
  const call = `visavis('moment', '${moment}')`
  return NOTICED.includes(moment) && pages.length > 0 ? m.invite_by_widget({ call }) : m.invite_by_site({ call })
}

/** The first page that the server would refuse. */
export function wrongPage(pages: readonly string[]): string | null {
  return pages.find((page) => !/^[/*]\S*$/.test(page) || page.length > 200 || page.split('*').length - 1 > STARS) ?? null
}

export function listed(pages: string): string[] {
  return pages.split('\n').map((page) => page.trim()).filter(Boolean)
}

/** A whole number within bounds, or null. */
export function whole(typed: string, least: number, most: number): number | null {
  const number = /^\d{1,5}$/.test(typed.trim()) ? Number(typed) : NaN
  return number >= least && number <= most ? number : null
}

/** What a rule did, in a few short lines. */
export function done(figures: InvitationFigures | undefined, locale: string): string[] {
  if (!figures || figures.invited + figures.held_out === 0) return [m.invite_count_none()]
  const { invited, accepted, held_out, days, uplift, uplift_low, uplift_high } = figures
  const counts = [
    invited === 1 ? m.invite_count_one({ days }) : m.invite_count({ invited, days }),
    invited > 0 && tookIt(accepted, percent(accepted / invited, locale)),
    held_out > 0 && (held_out === 1 ? m.invite_control_one() : m.invite_control({ count: held_out })),
  ]
  const lines = [counts.filter(Boolean).join(' · ')]
  if (uplift === null || uplift_low === null || uplift_high === null) return lines
  const points = (share: number) => new Intl.NumberFormat(locale, { maximumFractionDigits: 0, signDisplay: 'exceptZero' }).format(share * 100)
  lines.push(
    m.invite_wrote({
      invited: percent(figures.invited_wrote / figures.invited_measured, locale),
      of_invited: figures.invited_measured,
      held_out: percent(figures.held_out_wrote / figures.held_out_measured, locale),
      of_held_out: figures.held_out_measured,
    }),
    m.invite_uplift({ points: points(uplift), low: points(uplift_low), high: points(uplift_high) }),
  )
  return lines
}

function tookIt(count: number, share: string): string {
  if (count === 0) return m.invite_accepted_none()
  return count === 1 ? m.invite_accepted_one({ share }) : m.invite_accepted({ count, share })
}

/** Why a customer was invited to write: "paiement refusé 2 fois". */
export function why({ moment, amount }: Occasion, locale: string): string {
  const time = amount === null ? '' : lasting(amount, locale)
  switch (moment) {
    case 'payment_error':
      return (amount ?? 1) > 1 ? m.entry_invited_payment_error({ count: amount! }) : m.entry_invited_payment_error_one()
    case 'payment_slow':
      return time ? m.entry_invited_payment_slow({ time }) : m.invite_kind_payment_slow()
    case 'upload_stalled':
      return time ? m.entry_invited_upload_stalled_for({ time }) : m.entry_invited_upload_stalled()
    case 'basket_idle':
      return m.entry_invited_basket_idle()
    case 'no_result':
      return m.entry_invited_no_result()
    case 'same_page_again':
      return m.entry_invited_same_page_again({ count: amount ?? 1 })
    case 'page':
      return time ? m.entry_invited_page({ time }) : m.entry_invited_long()
  }
}

/** "30 secondes", "2 minutes" */
function lasting(seconds: number, locale: string): string {
  const unit = seconds >= 120 && seconds % 60 === 0 ? 'minute' : 'second'
  return new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long' }).format(unit === 'minute' ? seconds / 60 : seconds)
}
