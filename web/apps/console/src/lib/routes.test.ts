import { describe, expect, test } from 'vitest'
import { BOARD, HOME, format, parse, type Route } from './routes.ts'

const routes: [hash: string, route: Route][] = [
  ['#/mine', HOME],
  ['#/unassigned?status=snoozed', { ...HOME, view: 'unassigned', status: 'snoozed' }],
  ['#/all/c/0190a', { ...HOME, view: 'all', conversation: '0190a' }],
  ['#/all/c/0190a/customer', { ...HOME, view: 'all', conversation: '0190a', panel: true }],
  ['#/brand/lumen/c/0190a?q=carte+bleue', { ...HOME, view: 'all', brand: 'lumen', conversation: '0190a', q: 'carte bleue' }],
  ['#/board', BOARD],
  ['#/settings', { page: 'settings', section: null, item: null }],
  ['#/settings/brands/lumen', { page: 'settings', section: 'brands', item: 'lumen' }],
]

describe('an address', () => {
  test.each(routes)('%s opens its screen', (hash, route) => expect(parse(hash)).toEqual(route))
  test.each(routes)('%s is written back the same', (hash, route) => expect(format(route)).toBe(hash))
})

test.each(['', '#', '#/', '#/nowhere', '#/mine?status=eaten', '#/%E0%A4%A'])('"%s" leads home', (hash) => {
  expect(parse(hash)).toEqual(HOME)
})

test('a search survives the way through an address', () => {
  const route = { ...HOME, q: 'à 50 % & plus ?' }
  expect(parse(format(route))).toEqual(route)
})
