import type { uuid } from '@visavis/live'
import type { Schemas } from '@visavis/client'
import type { How, ToFrame } from '../loader/protocol.ts'
import type { shades } from '../shared/accent.ts'
import type { Lang, Texts } from '../texts.ts'
import type { codeOf } from './api.ts'
import type { Bridge } from './bridge.ts'
import type { Chat } from './chat.svelte.ts'

const WORDS = {
  fr: { accept: 'Discuter avec nous', close: 'Fermer l’invitation' },
  en: { accept: 'Chat with us', close: 'Close the invitation' },
}

type Asked = Extract<ToFrame, { do: 'moment' | 'answer' }>
type Invitation = Schemas['Invitation']
/** Handed over rather than imported: what both need would else become a file more for everybody who opens the chat. */
type House = {
  chat: Chat
  bridge: Bridge
  lang: Lang
  t: Texts
  focus: () => Promise<void>
  uuid: typeof uuid
  shades: typeof shades
  codeOf: typeof codeOf
}

/** Moments that the page reports, and what the house makes of them; fetched with the first of them. */
export class Moments {
  readonly #house: House
  #invitation: Invitation | null = null

  constructor(house: House) {
    this.#house = house
  }

  hear(asked: Asked): void {
    if (asked.do === 'answer') void this.#answer(asked.how)
    else void this.#report(asked)
  }

  async #report({ moment, amount, page }: Extract<Asked, { do: 'moment' }>): Promise<void> {
    const { chat, lang } = this.#house
    if (chat.phase !== 'ready') return
    const times = amount.times ?? this.#count(moment)
    const body = {
      moment: moment as Invitation['moment'],
      visit_id: this.#visitId,
      page_url: page.url.slice(0, 2000),
      times,
      seconds: amount.seconds === undefined ? null : Math.floor(amount.seconds),
      locale: lang,
    }
    try {
      const { invitation } = await chat.api.ask('POST', '/api/v1/widget/moments', { body })
      if (invitation) this.#show(invitation)
    } catch (error) {
      this.#failed(error)
    }
  }

  #show(invitation: Invitation): void {
    const { chat, bridge, lang, shades, t } = this.#house
    const accent = chat.brand?.accent ?? ''
    const light = shades(accent, 'light')
    const dark = shades(accent, 'dark')
    this.#invitation = invitation
    bridge.tell({
      tell: 'invite',
      moment: invitation.moment,
      text: invitation.text,
      promise: invitation.within_s === null ? '' : t.answeredWithin(Math.ceil(invitation.within_s / 60)),
      colours: `--fill:${light.fill};--on:${light.on};--fill-dark:${dark.fill};--on-dark:${dark.on}`,
      ...WORDS[lang],
    })
  }

  async #answer(how: How): Promise<void> {
    const { chat, focus } = this.#house
    const invitation = this.#invitation
    if (!invitation) return
    this.#invitation = null
    if (how === 'accepted') {
      chat.invitation = invitation.text
      chat.open(null)
      void focus()
    }
    try {
      const given = { ids: [invitation.id] as [string], body: { how } }
      await chat.api.ask('POST', '/api/v1/widget/invitations/{invitation_id}/answer', given)
    } catch (error) {
      this.#failed(error)
    }
  }

  #failed(error: unknown): void {
    this.#house.bridge.emit('error', { code: this.#house.codeOf(error) })
  }

  /** A visit is as long as this tab. */
  get #visitId(): string {
    const { drafts } = this.#house.chat
    const known = drafts.get('visit') ?? this.#house.uuid()
    drafts.set('visit', known)
    return known
  }

  #count(moment: string): number {
    const { drafts } = this.#house.chat
    const times = Number(drafts.get(`count:${moment}`)) + 1
    drafts.set(`count:${moment}`, `${times}`)
    return times
  }
}
