export type Course = { state: 'safe' | 'near' | 'broken'; part: number; left: number }

const NEAR = 30_000
// What is drawn changes this often at most: a promise of hours costs nothing each second.
const STEPS = 100

/** How a promise stands: `part` of its time and `left`, milliseconds, below 0 once it is broken. Times in epoch milliseconds. */
export function course(made: number, due: number, now: number): Course {
  const left = due - now
  if (left < 0) return { state: 'broken', part: 1, left }
  const whole = Math.max(due - made, 1)
  const state = left < NEAR || left * 4 <= whole ? 'near' : 'safe'
  return { state, part: Math.ceil(Math.min(left / whole, 1) * STEPS) / STEPS, left }
}
