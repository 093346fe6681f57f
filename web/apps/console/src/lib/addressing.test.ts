import type { Participant } from '@visavis/client'
import { beforeEach, expect, test } from 'vitest'
import { setLocale } from '../paraglide/runtime.js'
import { addressesIn, isAddress, MOST, same, sayWrong, suggested, usual } from './addressing.ts'

beforeEach(() => void setLocale('en', { reload: false }))

const one = (email: string, change: Partial<Participant> = {}): Participant => ({ email, name: '', admitted: false, is_customer: false, wrote: false, ...change })
const claire = one('claire@example.fr', { admitted: true, is_customer: true })
const jean = one('jean@example.fr')
const eve = one('eve@example.org', { wrote: true })

test('an answer goes to the customer, with who else takes part in copy, and to nobody who is only suggested', () => {
  expect(usual([claire, jean])).toEqual({ to: [claire.email], copies: [], blind: [] })
  expect(usual([claire, { ...jean, admitted: true }])).toEqual({ to: [claire.email], copies: [jean.email], blind: [] })
})

test('suggested are those who do not get it yet, who wrote without taking part last', () => {
  expect(suggested([claire, eve, jean], usual([claire, eve, jean]))).toEqual([jean, eve])
  expect(suggested([claire, eve, jean], { to: [claire.email], copies: [], blind: [jean.email] })).toEqual([eve])
})

test('a pasted list becomes its addresses', () => {
  expect(addressesIn('Jean <Jean@Example.fr>, paul@example.fr;\n eve@example.org ,')).toEqual(['jean@example.fr', 'paul@example.fr', 'eve@example.org'])
  expect(addressesIn(' , ;')).toEqual([])
})

test('what is no address is told from one that is', () => {
  for (const good of ['jean@example.fr', "o'neil+x@mail.example.co.uk", 'é@exämple.de']) expect(isAddress(good), good).toBe(true)
  for (const bad of ['jean', 'jean@', '@example.fr', 'jean@example', 'a b@example.fr', 'a@b@example.fr', 'jean@example..fr', 'x'.repeat(250) + '@example.fr']) expect(isAddress(bad), bad).toBe(false)
})

test('the same people in the same places are the same', () => {
  const usually = usual([claire])
  expect(same(usually, { to: [claire.email], copies: [], blind: [] })).toBe(true)
  expect(same(usually, { to: [claire.email], copies: [], blind: [jean.email] })).toBe(false)
})

test('what stands in the way of a mail is said, and names the address', () => {
  const to = [claire.email]
  expect(sayWrong({ to, copies: [], blind: [] })).toBe('')
  expect(sayWrong({ to: [], copies: to, blind: [] })).toBe('Say to whom it goes.')
  expect(sayWrong({ to, copies: [], blind: ['chef'] })).toContain('“chef”')
  expect(sayWrong({ to, copies: [], blind: Array.from({ length: MOST }, (_, n) => `n${n}@x.example`) })).toContain('20 people')
})
