/** A share as a percentage: "98.4%", "98,4 %"; nothing known is a dash. */
export function percent(share: number | null, locale: string): string {
  if (share === null) return '–'
  return new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 }).format(share)
}
