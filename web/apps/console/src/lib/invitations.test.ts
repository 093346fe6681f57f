import type { InvitationFigures } from '@visavis/client'
import { expect, test } from 'vitest'
import { done, how, listed, when, where, whole, why, wrongPage } from './invitations.ts'

const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ')
const NONE: InvitationFigures = {
  rule_id: 'r',
  days: 90,
  invited: 0,
  accepted: 0,
  declined: 0,
  ignored: 0,
  held_out: 0,
  invited_measured: 0,
  invited_wrote: 0,
  held_out_measured: 0,
  held_out_wrote: 0,
  uplift: null,
  uplift_low: null,
  uplift_high: null,
}

test('a rule is said as a sentence', () => {
  expect(when({ moment: 'payment_error', threshold: 2 }, 'en')).toBe('The payment fails 2 times')
  expect(when({ moment: 'no_result', threshold: 1 }, 'en')).toBe('The search finds nothing once')
  expect(when({ moment: 'upload_stalled', threshold: 30 }, 'en')).toBe('An upload has not moved for 30 seconds')
  expect(when({ moment: 'page', threshold: 180 }, 'en')).toBe('A page has been read for 3 minutes')
  expect(where([])).toBe('on every page')
  expect(where(['/a', '/b*'])).toBe('on /a, /b*')
})

test('what the widget notices by itself is told apart from what the site reports', () => {
  expect(how({ moment: 'page', pages: ['/a'] })).toContain('by itself')
  expect(how({ moment: 'payment_slow', pages: [] })).not.toContain('by itself')
  expect(how({ moment: 'payment_error', pages: ['/a'] })).toContain("visavis('moment', 'payment_error')")
})

test('pages are read line by line, and the first wrong one is named', () => {
  expect(listed(' /a \n\n/b*\n')).toEqual(['/a', '/b*'])
  expect(wrongPage(['/a', '*', '/b*c*d*'])).toBeNull()
  for (const wrong of ['a', 'https://x.example/', '/a b', '/a*b*c*d*', '/' + 'x'.repeat(200)]) expect(wrongPage(['/ok', wrong])).toBe(wrong)
})

test('a number is whole and within bounds, or none', () => {
  expect([whole('2', 1, 3600), whole(' 30 ', 1, 3600), whole('0', 0, 50)]).toEqual([2, 30, 0])
  for (const typed of ['', '0', '3601', '1.5', '-1', '1e3', 'two']) expect(whole(typed, 1, 3600)).toBeNull()
})

test('figures come with their samples, and the difference with its interval only when both arms are known', () => {
  expect(done(undefined, 'en')).toEqual(['Nobody has been invited yet'])
  expect(done({ ...NONE, invited: 1 }, 'en')).toEqual(['1 invited in 90 days · none accepted'])
  const known = { invited: 200, accepted: 60, held_out: 10, invited_measured: 198, invited_wrote: 58, held_out_measured: 10, held_out_wrote: 1 }
  const lines = done({ ...NONE, ...known, uplift: 0.193, uplift_low: -0.12, uplift_high: 0.26 }, 'en').map(plain)
  expect(lines[0]).toBe('200 invited in 90 days · 60 accepted (30%) · 10 held out')
  expect(lines[1]).toBe('Wrote within half an hour: 29.3% of those invited (n = 198), 10% of those held out (n = 10).')
  expect(lines[2]).toBe('Difference: +19 points, 95% CI -12 to +26.')
})

test('the agent reads why', () => {
  const said = (moment: Parameters<typeof why>[0]['moment'], amount: number | null) => why({ moment, amount, page: '/' }, 'en')
  expect(said('payment_error', 2)).toBe('payment refused 2 times')
  expect(said('payment_error', 1)).toBe('payment refused')
  expect(said('upload_stalled', 30)).toBe('upload stalled for 30 seconds')
  expect(said('upload_stalled', null)).toBe('upload stalled')
  expect(said('page', null)).toBe('page read for long')
})
