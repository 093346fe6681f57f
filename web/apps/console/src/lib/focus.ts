/** A drawer takes the focus itself: none of its buttons is the obvious next step. */
export function toContent(event: Event): void {
  event.preventDefault()
  if (event.target instanceof HTMLElement) event.target.focus()
}
