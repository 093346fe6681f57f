import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { contrast, textOn } from './contrast.ts'

const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8')
const tokens = new Map(
  [...css.matchAll(/--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)/g)].map((m) => [m[1]!, [m[2]!, m[3]!] as const]),
)
const grounds = ['ground', 'panel', 'sunk', 'accent-soft', 'note']
const texts = ['ink', 'ink-2', 'ink-3']
const pairs: [text: string, ground: string, least: number][] = [
  ...grounds.flatMap((ground) => texts.map((text): [string, string, number] => [text, ground, 4.5])),
  ...['ground', 'panel', 'sunk', 'accent-soft'].flatMap((ground) =>
    ['accent', 'kept-text', 'soon-text', 'broken-text'].map((text): [string, string, number] => [text, ground, 4.5]),
  ),
  ['on-accent', 'accent', 4.5],
  ['on-accent', 'accent-strong', 4.5],
  ['broken-text', 'broken-soft', 4.5],
  ['ink-faint', 'panel', 3],
]

describe.each(['light', 'dark'])('%s theme', (theme) => {
  const side = theme === 'light' ? 0 : 1
  test.each(pairs)('%s on %s can be read', (text, ground, least) => {
    expect(contrast(tokens.get(text)![side], tokens.get(ground)![side])).toBeGreaterThanOrEqual(least)
  })
})

test('black on white is 21 to 1', () => {
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21)
})

test('a pale brand gets dark text, a dark brand white text', () => {
  expect(textOn('#ffe08a')).toBe('#1d1f21')
  expect(textOn('#0e6b75')).toBe('#ffffff')
})
