/** Everything about calls, in one piece that is loaded when it is needed. */
export { default as HomeCall } from './HomeCall.svelte'
export { default as ThreadCall } from './ThreadCall.svelte'
export { sayCall } from './entries.ts'
