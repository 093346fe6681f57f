import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Watched } from '../src/loader/protocol.ts'
import { fits, watch } from '../src/loader/watching.ts'

/** As the server reads them: tests/inviting/test_pages.py has the same list. */
const FITS: [page: string, path: string, expected: boolean][] = [
  ['/checkout', '/checkout', true],
  ['/checkout', '/checkout/', true],
  ['/checkout', '/checkout/2', false],
  ['/checkout/*', '/checkout/2', true],
  ['/checkout*', '/checkout', true],
  ['/checkout/*', '/checkout', false],
  ['*/payment', '/fr/payment', true],
  ['*/payment', '/payment/done', false],
  ['/fr/*/aide*', '/fr/lampes/aide/livraison', true],
  ['/fr/*/aide*', '/fr/aide', false],
  ['/a*a', '/a', false],
  ['/a*a', '/aa', true],
  ['*', '/', true],
  ['/', '/', true],
  ['/.*', '/abc', false],
  ['/[a-z]', '/b', false],
  ['/a?', '/ab', false],
]

test.each(FITS)('%s is a page for %s: %s', (page, path, expected) => {
  expect(fits([page], path)).toBe(expected)
})

const page = { hidden: false, pathname: '/' }
let reported: unknown[][] = []

function watching(list: Watched[], isBusy = () => false): void {
  const seen = new Map<string, number>()
  const visits = (path: string) => {
    seen.set(path, (seen.get(path) ?? 0) + 1)
    return seen.get(path)!
  }
  watch(list, { isBusy, visits, report: (...moment) => reported.push(moment) })
}

beforeEach(() => {
  vi.useFakeTimers()
  vi.stubGlobal('document', page)
  vi.stubGlobal('location', page)
  reported = []
  page.hidden = false
  page.pathname = '/'
})

afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

test('the time on a page is counted while it is seen, from the start on each page, and told once', () => {
  page.pathname = '/checkout'
  watching([['payment_slow', 90, ['/checkout']]])
  vi.advanceTimersByTime(60_000)
  page.hidden = true
  vi.advanceTimersByTime(60_000)
  page.hidden = false
  vi.advanceTimersByTime(29_000)
  expect(reported).toEqual([])
  vi.advanceTimersByTime(1_000)
  expect(reported).toEqual([['payment_slow', { seconds: 90 }]])
  vi.advanceTimersByTime(300_000)
  expect(reported).toHaveLength(1)
  page.pathname = '/elsewhere'
  vi.advanceTimersByTime(2_000)
  page.pathname = '/checkout'
  vi.advanceTimersByTime(89_000)
  expect(reported).toHaveLength(1)
  vi.advanceTimersByTime(1_000)
  expect(reported).toHaveLength(2)
})

test('the third visit to the same help page is a moment, three different ones are not', () => {
  watching([['same_page_again', 3, ['/help/*']]])
  for (const path of ['/help/a', '/help/b', '/help/c', '/help/a', '/shop', '/help/a']) {
    expect(reported).toEqual([])
    page.pathname = path
    vi.advanceTimersByTime(5_000)
  }
  expect(reported).toEqual([['same_page_again', { times: 3 }]])
})

test('nothing is noticed while the chat is open', () => {
  watching([['page', 5, ['*']]], () => true)
  vi.advanceTimersByTime(60_000)
  expect(reported).toEqual([])
})
