import { lang } from '../texts.ts'

const fr = {
  contactWhy: 'Facultatif. Nous ne nous en servons que pour vous répondre : ici, ou par e-mail si vous quittez la page.',
  name: 'Nom',
  email: 'E-mail',
  saved: 'C’est noté, merci.',
  badEmail: 'Cette adresse e-mail semble incomplète.',
}

const en: typeof fr = {
  contactWhy: 'Optional. We only use them to answer you: here, or by email if you leave the page.',
  name: 'Name',
  email: 'Email',
  saved: 'Noted, thank you.',
  badEmail: 'This email address looks incomplete.',
}

/** What is read only by who leaves a name or an address. */
export const said = { fr, en }[lang]
