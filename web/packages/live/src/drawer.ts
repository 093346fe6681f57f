import type { OutboxItem } from './outbox.ts'

/** Where unsent messages lie until they are sent. */
export type Drawer = {
  all: (scope: string) => Promise<OutboxItem[]>
  put: (items: OutboxItem[]) => Promise<void>
  remove: (client_ids: string[]) => Promise<void>
}

/** IndexedDB, or memory where the browser refuses it (private windows, blocked storage). */
export async function openDrawer(): Promise<Drawer> {
  try {
    return inDatabase(await openDatabase())
  } catch {
    return inMemory()
  }
}

function openDatabase(): Promise<IDBDatabase> {
  const opening = indexedDB.open('visavis-outbox', 1)
  opening.onupgradeneeded = () => {
    opening.result.createObjectStore('items', { keyPath: 'client_id' }).createIndex('scope', 'scope')
  }
  return answerTo(opening)
}

function answerTo<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })
}

function inDatabase(database: IDBDatabase): Drawer {
  /** Kept once the transaction is complete, and not before. */
  async function change(act: (items: IDBObjectStore) => void): Promise<void> {
    const transaction = database.transaction('items', 'readwrite')
    const done = new Promise<void>((resolve, reject) => {
      transaction.oncomplete = () => resolve()
      transaction.onabort = () => reject(transaction.error)
    })
    act(transaction.objectStore('items'))
    await done
  }
  return {
    all: async (scope) => answerTo(database.transaction('items').objectStore('items').index('scope').getAll(scope)),
    put: (items) => change((store) => items.forEach((item) => store.put(item))),
    remove: (client_ids) => change((store) => client_ids.forEach((id) => store.delete(id))),
  }
}

function inMemory(): Drawer {
  return { all: async () => [], put: async () => {}, remove: async () => {} }
}
