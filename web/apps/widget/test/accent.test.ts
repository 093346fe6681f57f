import { contrast } from '@visavis/ui/contrast'
import { expect, test } from 'vitest'
import { shades } from '../src/shared/accent.ts'

const accents = ['#0e6b75', '#8a4b2f', '#ffffff', '#000000', '#ffe08a', '#777777', '#ff0000', '#00ff00', '#0000ff', '#1a1c1e']

test.each(accents)('a brand in %s can be read in both themes', (accent) => {
  for (const [theme, panel] of [['light', '#ffffff'], ['dark', '#1a1c1e']] as const) {
    const { fill, on, text } = shades(accent, theme)
    expect(contrast(on, fill), `${theme} words on ${fill}`).toBeGreaterThanOrEqual(4.5)
    expect(contrast(fill, panel), `${theme} surface`).toBeGreaterThanOrEqual(3)
    expect(contrast(text, panel), `${theme} words`).toBeGreaterThanOrEqual(4.5)
  }
})

test('a colour that can be read is left as the brand made it', () => {
  expect(shades('#0e6b75', 'light').fill).toBe('#0e6b75')
})
