import type { Schemas } from '@visavis/client'
import { HERE, before } from '../shared/when.ts'
import { t } from '../texts.ts'

export type Offer = Schemas['Offer']

/** The soonest answer that can be promised to who writes now; nobody is there live where the brand is closed. */
export function offerLine(offers: readonly Omit<Offer, 'after'>[], isOpen: boolean, now: number, zone = HERE): string | null {
  for (const { way, within_s, by } of offers) {
    if (way === 'callback') continue
    if (within_s !== null && isOpen) return t.answeredWithin(Math.ceil(within_s / 60))
    if (within_s === null && by !== null && Date.parse(by) > now) return t.answered(before(Date.parse(by), now, zone))
  }
  return null
}
