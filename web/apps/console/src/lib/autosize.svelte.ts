import type { Attachment } from 'svelte/attachments'

/** A text field as tall as its words. `value` is read so that the field follows it. */
export function autosize(value: () => string): Attachment<HTMLTextAreaElement> {
  return (field) => {
    const fit = () => {
      field.style.height = 'auto'
      field.style.height = `${field.scrollHeight}px`
    }
    $effect.pre(() => {
      value()
      queueMicrotask(fit)
    })
    const observer = new ResizeObserver(fit)
    observer.observe(field.parentElement ?? field)
    return () => observer.disconnect()
  }
}
