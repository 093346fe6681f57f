const there = () => typeof Notification !== 'undefined' && isSecureContext

export type Allowed = 'yes' | 'no' | 'ask'

/** Whether this browser lets the console speak on the desktop. */
export function noticesAllowed(): Allowed {
  if (!there() || Notification.permission === 'denied') return 'no'
  return Notification.permission === 'granted' ? 'yes' : 'ask'
}

export async function askForNotices(): Promise<Allowed> {
  if (noticesAllowed() === 'ask') await Notification.requestPermission().catch(() => {})
  return noticesAllowed()
}

/** Says on the desktop what nobody would see: only while the console is behind, and once for all its windows. */
export function notice(id: string, title: string, body: string): void {
  if (noticesAllowed() !== 'yes' || document.hasFocus()) return
  try {
    const shown = new Notification(title, { body, tag: id })
    shown.onclick = () => {
      window.focus()
      shown.close()
    }
    open.set(id, shown)
  } catch {
    // Phones let only service workers speak: the card is all there is.
  }
}

export function withdrawNotice(id: string): void {
  open.get(id)?.close()
  open.delete(id)
}

const open = new Map<string, Notification>()
