import { expect, test } from 'vitest'
import { initials } from './initials.ts'

test.each([
  ['Claire Fontaine', 'CF'],
  ['Jean-Luc de la Tour', 'JT'],
  ['élodie', 'É'],
  ['李 明', '李明'],
  ['🙂 Zoé', 'Z'],
  ['', ''],
  [null, ''],
])('%s is drawn as "%s"', (name, drawn) => {
  expect(initials(name)).toBe(drawn)
})
