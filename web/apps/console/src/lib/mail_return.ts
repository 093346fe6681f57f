import type { ComeBack } from '@visavis/client'

/** What a provider sent the browser back with, taken out of the address before anything else sees it: it is good once. */
export const broughtBack: ComeBack | null = take()

function take(): ComeBack | null {
  if (typeof location === 'undefined' || location.pathname !== '/console/mail-signed-in') return null
  const said = new URLSearchParams(location.search)
  history.replaceState(null, '', '/console/#/settings/mailboxes/signed-in')
  return { state: said.get('state') ?? '', code: said.get('code') ?? '', error: (said.get('error') ?? '').slice(0, 200) }
}
