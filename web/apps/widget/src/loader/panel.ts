import { Invitation } from './invitation.ts'
import type { Hello, How, Invite, ToFrame, ToPage } from './protocol.ts'
import { style } from './style.ts'
import type { Lang } from './texts.ts'
import { textsIn } from './texts.ts'

const ALIVE_WITHIN = 8_000
const PHONE = '(max-width:520px)'
const MARK = 'M5.5 4c4.4 5 4.4 11 0 16M18.5 4c-4.4 5-4.4 11 0 16'
const CROSS = 'M6 6l12 12M18 6L6 18'

type Options = {
  origin: string
  brand: string
  lang: Lang
  accent: string
  ink: string
  hello: () => Hello
  onToggle: () => void
  onMessage: (message: ToPage) => void
  onAnswer: (how: How) => void
  onAlive: () => void
  onAway: () => void
}

/** The launcher and the panel around the frame. Nothing is fetched before the first opening, or the first moment. */
export class Panel {
  isOpen = false
  readonly #options: Options
  readonly #root = element('div')
  readonly #button = element('button', 'button')
  readonly #icon = document.createElementNS('http://www.w3.org/2000/svg', 'path')
  readonly #badge = element('span', 'badge')
  readonly #dialog = element('div', 'panel')
  readonly #invitation: Invitation
  #frame: HTMLIFrameElement | undefined
  #port: MessagePort | undefined
  #alive = false
  #deadline = 0
  #overflow = ''
  #cameFrom: Element | null = null

  constructor(options: Options) {
    this.#options = options
    this.#invitation = new Invitation(options.onAnswer)
    const host = element('div')
    host.dataset.visavis = ''
    const shadow = host.attachShadow({ mode: 'open' })
    dress(shadow, style(options.accent, options.ink))
    this.#build()
    shadow.append(this.#root)
    document.body.append(host)
    this.unread(0)
  }

  open(focus: boolean): void {
    if (this.isOpen) return
    this.isOpen = true
    this.#cameFrom = document.activeElement
    this.load()
    this.#show(true)
    if (matchMedia(PHONE).matches) {
      this.#dialog.setAttribute('aria-modal', 'true')
      this.#overflow = document.documentElement.style.overflow
      document.documentElement.style.overflow = 'hidden'
    }
    if (focus) ((this.#alive && this.#frame) || this.#dialog).focus()
    this.say({ do: 'shown', focus })
  }

  close(): void {
    if (!this.isOpen) return
    this.isOpen = false
    if (this.#dialog.hasAttribute('aria-modal')) {
      this.#dialog.removeAttribute('aria-modal')
      document.documentElement.style.overflow = this.#overflow
    }
    const hadFocus = this.#dialog.contains((this.#root.getRootNode() as ShadowRoot).activeElement)
    this.#show(false)
    this.say({ do: 'hidden' })
    if (!hadFocus) return
    const before = this.#cameFrom
    if (before instanceof HTMLElement && before !== document.body && !before.shadowRoot) before.focus()
    else this.#button.focus()
  }

  /** Has the frame there, shown or not. */
  load(): void {
    this.#frame ??= this.#load()
  }

  invite(invite: Invite): void {
    this.#invitation.show(invite)
  }

  uninvite(): void {
    const hadFocus = this.#invitation.box.contains((this.#root.getRootNode() as ShadowRoot).activeElement)
    this.#invitation.hide()
    if (hadFocus) this.#button.focus()
  }

  say(message: ToFrame): void {
    if (this.#alive) this.#port?.postMessage(message)
  }

  unread(count: number): void {
    this.#badge.hidden = count === 0
    this.#badge.textContent = count > 9 ? '9+' : `${count}`
    const texts = textsIn(this.#options.lang)
    const label = this.isOpen ? texts.close : texts.open
    this.#button.setAttribute('aria-label', count ? `${label} (${texts.unread(count)})` : label)
  }

  #build(): void {
    const { lang } = this.#options
    const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg')
    svg.setAttribute('viewBox', '0 0 24 24')
    svg.setAttribute('aria-hidden', 'true')
    svg.append(this.#icon)
    this.#button.type = 'button'
    this.#button.setAttribute('aria-haspopup', 'dialog')
    this.#button.append(svg, this.#badge)
    this.#button.onclick = this.#options.onToggle
    this.#dialog.setAttribute('role', 'dialog')
    this.#dialog.setAttribute('aria-label', textsIn(lang).panel)
    this.#dialog.tabIndex = -1
    this.#root.lang = lang
    this.#root.append(this.#dialog, this.#invitation.box, this.#button)
    this.#root.onkeydown = (event) => {
      if (event.key === 'Escape' && this.isOpen) this.#options.onToggle()
    }
    this.#show(false)
  }

  #show(open: boolean): void {
    this.#dialog.hidden = !open
    this.#root.className = open ? 'open' : ''
    this.#icon.setAttribute('d', open ? CROSS : MARK)
    this.#button.setAttribute('aria-expanded', `${open}`)
    this.unread(0)
  }

  #load(): HTMLIFrameElement {
    const { origin, brand, lang } = this.#options
    const frame = element('iframe')
    frame.src = `${origin}/widget/frame/${encodeURIComponent(brand)}?lang=${lang}`
    frame.title = textsIn(lang).panel
    frame.onload = () => this.#handOver(frame)
    this.#dialog.replaceChildren(this.#guard(), frame, this.#guard())
    this.#deadline = window.setTimeout(() => this.#away(), ALIVE_WITHIN)
    return frame
  }

  /** On a phone the panel covers the page: focus that would leave it goes back inside. */
  #guard(): HTMLElement {
    const guard = element('div')
    guard.tabIndex = matchMedia(PHONE).matches ? 0 : -1
    guard.onfocus = () => {
      this.#frame?.focus()
      this.say({ do: 'focus' })
    }
    return guard
  }

  #handOver(frame: HTMLIFrameElement): void {
    const { port1, port2 } = new MessageChannel()
    this.#port = port1
    this.#alive = false
    port1.onmessage = ({ data }: MessageEvent<ToPage>) => {
      if (data.tell === 'alive') this.#cameAlive(frame)
      else this.#options.onMessage(data)
    }
    // The exact origin: a page of anyone else in this frame would never hold the port.
    frame.contentWindow?.postMessage(this.#options.hello(), this.#options.origin, [port2])
  }

  #cameAlive(frame: HTMLIFrameElement): void {
    clearTimeout(this.#deadline)
    this.#alive = true
    const inside = this.#dialog.contains((this.#root.getRootNode() as ShadowRoot).activeElement)
    if (inside) frame.focus()
    if (this.isOpen) this.say({ do: 'shown', focus: inside })
    this.#options.onAlive()
  }

  /** The frame does not answer: network cut, unknown brand, or a site that may not show it. */
  #away(): void {
    const texts = textsIn(this.#options.lang)
    const away = element('div', 'away')
    const line = element('p')
    line.setAttribute('role', 'alert')
    line.textContent = texts.away
    const retry = element('button')
    retry.type = 'button'
    retry.textContent = texts.retry
    retry.onclick = () => {
      this.#frame = this.#load()
      this.#dialog.focus()
    }
    const close = element('button')
    close.type = 'button'
    close.textContent = texts.close
    close.onclick = this.#options.onToggle
    away.append(line, retry, close)
    this.#dialog.replaceChildren(away)
    this.#frame = undefined
    this.#options.onAway()
  }
}

function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  className = '',
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name)
  made.className = className
  return made
}

function dress(shadow: ShadowRoot, css: string): void {
  try {
    // Made by script: not subject to the site's own style-src.
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(css)
    shadow.adoptedStyleSheets = [sheet]
  } catch {
    const sheet = element('style')
    sheet.textContent = css
    shadow.append(sheet)
  }
}
