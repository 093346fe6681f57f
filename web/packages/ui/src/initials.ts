/** One or two capitals for a name: "Claire Fontaine" → "CF"; nothing known → "". */
export function initials(name: string | null | undefined): string {
  const words = (name ?? '').split(/[\s\-–@.]+/u).filter((word) => /^[\p{L}\p{N}]/u.test(word))
  const picked = words.length > 1 ? [words[0]!, words.at(-1)!] : words
  return picked.map((word) => [...word][0]!.toLocaleUpperCase()).join('')
}
