import { textOn } from '@visavis/ui/contrast'
import { Panel } from './panel.ts'
import type { Amount, Attributes, EventName, How, Method, Mode, Page, Suggested, ToFrame, ToPage, Watched } from './protocol.ts'
import { EVENTS } from './protocol.ts'
import { watch } from './watching.ts'

type Listener = (data: Record<string, unknown>) => void
type Jwt = string | (() => string | Promise<string>)
type Call = ArrayLike<unknown>
/** `watch` is the server's own word, said at the end of the script. */
type Said = Method | 'watch'
type Visavis = { (method: Said, ...rest: unknown[]): void; q?: Call[]; loaded?: true }

const DEFAULT_ACCENT = '#0e6b75'
const localStore = () => localStorage
const sessionStore = () => sessionStorage
const script = document.currentScript as HTMLScriptElement | null
const page = window as unknown as { visavis?: Visavis }

const brand = script && (script.dataset.brand ?? new URL(script.src).searchParams.get('brand'))

if (brand && !page.visavis?.loaded) {
  if (document.body) start(script, brand)
  else addEventListener('DOMContentLoaded', () => start(script, brand))
}

function start({ src, dataset }: HTMLScriptElement, brand: string): void {
  const origin = new URL(src).origin
  const asked = dataset.lang ?? document.documentElement.lang
  const accent = /^#[\da-f]{6}$/i.test(dataset.accent ?? '') ? dataset.accent! : DEFAULT_ACCENT
  const openKey = `visavis:open:${brand}`
  const resetKey = `visavis:reset:${brand}`
  const invitedKey = `visavis:invited:${brand}`
  const listeners = new Map<EventName, Set<Listener>>(EVENTS.map((name) => [name, new Set()]))
  const moments: ToFrame[] = []
  let alive = false
  /** The moment of the invitation before the visitor's eyes. */
  let invited: string | null = null
  let attributes: Attributes = {}
  let mode: Mode | null | undefined
  let subject: Suggested | undefined = dataset.subject ? [dataset.subject, false] : undefined
  let jwt: Jwt | undefined

  const emit = (name: EventName, data: Record<string, unknown> = {}) => {
    for (const listener of listeners.get(name) ?? []) {
      try {
        listener(data)
      } catch (error) {
        console.error(error)
      }
    }
  }

  const panel = new Panel({
    origin,
    brand,
    lang: asked.toLowerCase().startsWith('fr') ? 'fr' : 'en',
    accent,
    ink: textOn(accent),
    hello: () => ({ visavis: 1, page: here(), reset: recall(localStore, resetKey) !== null }),
    onToggle: () => methods.toggle(),
    onMessage: receive,
    onAnswer: (how) => (how === 'accepted' ? open(true) : answer(how)),
    onAlive() {
      alive = true
      forget(localStore, resetKey)
      if (Object.keys(attributes).length) panel.say({ do: 'attributes', attributes })
      if (mode !== undefined) panel.say({ do: 'mode', mode })
      mode = undefined
      if (subject) panel.say({ do: 'subject', subject })
      void introduce()
      for (const moment of moments.splice(0)) panel.say(moment)
    },
    onAway: () => emit('error', { code: 'unreachable' }),
  })

  function receive(message: ToPage): void {
    if (message.tell === 'close') return methods.close()
    if (message.tell === 'page?') return panel.say({ do: 'page', page: here() })
    if (message.tell === 'invite') {
      if (panel.isOpen) return panel.say({ do: 'answer', how: 'withdrawn' })
      invited = message.moment
      keep(sessionStore, invitedKey)
      panel.invite(message)
      return emit('invitation', { moment: invited, state: 'shown' })
    }
    if (message.tell !== 'event') return
    if (message.name === 'offers') {
      const [best] = message.data.items as { way: string }[]
      // What can no longer be kept is not held out to anyone.
      if (best && best.way !== 'live') answer('withdrawn')
    }
    if (message.name === 'unread') panel.unread(panel.isOpen ? 0 : Number(message.data.count))
    emit(message.name, message.data)
  }

  /** A token lives five minutes at most: a function gives a fresh one when the chat opens. */
  async function introduce(): Promise<void> {
    if (!alive || !jwt) return
    const given = jwt
    jwt = undefined
    try {
      panel.say({ do: 'identify', jwt: typeof given === 'function' ? await given() : given })
    } catch {
      emit('error', { code: 'identify_failed' })
    }
  }

  function answer(how: How): void {
    if (!invited) return
    const moment = invited
    invited = null
    panel.uninvite()
    panel.say({ do: 'answer', how })
    emit('invitation', { moment, state: how })
  }

  function open(focus: boolean): void {
    if (panel.isOpen) return
    answer('accepted')
    panel.open(focus)
    keep(sessionStore, openKey)
    emit('opened')
  }

  const methods: Record<Said, (...rest: never[]) => void> & Record<'close' | 'toggle', () => void> = {
    open: () => open(true),
    close() {
      if (!panel.isOpen) return
      panel.close()
      forget(sessionStore, openKey)
      emit('closed')
    },
    toggle: () => (panel.isOpen ? methods.close() : open(true)),
    identify(given: Jwt) {
      jwt = given
      void introduce()
    },
    setAttributes(given: Attributes) {
      attributes = { ...attributes, ...given }
      panel.say({ do: 'attributes', attributes })
    },
    setServiceMode(given: Mode | null) {
      // Said once: what the visitor chooses in the chat afterwards stands.
      if (alive) panel.say({ do: 'mode', mode: given })
      else mode = given
    },
    subject(given: string | null) {
      subject = [given, true]
      panel.say({ do: 'subject', subject })
    },
    reset() {
      jwt = mode = undefined
      attributes = {}
      forget(sessionStore, invitedKey)
      // Kept until the frame hears it, which may be on another page.
      if (alive) panel.say({ do: 'reset' })
      else keep(localStore, resetKey)
    },
    moment(moment: string, { times, seconds }: Amount = {}) {
      if (panel.isOpen || recall(sessionStore, invitedKey) !== null) return
      const said: ToFrame = { do: 'moment', moment, amount: { times, seconds }, page: here() }
      if (alive) return panel.say(said)
      moments.push(said)
      panel.load()
    },
    watch: (list: Watched[]) =>
      watch(list, {
        isBusy: () => panel.isOpen,
        visits(path) {
          const key = `visavis:visits:${brand}:${path}`
          const times = Number(recall(sessionStore, key)) + 1
          keep(sessionStore, key, `${times}`)
          return times
        },
        report: (...moment) => visavis('moment', ...moment),
      }),
    on: (name: EventName, listener: Listener) => void listeners.get(name)?.add(listener),
    off: (name: EventName, listener: Listener) => void listeners.get(name)?.delete(listener),
  }

  const visavis: Visavis = (method, ...rest) => {
    if (!Object.hasOwn(methods, method)) console.error(`visavis: no method "${method}"`)
    else (methods[method] as (...rest: unknown[]) => void)(...rest)
  }
  visavis.loaded = true
  const queue = page.visavis?.q ?? []
  page.visavis = visavis
  for (const [method, ...rest] of queue.map((call) => Array.from(call))) {
    visavis(method as Said, ...rest)
  }
  emit('ready')
  if (recall(sessionStore, openKey) !== null) open(false)
}

function here(): Page {
  return { url: location.href, title: document.title }
}

/** Storage may be refused by the browser; the chat then works without remembering. */
function attempt<T>(act: () => T): T | null {
  try {
    return act()
  } catch {
    return null
  }
}

function keep(store: () => Storage, key: string, value = '1'): void {
  attempt(() => store().setItem(key, value))
}

function forget(store: () => Storage, key: string): void {
  attempt(() => store().removeItem(key))
}

function recall(store: () => Storage, key: string): string | null {
  return attempt(() => store().getItem(key))
}
