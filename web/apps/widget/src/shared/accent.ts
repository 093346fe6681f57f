import { contrast, textOn } from '@visavis/ui/contrast'

const LIGHT_PANEL = '#ffffff'
const DARK_PANEL = '#1a1c1e'
const STEP = 0.04

/** The brand's colour as ground and as text, in one theme. */
export type Shades = { fill: string; on: string; text: string }

/** The nearest shades that can be read: 3:1 for a surface, 4.5:1 for words (WCAG 2.2). */
export function shades(accent: string, theme: 'light' | 'dark'): Shades {
  const panel = theme === 'light' ? LIGHT_PANEL : DARK_PANEL
  const away = theme === 'light' ? '#000000' : '#ffffff'
  const fill = until(accent, away, (colour) => contrast(colour, panel) >= 3)
  const on = textOn(fill)
  // A middle tone carries neither white nor ink at 4.5:1: it moves a little, away from its text.
  const readable = until(fill, on === '#ffffff' ? '#000000' : '#ffffff', (colour) => contrast(colour, on) >= 4.5)
  return { fill: readable, on, text: until(accent, away, (colour) => contrast(colour, panel) >= 4.5) }
}

/** Sets the brand's colours on the page; the stylesheet chooses by theme. */
export function wear(accent: string): void {
  const seed = /^#[\da-f]{6}$/i.test(accent) ? accent : '#0e6b75'
  for (const theme of ['light', 'dark'] as const) {
    for (const [name, colour] of Object.entries(shades(seed, theme))) {
      document.documentElement.style.setProperty(`--brand-${name}-${theme}`, colour)
    }
  }
}

function until(from: string, towards: string, good: (colour: string) => boolean): string {
  for (let share = 0; share <= 1; share += STEP) {
    const colour = mixed(from, towards, share)
    if (good(colour)) return colour
  }
  return towards
}

function mixed(from: string, towards: string, share: number): string {
  const channels = [1, 3, 5].map((at) => {
    const start = parseInt(from.slice(at, at + 2), 16)
    const end = parseInt(towards.slice(at, at + 2), 16)
    return Math.round(start + (end - start) * share).toString(16).padStart(2, '0')
  })
  return `#${channels.join('')}`
}
