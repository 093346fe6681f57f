import type { Conversation } from '@visavis/client'
import { describe, expect, test } from 'vitest'
import { belongs, compare, hold, owed, type Filter } from './ordering.ts'

const at = (minute: number) => new Date(Date.UTC(2025, 10, 12, 9, minute)).toISOString()

function conversation(change: Partial<Conversation> = {}): Conversation {
  return {
    id: 'c1',
    version: 1,
    brand_id: 'lumen',
    customer: { id: 'claire', name: 'Claire', verified: false, service_mode: null },
    channel: 'chat',
    status: 'open',
    snoozed_until: null,
    assignee_id: null,
    assignee_name: null,
    team_id: null,
    subject: null,
    last_seq: 1,
    last_message: null,
    waiting_since: null,
    answer_by: null,
    pushed_to: null,
    accept_by: null,
    customer_left_at: null,
    callback: null,
    resolution: null,
    customer_read_seq: 0,
    agents_read_seq: 0,
    side_seq: null,
    page_url: null,
    page_title: null,
    title: null,
    mailbox_id: null,
    created_at: at(0),
    updated_at: at(0),
    ...change,
  }
}

describe('the order of the list', () => {
  test('who has waited longest comes first, then what changed last', () => {
    const list = [
      conversation({ id: 'answered-early', updated_at: at(1) }),
      conversation({ id: 'waits-late', waiting_since: at(9), updated_at: at(9) }),
      conversation({ id: 'answered-late', updated_at: at(8) }),
      conversation({ id: 'waits-early', waiting_since: at(2), updated_at: at(20) }),
    ]
    expect(list.sort(compare).map(({ id }) => id)).toEqual(['waits-early', 'waits-late', 'answered-late', 'answered-early'])
  })

  test('what is promised first comes first, however long others wait', () => {
    const list = [
      conversation({ id: 'waits', waiting_since: at(0) }),
      conversation({ id: 'due-late', waiting_since: at(1), answer_by: at(40) }),
      conversation({ id: 'due-soon', waiting_since: at(20), answer_by: at(22) }),
    ]
    expect(list.sort(compare).map(({ id }) => id)).toEqual(['waits', 'due-soon', 'due-late'])
  })

  test('who is in a hurry goes half a minute first, and who only browses half a minute last', () => {
    const by = (id: string, second: number, service_mode: Conversation['customer']['service_mode'] = null) =>
      conversation({ id, waiting_since: at(0), answer_by: new Date(Date.UTC(2025, 10, 12, 9, 5, second)).toISOString(), customer: { id, name: null, verified: false, service_mode } })
    const list = [by('0', 0), by('20-browsing', 20, 'browsing'), by('40', 40), by('60-hurry', 60, 'hurry'), by('90-advice', 90, 'advice')]
    expect(list.reverse().sort(compare).map(({ id }) => id)).toEqual(['0', '60-hurry', '40', '20-browsing', '90-advice'])
  })

  test('a call that is due before an answer comes first, and a call alone is owed as well', () => {
    const call = (by: number) => ({
      id: 'call',
      phone: '+33199001122',
      phone_shown: '01 99 00 11 22',
      about: '',
      asked_at: at(0),
      after: at(by - 15),
      by: at(by),
      tries: 0,
      taken_by: null,
      tried_at: null,
    })
    const list = [
      conversation({ id: 'answer', waiting_since: at(1), answer_by: at(30) }),
      conversation({ id: 'both', waiting_since: at(1), answer_by: at(45), callback: call(15) }),
      conversation({ id: 'call', callback: call(40) }),
      conversation({ id: 'nothing', updated_at: at(50) }),
    ]
    expect(list.sort(compare).map(({ id }) => id)).toEqual(['both', 'answer', 'call', 'nothing'])
    expect(list.map((one) => owed(one)?.what ?? null)).toEqual(['call', 'answer', 'call', null])
  })

  test('a solution stands by when it is promised, and who waits besides by when they are answered', () => {
    const solution = (by: number) => ({ id: 'p', agent: { id: 'lea', name: 'Léa' }, words: '', made_at: at(0), by: at(by) })
    const list = [
      conversation({ id: 'solution', resolution: solution(20) }),
      conversation({ id: 'answer-first', waiting_since: at(1), answer_by: at(10), resolution: solution(50) }),
      conversation({ id: 'waits', waiting_since: at(5), resolution: solution(55) }),
      conversation({ id: 'nothing', updated_at: at(50) }),
    ]
    expect(list.sort(compare).map(({ id }) => id)).toEqual(['waits', 'answer-first', 'solution', 'nothing'])
    expect(list.map((one) => owed(one)?.what ?? null)).toEqual(['solution', 'answer', 'solution', null])
  })

  test('the same moment written in two ways is the same moment', () => {
    const one = conversation({ id: 'a', waiting_since: '2025-11-12T09:00:00Z' })
    const other = conversation({ id: 'b', waiting_since: '2025-11-12T09:00:00.000Z' })
    expect(compare(one, other)).toBeLessThan(0)
    expect(compare(other, one)).toBeGreaterThan(0)
  })
})

describe('a view holds', () => {
  const all: Filter = { view: 'all', brand_id: null, status: 'open', q: '' }
  test.each([
    ['mine', { view: 'mine' }, { assignee_id: 'lea' }, true],
    ['not a colleague’s', { view: 'mine' }, { assignee_id: 'karim' }, false],
    ['what nobody has', { view: 'unassigned' }, {}, true],
    ['not what someone has', { view: 'unassigned' }, { assignee_id: 'karim' }, false],
    ['its brand', { brand_id: 'lumen' }, {}, true],
    ['no other brand', { brand_id: 'brume' }, {}, false],
    ['its status', { status: 'snoozed' }, { status: 'snoozed' }, true],
    ['no other status', {}, { status: 'resolved' }, false],
  ] as const)('%s', (_what, filter, change, there) => {
    expect(belongs(conversation(change), { ...all, ...filter }, 'lea')).toBe(there)
  })
})

test('rows that are held stay in place, and the new ones are counted', () => {
  expect(hold(['a', 'b'], ['x', 'b', 'a', 'y'])).toEqual({ rows: ['a', 'b'], hidden: 2 })
})
