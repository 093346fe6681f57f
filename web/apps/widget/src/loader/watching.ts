import type { Amount, Watched } from './protocol.ts'

type Options = {
  isBusy: () => boolean
  /** How many visits to a path there were in this tab, this one included. */
  visits: (path: string) => number
  report: (moment: string, amount: Amount) => void
}

/** Notices where the visitor is and for how long, counted in seconds that the page is seen; nothing that they do. */
export function watch(list: Watched[], { isBusy, visits, report }: Options): void {
  let path = ''
  let seconds = 0
  setInterval(() => {
    if (document.hidden || isBusy()) return
    if (path !== location.pathname) seconds = 0
    path = location.pathname
    seconds++
    const here = list.filter(([, , pages]) => fits(pages, path))
    const again = here.filter(([moment]) => moment === 'same_page_again')
    const times = seconds === 1 && again.length ? visits(path) : 0
    for (const [moment, least] of here) {
      if (moment !== 'same_page_again') seconds === least && report(moment, { seconds })
      else if (times >= least) report(moment, { times })
    }
  }, 1000)
}

/** `*` is anything, everything else is itself; a slash at the end means nothing. */
export function fits(pages: string[], path: string): boolean {
  return pages.some((page) => RegExp(`^${page.replace(/[^*\w]/g, '\\$&').replace(/\*/g, '.*')}/?$`, 's').test(path))
}
