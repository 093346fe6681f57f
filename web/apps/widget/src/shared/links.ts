export type Piece = { text: string; href: string | null }

const ADDRESS = /https?:\/\/[^\s<>"'`]+/gi
const TRAILING = /[.,;:!?»”’…]+$/

/** Plain text cut into words and web addresses; nothing but http(s) ever becomes a link. */
export function pieces(body: string): Piece[] {
  const found: Piece[] = []
  let from = 0
  for (const match of body.matchAll(ADDRESS)) {
    const address = trimmed(match[0])
    const href = safe(address)
    if (!href) continue
    if (match.index > from) found.push({ text: body.slice(from, match.index), href: null })
    found.push({ text: address, href })
    from = match.index + address.length
  }
  if (from < body.length) found.push({ text: body.slice(from), href: null })
  return found
}

/** Punctuation and an unmatched bracket at the end belong to the sentence. */
function trimmed(address: string): string {
  let kept = address.replace(TRAILING, '')
  while (kept.endsWith(')') && count(kept, ')') > count(kept, '(')) {
    kept = kept.slice(0, -1).replace(TRAILING, '')
  }
  return kept
}

function count(text: string, character: string): number {
  return text.split(character).length - 1
}

function safe(address: string): string | null {
  try {
    const url = new URL(address)
    return url.protocol === 'http:' || url.protocol === 'https:' ? url.href : null
  } catch {
    return null
  }
}
