import type { Locale, ServiceMode } from '@visavis/client'
import { describe, expect, test } from 'vitest'
import { firstName, howMany, suggestions, type Occasion } from './suggestions.ts'

const MODES: (ServiceMode | null)[] = ['hurry', 'advice', 'browsing', null]
const LOCALES: Locale[] = ['fr', 'en']
const occasion = (change: Partial<Occasion> = {}): Occasion => ({ mode: 'hurry', locale: 'fr', customer: 'Claire Fontaine', agent: 'Léa Martin', spoken: false, ...change })

describe('whoever answers is offered', () => {
  test('a greeting with both first names, in the customer’s language', () => {
    expect(suggestions(occasion())[0]).toBe('Bonjour Claire, je regarde tout de suite\u00a0: réponse d’ici cinq minutes.')
    expect(suggestions(occasion({ locale: 'en' }))[1]).toBe('Hello Claire, Léa here. Your order number, and I’ll get on with it.')
  })

  test('no second greeting once somebody has spoken', () => {
    for (const locale of LOCALES)
      for (const mode of MODES) for (const text of suggestions(occasion({ mode, locale, spoken: true }))) expect(text).not.toMatch(/Bonjour|Hello|Claire|Léa/)
  })

  test('a time to who is in a hurry, a question to who would like advice, and no question to who only looks', () => {
    for (const locale of LOCALES)
      for (const spoken of [false, true]) {
        const said = (mode: ServiceMode) => suggestions(occasion({ mode, locale, spoken }))
        expect(said('hurry')[0]).toMatch(/cinq minutes|five minutes/)
        expect(said('advice')[0]).toMatch(/\?$/)
        expect(said('browsing').join()).not.toContain('?')
      }
  })

  test('as many as the field keeps room for, three at most, none of them twice', () => {
    for (const locale of LOCALES)
      for (const mode of MODES)
        for (const spoken of [false, true]) {
          const texts = suggestions(occasion({ mode, locale, spoken }))
          expect(texts).toHaveLength(howMany(mode))
          expect(new Set(texts).size).toBe(texts.length)
          expect(texts.length).toBeLessThanOrEqual(3)
        }
  })

  test('French with its own signs', () => {
    const all = MODES.flatMap((mode) => [false, true].flatMap((spoken) => suggestions(occasion({ mode, spoken }))))
    for (const text of all) expect(text).not.toMatch(/[^\u202f\u00a0][?!;:]|\w'\w/)
  })
})

test.each([
  ['Claire Fontaine', 'Claire'],
  ['  Claire  ', 'Claire'],
  ['Mme Fontaine', 'Mme Fontaine'],
  ['Dr. Shaw', 'Dr. Shaw'],
  ['Jean-Luc Morel', 'Jean-Luc'],
  ['x'.repeat(120), ''],
  ['', ''],
  [null, ''],
])('%j is called %j', (name, called) => {
  expect(firstName(name)).toBe(called)
})

test('who gave no name is greeted without one', () => {
  expect(suggestions(occasion({ customer: null }))[2]).toMatch(/^Bonjour, allons/)
})
