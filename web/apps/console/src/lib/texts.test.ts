import { expect, test } from 'vitest'
import en from '../../messages/en.json' with { type: 'json' }
import fr from '../../messages/fr.json' with { type: 'json' }

const slots = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).sort()

test('everything is said in both languages, with the same gaps to fill', () => {
  expect(Object.keys(fr)).toEqual(Object.keys(en))
  for (const [key, text] of Object.entries(fr)) expect(slots(text), key).toEqual(slots(en[key as keyof typeof en]))
})

test('French puts a space that never breaks before its double signs', () => {
  for (const [key, text] of Object.entries(fr)) if (key !== '$schema') expect(text, key).not.toMatch(/ [?!;:»%]/)
})
