import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { EVENTS, METHODS } from '../src/loader/protocol.ts'

const guide = readFileSync(new URL('../../../../docs/guide/embed.md', import.meta.url), 'utf8')

test.each(METHODS)('the guide explains visavis(%j)', (method) => {
  expect(guide).toMatch(new RegExp(`^\\| \`${method}\``, 'm'))
})

test.each(EVENTS)('the guide explains the event %j', (event) => {
  expect(guide).toMatch(new RegExp(`^\\| \`${event}\``, 'm'))
})
