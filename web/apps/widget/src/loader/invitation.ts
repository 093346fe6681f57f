import type { How, Invite } from './protocol.ts'

/** A word beside the button: told politely, never in the way of the keyboard, gone when it is answered. */
export class Invitation {
  readonly box = element('div', '')
  readonly #said = element('div', '')
  readonly #onAnswer: (how: How) => void

  constructor(onAnswer: (how: How) => void) {
    this.#onAnswer = onAnswer
    // There from the start, and empty: what comes into it is then read out.
    this.#said.setAttribute('role', 'status')
    this.box.append(this.#said)
    this.box.onkeydown = ({ key }) => {
      if (key === 'Escape') onAnswer('declined')
    }
  }

  show({ text, promise, accept, close, colours }: Invite): void {
    this.box.className = 'invite'
    this.box.style.cssText = colours
    this.box.setAttribute('role', 'group')
    this.box.setAttribute('aria-label', 'Invitation')
    for (const line of [text, promise]) {
      const p = element('p', line)
      p.dir = 'auto'
      this.#said.append(p)
    }
    const yes = element('button', accept)
    yes.onclick = () => this.#onAnswer('accepted')
    const no = element('button', '×')
    no.className = 'no'
    no.setAttribute('aria-label', close)
    no.onclick = () => this.#onAnswer('declined')
    for (const button of [yes, no]) button.type = 'button'
    this.box.append(yes, no)
  }

  hide(): void {
    this.#said.replaceChildren()
    this.box.replaceChildren(this.#said)
    this.box.className = ''
    this.box.removeAttribute('role')
    this.box.removeAttribute('aria-label')
  }
}

function element<Name extends keyof HTMLElementTagNameMap>(name: Name, text: string): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name)
  made.textContent = text
  return made
}
