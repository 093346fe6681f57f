/** Which tabs live, told by Web Locks: the browser drops a lock when its tab is gone. */

const PREFIX = 'visavis-tab:'

/** Shows that this tab lives until the returned function is called. */
export function standUp(locks: LockManager | null, tab: string): () => void {
  let leave = () => {}
  const left = new Promise<void>((resolve) => (leave = resolve))
  locks?.request(PREFIX + tab, () => left).catch(() => {})
  return leave
}

export async function livingTabs(locks: LockManager | null): Promise<Set<string>> {
  // A frame on another site may be refused locks, as it is refused storage.
  const held = (await locks?.query().catch(() => null))?.held
  const names = (held ?? []).map((lock) => lock.name ?? '')
  return new Set(
    names.filter((name) => name.startsWith(PREFIX)).map((name) => name.slice(PREFIX.length)),
  )
}

/** Runs the act while no other tab does; without Web Locks, simply runs it. */
export async function onlyOneTab(
  locks: LockManager | null,
  name: string,
  act: () => Promise<void>,
): Promise<void> {
  if (!locks) return act()
  await locks.request(name, act).catch(() => act())
}
