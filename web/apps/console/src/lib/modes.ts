import type { ServiceMode } from '@visavis/client'
import { m } from '../paraglide/messages.js'

const LABELS = { hurry: m.mode_hurry, advice: m.mode_advice, browsing: m.mode_browsing }
const HINTS = { hurry: m.mode_hurry_hint, advice: m.mode_advice_hint, browsing: m.mode_browsing_hint }

export function modeName(mode: ServiceMode): string {
  return LABELS[mode]()
}

/** What it asks of whoever answers. */
export function modeHint(mode: ServiceMode): string {
  return HINTS[mode]()
}
