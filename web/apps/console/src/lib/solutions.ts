import type { SolutionTime } from '@visavis/client'
import { m } from '../paraglide/messages.js'

/** "aujourd’hui avant la fermeture", "demain avant midi", "lundi avant la fermeture" */
export function choiceOf(name: SolutionTime['name'], by: string, now: number, locale: string): string {
  const day = dayOf(new Date(by), new Date(now), locale)
  return name === 'noon' ? m.solution_noon({ day }) : m.solution_closing({ day })
}

function dayOf(date: Date, today: Date, locale: string): string {
  const away = Math.round((startOf(date) - startOf(today)) / 86_400_000)
  if (away === 0 || away === 1) return new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(away, 'day')
  return new Intl.DateTimeFormat(locale === 'en' ? 'en-GB' : locale, { weekday: 'long' }).format(date)
}

function startOf(date: Date): number {
  return new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime()
}
