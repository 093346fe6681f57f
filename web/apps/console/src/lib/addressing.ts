import type { Addressed, Participant } from '@visavis/client'
import { m } from '../paraglide/messages.js'

/** Recipients of one mail, those included who get it unseen. */
export const MOST = 20

/** Whom an answer goes to unless the agent says otherwise: the customer, and in copy who else takes part. */
export function usual(participants: readonly Participant[]): Addressed {
  const there = participants.filter(({ admitted }) => admitted)
  return {
    to: there.filter(({ is_customer }) => is_customer).map(({ email }) => email),
    copies: there.filter(({ is_customer }) => !is_customer).map(({ email }) => email),
    blind: [],
  }
}

/** Who might get it too: those who were copied in, and last those who wrote without taking part. */
export function suggested(participants: readonly Participant[], addressed: Addressed): Participant[] {
  const there = new Set(everybody(addressed))
  return participants.filter(({ email }) => !there.has(email)).sort((one, other) => Number(one.wrote) - Number(other.wrote))
}

export function everybody({ to, copies, blind }: Addressed): string[] {
  return [...to, ...copies, ...blind]
}

/** An address as it is kept. */
export function plain(text: string): string {
  return text.trim().replace(/^.*<([^<>]+)>$/, '$1').trim().toLowerCase()
}

/** The addresses of what was typed or pasted. */
export function addressesIn(text: string): string[] {
  return text.split(/[,;\n]+/).flatMap((part) => plain(part) || [])
}

export function isAddress(text: string): boolean {
  return text.length <= 254 && /^[^\s@,;:<>()[\]\\"]+@[^\s@,;:<>()[\]\\".]+(\.[^\s@,;:<>()[\]\\".]+)+$/.test(text)
}

export function same(one: Addressed, other: Addressed): boolean {
  return (['to', 'copies', 'blind'] as const).every((field) => one[field].join() === other[field].join())
}

/** What stands in the way of sending it so; nothing where it can go. */
export function sayWrong(addressed: Addressed): string {
  const wrong = everybody(addressed).find((address) => !isAddress(address))
  if (wrong) return m.address_wrong_one({ address: wrong })
  if (addressed.to.length === 0) return m.address_nobody()
  return everybody(addressed).length > MOST ? m.address_too_many({ max: MOST }) : ''
}
