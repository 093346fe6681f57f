import { lang, t } from '../texts.ts'

const number = new Intl.NumberFormat(lang, { maximumFractionDigits: 1 })

/** A file's size in the reader's units. */
export function sizeOf(bytes: number): string {
  const power = Math.min(t.bytes.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3))
  return `${number.format(bytes / 1000 ** power)} ${t.bytes[power]}`
}
