import type { Hours, HoursVersion, Interval, SpecialDay, Weekday } from '@visavis/client'
import { WEEKDAYS, WHOLE_DAY, following, isRoundTheClock, tidy, troubleOf, type Trouble } from '../lib/hours.ts'
import { browserZone } from '../lib/zones.ts'

const OFFICE: Interval = { opens: '09:00', closes: '18:00' }

/** A brand's opening hours as they are being edited, beside the version that was looked at. */
export class HoursDraft {
  zone = $state('')
  roundTheClock = $state(false)
  week = $state<Hours['week']>(every([]))
  special = $state<SpecialDay[]>([])
  /** The version from which this began; 0: none was ever set. */
  known = $state.raw<HoursVersion>()!

  constructor(known: HoursVersion) {
    this.take(known)
  }

  /** Begins again from what is saved. */
  take(known: HoursVersion): void {
    const { hours, version } = known
    this.known = known
    this.zone = version === 0 ? browserZone() : hours.time_zone
    this.roundTheClock = isRoundTheClock(hours.week)
    // A brand that is always open and wants hours begins with those of an office.
    this.week = structuredClone(this.roundTheClock ? office() : hours.week)
    this.special = structuredClone(hours.special_days)
  }

  get hours(): Hours {
    const week = this.roundTheClock ? every([WHOLE_DAY]) : $state.snapshot(this.week)
    return tidy({ time_zone: this.zone, week, special_days: $state.snapshot(this.special) })
  }

  get changed(): boolean {
    // The zone that was only suggested is no change of anyone's.
    const { hours, version } = this.known
    const zone = version === 0 && this.roundTheClock && this.special.length === 0 ? this.zone : hours.time_zone
    return JSON.stringify(this.hours) !== JSON.stringify(tidy({ ...hours, time_zone: zone }))
  }

  trouble(day: Weekday): Trouble | null {
    const next = WEEKDAYS[(WEEKDAYS.indexOf(day) + 1) % 7]!
    return troubleOf(this.week[day], this.week[next])
  }

  get ready(): boolean {
    return this.roundTheClock || WEEKDAYS.every((day) => !this.trouble(day))
  }

  /** Opens a closed day as the nearest open day before it is, or adds an interval after the others. */
  add(day: Weekday): void {
    if (this.week[day].length > 0) return void this.week[day].push(following(this.week[day]))
    const at = WEEKDAYS.indexOf(day)
    const like = WEEKDAYS.slice(0, at).findLast((other) => this.week[other].length > 0)
    this.week[day] = like ? $state.snapshot(this.week[like]) : [following([])]
  }

  copy(from: Weekday, to: readonly Weekday[]): void {
    for (const day of to) this.week[day] = $state.snapshot(this.week[from])
  }

  /** Puts a special day in the place of another, or of none. */
  setSpecial(day: SpecialDay, instead: string | null): void {
    const rest = this.special.filter((other) => other.day !== day.day && other.day !== instead)
    this.special = [...rest, day].sort((a, b) => a.day.localeCompare(b.day))
  }

  removeSpecial(day: string): void {
    this.special = this.special.filter((other) => other.day !== day)
  }
}

function every(day: Interval[]): Hours['week'] {
  return Object.fromEntries(WEEKDAYS.map((name) => [name, structuredClone(day)])) as Hours['week']
}

function office(): Hours['week'] {
  return { ...every([OFFICE]), saturday: [], sunday: [] }
}
