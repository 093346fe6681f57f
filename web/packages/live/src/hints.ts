import type { Hint } from './connection.ts'

/** The browser's own hints, to be given to `LiveConnection`. */
export function browserHints(hint: (kind: Hint) => void): () => void {
  const online = () => hint('online')
  const offline = () => hint('offline')
  const visible = () => {
    if (document.visibilityState === 'visible') hint('visible')
  }
  window.addEventListener('online', online)
  window.addEventListener('offline', offline)
  document.addEventListener('visibilitychange', visible)
  return () => {
    window.removeEventListener('online', online)
    window.removeEventListener('offline', offline)
    document.removeEventListener('visibilitychange', visible)
  }
}
