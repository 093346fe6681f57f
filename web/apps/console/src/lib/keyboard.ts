import { format, HOME } from './routes.ts'
import type { Desk } from '../state/desk.svelte.ts'

/** The shortcuts of the inbox, by key; those of one conversation need one to be open. */
function actOf(desk: Desk, key: string): (() => void) | null {
  const conversation = desk.thread?.conversation ?? null
  const { router, inbox } = desk
  const step = (by: 1 | -1) => () => {
    const next = inbox.neighbour(router.inbox.conversation, by)
    if (next) router.open(next.id)
  }
  const ofList: Record<string, () => void> = {
    j: step(1),
    k: step(-1),
    '/': () => document.getElementById('search')?.focus(),
    s: () => (desk.overlay = 'status'),
    '?': () => (desk.overlay = 'help'),
    ...(desk.session.maySupervise && { b: () => router.go(router.board) }),
  }
  if (router.route.page === 'board') return key === '?' ? (ofList['?'] ?? null) : null
  if (!conversation) return ofList[key] ?? null
  const ofConversation: Record<string, () => void> = {
    r: () => desk.focusComposer('reply'),
    Enter: () => desk.focusComposer(),
    n: () => desk.focusComposer('note'),
    t: () => void desk.acts.take(conversation),
    a: () => (desk.overlay = 'assign'),
    h: () => (desk.overlay = 'hand_over'),
    z: () => (desk.overlay = 'snooze'),
    ...(conversation.status !== 'resolved' && { p: () => (desk.overlay = 'solution') }),
    e: () => void (conversation.status === 'resolved' ? desk.acts.reopen(conversation) : desk.acts.resolve(conversation)),
  }
  return ofList[key] ?? ofConversation[key] ?? null
}

/** Listens to the whole page; what is typed into a field or a dialog is left alone. */
export function onKey(desk: Desk, event: KeyboardEvent): void {
  if (desk.session.state !== 'in' || event.defaultPrevented) return
  if (event.key.toLowerCase() === 'k' && (event.metaKey || event.ctrlKey) && !event.shiftKey && !event.altKey) {
    event.preventDefault()
    desk.overlay = desk.overlay === 'palette' ? null : 'palette'
    return
  }
  const target = event.target instanceof HTMLElement ? event.target : null
  if (target?.closest('[role=dialog],[role=alertdialog],[role=menu]')) return
  if (event.key === 'Escape') return escape(desk, target)
  if (event.metaKey || event.ctrlKey || event.altKey || isField(target)) return
  const first = desk.pushed.list[0]
  if (first && !event.repeat && (event.key === 'y' || event.key === 'd')) {
    event.preventDefault()
    return void (event.key === 'y' ? desk.pushed.accept(first) : desk.pushed.decline(first))
  }
  if (desk.router.route.page === 'settings') return
  if (event.key === 'Enter' && target?.closest('a,button,summary')) return
  const act = actOf(desk, event.key)
  if (!act) return
  event.preventDefault()
  act()
}

function escape(desk: Desk, target: HTMLElement | null): void {
  if (isField(target)) return target?.blur()
  const { route, inbox } = desk.router
  if (route.page !== 'inbox') return desk.router.go(format({ ...HOME, ...inbox }))
  if (route.panel) return desk.router.go(desk.router.href({ panel: false }))
  if (route.conversation) desk.router.open(null)
}

function isField(target: HTMLElement | null): boolean {
  return target !== null && (target.isContentEditable || target.matches('input,textarea,select'))
}
