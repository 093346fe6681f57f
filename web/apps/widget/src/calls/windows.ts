/** When somebody is called, as they say it on their own clock. */
import type { Offer } from '../chat/offered.ts'
import { HERE, before, clock, dayOf } from '../shared/when.ts'
import { t } from './texts.ts'

/** A call made at once has no window to speak of: it is told by its end. */
const AT_ONCE = 300_000

/** "avant 14:32:10", "entre 15 h et 15 h 15", "demain entre 9 h et 9 h 15" */
export function windowOf(after: string, by: string, now: number, zone = HERE): string {
  const [from, to] = [Date.parse(after), Date.parse(by)]
  if (to - from < AT_ONCE) return before(to, now, zone, true)
  const day = dayAt(from, now, zone)
  return (day && `${day} `) + t.between(clock(from, zone), clock(to, zone))
}

/** Midnight ends a day: what begins then is of that night. */
function dayAt(at: number, now: number, zone: string, bare = false): string {
  return dayOf(Math.max(now, at - 1), now, zone, bare)
}

/** "15 h – 15 h 15", "demain 9 h – 9 h 15" */
export function chipOf({ after, by }: Offer, now: number, zone = HERE): string {
  const day = dayAt(Date.parse(after!), now, zone)
  return (day && `${day} `) + `${clock(Date.parse(after!), zone)} – ${clock(Date.parse(by!), zone)}`
}

/** The soonest call, in a few words: "en moins de 2 minutes", "dès 15 h", "dès demain 9 h" */
export function soonest(offers: readonly Offer[], now: number, zone = HERE): string {
  const first = offers[0]
  if (!first?.after) return t.none
  if (first.within_s !== null) return t.within
  const day = dayAt(Date.parse(first.after), now, zone, true)
  return t.from((day && `${day} `) + clock(Date.parse(first.after), zone))
}
