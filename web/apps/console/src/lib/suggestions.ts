import type { Locale, ServiceMode } from '@visavis/client'

/** Who speaks to whom; `spoken`: somebody of the house has written to them already. */
export type Occasion = { mode: ServiceMode | null; locale: Locale; customer: string | null; agent: string; spoken: boolean }

type Openings = Record<ServiceMode | 'unsaid', string[]>
type Texts = { hello: (name: string) => string; first: (hello: string, agent: string) => Openings; next: Openings }

// Those that end with a colon are to be gone on with. As many for a first word as for a next one: the field keeps its height.
const fr: Texts = {
  hello: (name) => (name ? `Bonjour ${name},` : 'Bonjour,'),
  first: (hello, agent) => ({
    hurry: [
      `${hello} je regarde tout de suite\u00a0: réponse d’ici cinq minutes.`,
      `${hello} ${agent} à votre service. Votre numéro de commande, et je m’en occupe aussitôt.`,
      `${hello} allons droit au but\u00a0: que faut-il régler d’abord\u202f?`,
    ],
    advice: [
      `${hello} avec plaisir. Dites-moi d’abord\u00a0: c’est pour quel usage\u202f?`,
      `${hello} ${agent} à votre service. Qu’est-ce qui compte le plus pour vous\u202f?`,
      `${hello} avez-vous déjà une préférence, ou partons-nous de zéro\u202f?`,
    ],
    browsing: [
      `${hello} prenez votre temps, je suis là si besoin.`,
      `${hello} ${agent} à votre service. Pour une question, un mot suffit.`,
    ],
    unsaid: [
      `${hello} ${agent} à votre service. Je regarde cela tout de suite.`,
      `${hello} pouvez-vous m’en dire un peu plus\u202f?`,
    ],
  }),
  next: {
    hurry: ['Je vérifie, et je reviens vers vous d’ici cinq minutes.', 'En bref\u00a0: ', 'Voici ce que je vous propose\u00a0: '],
    advice: [
      'Pour bien vous conseiller\u00a0: qu’est-ce qui compte le plus pour vous\u202f?',
      'Puis-je vous montrer deux possibilités\u202f?',
      'Entre les deux, voici ce qui change\u00a0: ',
    ],
    browsing: ['Je suis là si besoin.', 'Prenez votre temps\u00a0: je reste à portée de main.'],
    unsaid: ['Merci, je regarde cela tout de suite.', 'C’est noté. Puis-je faire autre chose pour vous\u202f?'],
  },
}

const en: Texts = {
  hello: (name) => (name ? `Hello ${name},` : 'Hello,'),
  first: (hello, agent) => ({
    hurry: [
      `${hello} I’m looking at it right now: you’ll have an answer within five minutes.`,
      `${hello} ${agent} here. Your order number, and I’ll get on with it.`,
      `${hello} straight to the point: what should we settle first?`,
    ],
    advice: [
      `${hello} with pleasure. First of all: what will you use it for?`,
      `${hello} ${agent} here. What matters most to you?`,
      `${hello} do you have a favourite already, or shall we start from scratch?`,
    ],
    browsing: [
      `${hello} take your time, I’m here if you need me.`,
      `${hello} ${agent} here. If you have a question, one word is enough.`,
    ],
    unsaid: [`${hello} ${agent} here. I’m looking at it now.`, `${hello} could you tell me a little more?`],
  }),
  next: {
    hurry: ['I’m checking, and I’ll be back within five minutes.', 'In short: ', 'Here is what I suggest: '],
    advice: ['To advise you well: what matters most to you?', 'May I show you two options?', 'Between the two, here is what differs: '],
    browsing: ['I’m here if you need me.', 'Take your time: I’m not far.'],
    unsaid: ['Thank you, I’m looking at it now.', 'Noted. Is there anything else I can do?'],
  },
}

/** Up to three ways to begin, in the customer's language, for whoever answers to choose from and change. */
export function suggestions({ mode, locale, customer, agent, spoken }: Occasion): string[] {
  const texts = locale === 'fr' ? fr : en
  const kinds = spoken ? texts.next : texts.first(texts.hello(firstName(customer)), firstName(agent))
  return kinds[mode ?? 'unsaid']
}

/** How many there are for a mode, known before the conversation is. */
export function howMany(mode: ServiceMode | null): number {
  return fr.next[mode ?? 'unsaid'].length
}

/** What one is called by; behind a title, the whole name; nothing that is too long to be a name. */
export function firstName(name: string | null): string {
  const [first = '', ...others] = (name ?? '').trim().split(/\s+/)
  const isTitle = others.length > 0 && /^(mm?|mmes?|mlles?|dr|pr|me|mr|mrs|ms|miss)$|\.$/i.test(first)
  const called = isTitle ? [first, ...others].join(' ') : first
  return called.length > 40 ? '' : called
}
