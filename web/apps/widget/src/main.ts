import { uuid } from '@visavis/live'
import { mount, tick } from 'svelte'
import App from './App.svelte'
import './app.css'
import { codeOf } from './chat/api.ts'
import { Bridge } from './chat/bridge.ts'
import { Chat } from './chat/chat.svelte.ts'
import type { Moments } from './chat/moments.ts'
import type { ToFrame } from './loader/protocol.ts'
import { shades, wear } from './shared/accent.ts'
import { lang, t } from './texts.ts'

const target = document.getElementById('visavis')!
const { brand = '', accent = '', origins = '[]' } = target.dataset

wear(accent)
const bridge = new Bridge()
const chat = new Chat(brand, bridge)
let moments: Promise<Moments> | undefined
target.replaceChildren()
mount(App, { target, props: { chat, embedded: bridge.isEmbedded } })

/** The words field if there is one on screen: writing is what one opens a chat for. */
async function focus(): Promise<void> {
  await tick()
  const words = target.querySelector<HTMLElement>('[data-composer]')
  ;(words ?? target.querySelector<HTMLElement>('button'))?.focus()
}

function hear(message: ToFrame): void {
  switch (message.do) {
    case 'shown':
      chat.isShown = true
      if (message.focus) void focus()
      return
    case 'hidden':
      chat.isShown = false
      return
    case 'focus':
      return void focus()
    case 'identify':
      return void chat.identify(message.jwt)
    case 'attributes':
      return chat.setAttributes(message.attributes)
    case 'mode':
      return chat.setMode(message.mode)
    case 'subject':
      return chat.subjects?.suggest(...message.subject)
    case 'reset':
      return void chat.reset()
    case 'page':
      chat.page = message.page
      return
    default:
      moments ??= import('./chat/moments.ts').then(
        ({ Moments }) => new Moments({ chat, bridge, lang, t, focus, uuid, shades, codeOf }),
      )
      void moments.then((heard) => heard.hear(message))
  }
}

async function begin(): Promise<void> {
  const hello = await bridge.greeting(JSON.parse(origins) as string[], hear)
  chat.page = hello?.page ?? null
  chat.isShown = !bridge.isEmbedded
  await chat.start(hello?.reset)
  bridge.tell({ tell: 'alive' })
  if (!bridge.isEmbedded) void focus()
}

void begin()
