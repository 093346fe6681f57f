/** Relative luminance of `#rrggbb` (WCAG 2.2), 0 to 1. */
export function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const channel = parseInt(hex.slice(at, at + 2), 16) / 255
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4
  }) as [number, number, number]
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

/** Contrast ratio of two `#rrggbb` colours (WCAG 2.2), 1 to 21. */
export function contrast(one: string, other: string): number {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number]
  return (light + 0.05) / (dark + 0.05)
}

/** The more readable of white and ink on a ground. */
export function textOn(ground: string): '#ffffff' | '#1d1f21' {
  return contrast(ground, '#ffffff') >= contrast(ground, '#1d1f21') ? '#ffffff' : '#1d1f21'
}
