import { expect, test } from 'vitest'
import { percent } from './figures.ts'

test.each([
  [0.9842, 'fr', '98,4\u00a0%'],
  [0.9842, 'en', '98.4%'],
  [1, 'en', '100%'],
  [null, 'fr', '–'],
])('%d reads, in %s, "%s"', (share, locale, words) => expect(percent(share, locale).replace('\u202f', '\u00a0')).toBe(words))
