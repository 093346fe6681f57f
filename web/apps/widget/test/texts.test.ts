import { expect, test } from 'vitest'
import { both } from '../src/texts.ts'

test('both languages say the same things', () => {
  expect(Object.keys(both.en).sort()).toEqual(Object.keys(both.fr).sort())
  expect(Object.keys(both.en.problems).sort()).toEqual(Object.keys(both.fr.problems).sort())
})

test('french keeps its own punctuation', () => {
  const sentences = Object.values(both.fr).flatMap((text) =>
    typeof text === 'string' ? [text] : typeof text === 'function' ? [text('Léa' as never)] : Object.values(text),
  )
  // No breaking space before ? ! ; : and the typographic apostrophe.
  for (const sentence of sentences) expect(sentence).not.toMatch(/[^\u202f\u00a0][?!;:]|\w'\w/)
})
