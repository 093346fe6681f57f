type Texts = {
  open: string
  close: string
  unread: (count: number) => string
  panel: string
  away: string
  retry: string
}

const fr: Texts = {
  open: 'Nous écrire',
  close: 'Fermer la discussion',
  unread: (count) => (count > 1 ? `${count} nouveaux messages` : '1 nouveau message'),
  panel: 'Discussion',
  away: 'La discussion ne peut pas s’ouvrir pour le moment.',
  retry: 'Réessayer',
}

const en: Texts = {
  open: 'Write to us',
  close: 'Close the chat',
  unread: (count) => (count > 1 ? `${count} new messages` : '1 new message'),
  panel: 'Chat',
  away: 'The chat cannot be opened right now.',
  retry: 'Try again',
}

export type Lang = 'fr' | 'en'

export function textsIn(lang: Lang): Texts {
  return lang === 'fr' ? fr : en
}
