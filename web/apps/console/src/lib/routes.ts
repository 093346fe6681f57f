import type { Status, View } from '@visavis/client'

export type Inbox = {
  page: 'inbox'
  view: View
  brand: string | null
  status: Status
  q: string
  conversation: string | null
  /** The customer panel, where it is not always beside the conversation. */
  panel: boolean
}
export const SECTIONS = ['profile', 'agents', 'teams', 'brands', 'mailboxes', 'api-keys'] as const
export type Section = (typeof SECTIONS)[number]
/** `section` null: the list of sections, on a phone. */
export type Settings = { page: 'settings'; section: Section | null; item: string | null }
/** The supervisor's. */
export type Board = { page: 'board' }
export type Route = Inbox | Settings | Board

const VIEWS: readonly string[] = ['mine', 'unassigned', 'all']
const STATUSES: readonly string[] = ['open', 'snoozed', 'resolved']

export const HOME: Inbox = { page: 'inbox', view: 'mine', brand: null, status: 'open', q: '', conversation: null, panel: false }
export const BOARD: Board = { page: 'board' }

/** `#/mine/c/0190…?status=snoozed` as a route; anything unknown leads home. */
export function parse(hash: string): Route {
  const [path = '', query = ''] = hash.replace(/^#\/?/, '').split('?')
  const parts = path.split('/').filter(Boolean).map(decode)
  if (parts[0] === 'settings') {
    return { page: 'settings', section: SECTIONS.find((name) => name === parts[1]) ?? null, item: parts[2] ?? null }
  }
  if (parts[0] === 'board') return BOARD
  const ofBrand = parts[0] === 'brand'
  const rest = parts.slice(ofBrand ? 2 : 1)
  const params = new URLSearchParams(query)
  const status = params.get('status') ?? ''
  return {
    page: 'inbox',
    view: ofBrand ? 'all' : VIEWS.includes(parts[0] ?? '') ? (parts[0] as View) : 'mine',
    brand: (ofBrand && parts[1]) || null,
    status: STATUSES.includes(status) ? (status as Status) : 'open',
    q: params.get('q') ?? '',
    conversation: (rest[0] === 'c' && rest[1]) || null,
    panel: rest[0] === 'c' && rest[2] === 'customer',
  }
}

/** The address of a route, such that `parse(format(route))` is the route. */
export function format(route: Route): string {
  if (route.page === 'settings') {
    return '#/' + ['settings', route.section, route.section && route.item].filter(Boolean).join('/')
  }
  if (route.page === 'board') return '#/board'
  const parts = route.brand ? ['brand', encodeURIComponent(route.brand)] : [route.view]
  if (route.conversation) parts.push('c', encodeURIComponent(route.conversation))
  if (route.conversation && route.panel) parts.push('customer')
  const params = new URLSearchParams()
  if (route.status !== 'open') params.set('status', route.status)
  if (route.q) params.set('q', route.q)
  return `#/${parts.join('/')}${params.size ? `?${params}` : ''}`
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return ''
  }
}
