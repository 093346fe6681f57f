import { openDB } from 'idb'
import type { DBSchema, IDBPDatabase } from 'idb'
import type { OutboxItem } from './outbox.ts'

interface Schema extends DBSchema {
  items: { key: string; value: OutboxItem; indexes: { scope: string } }
}

/** Where unsent messages lie until they are sent. */
export type Drawer = {
  all: (scope: string) => Promise<OutboxItem[]>
  put: (items: OutboxItem[]) => Promise<void>
  remove: (client_ids: string[]) => Promise<void>
}

/** IndexedDB, or memory where the browser refuses it (private windows, blocked storage). */
export async function openDrawer(): Promise<Drawer> {
  try {
    return inDatabase(
      await openDB<Schema>('visavis-outbox', 1, {
        upgrade(database) {
          const items = database.createObjectStore('items', { keyPath: 'client_id' })
          items.createIndex('scope', 'scope')
        },
      }),
    )
  } catch {
    return inMemory()
  }
}

function inDatabase(database: IDBPDatabase<Schema>): Drawer {
  return {
    all: (scope) => database.getAllFromIndex('items', 'scope', scope),
    async put(items) {
      const { store, done } = database.transaction('items', 'readwrite')
      await Promise.all([...items.map((item) => store.put(item)), done])
    },
    async remove(client_ids) {
      const { store, done } = database.transaction('items', 'readwrite')
      await Promise.all([...client_ids.map((id) => store.delete(id)), done])
    },
  }
}

function inMemory(): Drawer {
  return { all: async () => [], put: async () => {}, remove: async () => {} }
}
