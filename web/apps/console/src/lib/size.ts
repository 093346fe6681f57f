/** Bytes as a person reads them: "820 ko", "2,4 Mo". */
export function size(bytes: number, locale: string): string {
  const [kilo, mega] = locale === 'fr' ? ['ko', 'Mo'] : ['kB', 'MB']
  if (bytes < 1e6) return `${Math.max(1, Math.round(bytes / 1000))} ${kilo}`
  return `${(bytes / 1e6).toLocaleString(locale, { maximumFractionDigits: 1 })} ${mega}`
}

/** The box in which an image is drawn before it has arrived, so that nothing moves when it does. */
export function boxOf(width: number | null, height: number | null, most = 280): { width: number; height: number } {
  if (!width || !height) return { width: 200, height: 150 }
  const scale = Math.min(1, most / width, most / height)
  return { width: Math.max(48, Math.round(width * scale)), height: Math.max(48, Math.round(height * scale)) }
}
