import type { Locale } from '@visavis/client'

export type Theme = 'system' | 'light' | 'dark'

/** What this browser remembers by itself: theme, language until the agent is known, and how it calls. */
export class Prefs {
  theme = $state<Theme>(asTheme(read('visavis.theme')))
  locale = $state<Locale>(asLocale(read('visavis.locale') ?? navigator.language))
  /** A soft sound, or a word on the desktop, when a conversation is put before one; silent until asked for. */
  sound = $state(read('visavis.sound') === 'on')
  notices = $state(read('visavis.notices') === 'on')

  setTheme(theme: Theme): void {
    this.theme = theme
    const root = document.documentElement
    if (theme === 'system') delete root.dataset['theme']
    else root.dataset['theme'] = theme
    write('visavis.theme', theme)
  }

  setSound(sound: boolean): void {
    this.sound = sound
    write('visavis.sound', sound ? 'on' : 'off')
  }

  setNotices(notices: boolean): void {
    this.notices = notices
    write('visavis.notices', notices ? 'on' : 'off')
  }

  setLocale(locale: Locale): void {
    this.locale = locale
    document.documentElement.lang = locale
    write('visavis.locale', locale)
  }
}

function asTheme(text: string | null): Theme {
  return text === 'light' || text === 'dark' ? text : 'system'
}

function asLocale(text: string): Locale {
  return text.toLowerCase().startsWith('fr') ? 'fr' : 'en'
}

function read(key: string): string | null {
  try {
    return localStorage.getItem(key)
  } catch {
    return null
  }
}

function write(key: string, value: string): void {
  try {
    localStorage.setItem(key, value)
  } catch {
    // Storage is closed to us: the choice holds until the page is closed.
  }
}
