import { BOARD, format, HOME, parse, type Inbox, type Route, type Settings } from '../lib/routes.ts'

/** Where the agent is, kept in the address so that it can be shared and gone back to. */
export class Router {
  route = $state.raw<Route>(parse(location.hash))

  /** The last place in the inbox: where "back" from the settings leads. */
  inbox = $state.raw<Inbox>(this.route.page === 'inbox' ? this.route : HOME)

  readonly #onEnter: (route: Route) => void

  constructor(onEnter: (route: Route) => void) {
    this.#onEnter = onEnter
    addEventListener('hashchange', () => this.#enter(parse(location.hash)))
  }

  href(change: Partial<Inbox>): string {
    return format({ ...this.inbox, ...change })
  }

  settings(section: Settings['section'], item: string | null = null): string {
    return format({ page: 'settings', section, item })
  }

  get board(): string {
    return format(BOARD)
  }

  go(to: string): void {
    location.hash = to
  }

  open(conversation: string | null): void {
    this.go(this.href({ conversation, panel: false }))
  }

  /** Without a step in the history: for what changes at each key. */
  replace(to: string): void {
    history.replaceState(null, '', to)
    this.#enter(parse(to))
  }

  #enter(route: Route): void {
    this.route = route
    if (route.page === 'inbox') this.inbox = route
    this.#onEnter(route)
  }
}
