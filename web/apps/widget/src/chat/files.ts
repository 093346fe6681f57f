import type { VisitorApi } from './api.ts'

type Shown = { id: string; name: string; media_type: string }

/** Files fetched with the visitor's token and shown from memory: no address of theirs can leak. */
export class Files {
  readonly #api: VisitorApi
  readonly #urls = new Map<string, Promise<string>>()

  constructor(api: VisitorApi) {
    this.#api = api
  }

  /** What was just uploaded is shown without fetching it back. */
  remember(id: string, file: Blob): void {
    this.#urls.set(id, Promise.resolve(URL.createObjectURL(file)))
  }

  image({ id, media_type }: Shown): Promise<string> {
    const known = this.#urls.get(id)
    if (known) return known
    const url = this.#api.file(id).then((blob) => URL.createObjectURL(new Blob([blob], { type: media_type })))
    this.#urls.set(id, url)
    url.catch(() => this.#urls.delete(id))
    return url
  }

  /** Never opened in place, whatever it says it is. */
  async download({ id, name }: Shown): Promise<void> {
    const bytes = await this.#api.file(id)
    const url = URL.createObjectURL(new Blob([bytes], { type: 'application/octet-stream' }))
    const link = document.createElement('a')
    link.href = url
    link.download = name
    link.click()
    setTimeout(() => URL.revokeObjectURL(url), 60_000)
  }
}
