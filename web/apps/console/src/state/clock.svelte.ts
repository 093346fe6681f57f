/** The time, a new one each second, for what is waiting. Epoch milliseconds. */
export class Clock {
  now = $state(Date.now())

  constructor() {
    setInterval(() => {
      if (!document.hidden) this.now = Date.now()
    }, 1000)
  }
}
