import { expect, test } from 'vitest'
import { pieces } from '../src/shared/links.ts'

const links = (body: string) => pieces(body).flatMap((piece) => (piece.href ? [piece.href] : []))

test('a web address in a sentence is a link, its punctuation is not', () => {
  expect(pieces('Voir https://a.example/x(1). Merci')).toEqual([
    { text: 'Voir ', href: null },
    { text: 'https://a.example/x(1)', href: 'https://a.example/x(1)' },
    { text: '. Merci', href: null },
  ])
  expect(links('(voir https://a.example/x)')).toEqual(['https://a.example/x'])
  expect(links('« https://a.example/x »')).toEqual(['https://a.example/x'])
})

test.each(['javascript:alert(1)', 'data:text/html,x', 'ftp://a.example', 'java\nscript:alert(1)', 'http://', 'https://['])(
  '%j is never a link',
  (body) => {
    expect(links(body)).toEqual([])
    expect(pieces(body).map((piece) => piece.text).join('')).toBe(body)
  },
)

test('nothing is lost or added between the pieces', () => {
  const body = 'a https://x.example/<b> b\nhttp://y.example?q="z" c 💡'
  expect(pieces(body).map((piece) => piece.text).join('')).toBe(body)
  expect(links(body)).toEqual(['https://x.example/', 'http://y.example/?q='])
})
