const BROWSERS: [name: string, mark: RegExp][] = [
  ['Edge', /Edg\//],
  ['Opera', /OPR\//],
  ['Firefox', /Firefox\/|FxiOS/],
  ['Chrome', /Chrome\/|CriOS/],
  ['Safari', /Safari\//],
]
const SYSTEMS: [name: string, mark: RegExp][] = [
  ['Android', /Android/],
  ['iOS', /iPhone|iPad/],
  ['Windows', /Windows/],
  ['macOS', /Mac OS X/],
  ['Linux', /Linux/],
]

/** "Firefox · Linux", or as much of it as the browser tells. */
export function browserName(userAgent: string): string {
  const of = (known: [string, RegExp][]) => known.find(([, mark]) => mark.test(userAgent))?.[0]
  return [of(BROWSERS), of(SYSTEMS)].filter(Boolean).join(' · ')
}
