import type { EventName, Hello, ToFrame, ToPage } from '../loader/protocol.ts'

/** The private port to the page that shows us; absent when the chat is a page of its own. */
export class Bridge {
  readonly isEmbedded = window.parent !== window
  #port: MessagePort | undefined

  /** Resolves with the page's greeting; only the parent may greet, from an allowed origin, once. */
  greeting(origins: string[], hear: (message: ToFrame) => void): Promise<Hello | null> {
    if (!this.isEmbedded) return Promise.resolve(null)
    return new Promise((resolve) => {
      const listen = (event: MessageEvent) => {
        const hello = event.data as Partial<Hello> | null
        const port = event.ports[0]
        if (event.source !== window.parent || hello?.visavis !== 1 || !port) return
        const own = event.origin === location.origin
        if (!own && origins.length > 0 && !origins.includes(event.origin)) return
        window.removeEventListener('message', listen)
        this.#port = port
        port.onmessage = ({ data }: MessageEvent<ToFrame>) => hear(data)
        resolve(hello as Hello)
      }
      window.addEventListener('message', listen)
    })
  }

  tell(message: ToPage): void {
    this.#port?.postMessage(message)
  }

  emit(name: EventName, data: Record<string, unknown> = {}): void {
    this.tell({ tell: 'event', name, data })
  }
}
