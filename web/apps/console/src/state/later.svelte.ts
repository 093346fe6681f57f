import type { Addressed, Attachment, Scheduled, SendingTime, StaffApi } from '@visavis/client'
import { uuid } from '@visavis/live'

/** What is to be sent later in one conversation: in some seconds, or at a time that was chosen. */
export class Later {
  items = $state.raw<Scheduled[]>([])
  times = $state.raw<SendingTime[]>([])
  zone = $state('UTC')
  readonly #id: string
  readonly #api: StaffApi
  /** What was sent or taken back since: an older answer does not bring it back. */
  readonly #over = new Set<string>()

  constructor(conversationId: string, api: StaffApi) {
    this.#id = conversationId
    this.#api = api
  }

  async load(): Promise<void> {
    const { items, times, time_zone } = await this.#api.scheduled(this.#id).catch(() => ({ items: this.items, times: this.times, time_zone: this.zone }))
    this.items = items.filter(({ id }) => !this.#over.has(id))
    this.times = times
    this.zone = time_zone
  }

  hear(scheduled: Scheduled): void {
    const others = this.items.filter(({ id }) => id !== scheduled.id)
    if (scheduled.state === 'sent' || scheduled.state === 'cancelled') this.#over.add(scheduled.id)
    this.items = this.#over.has(scheduled.id) ? others : [...others, scheduled].sort((a, b) => a.send_at.localeCompare(b.send_at))
  }

  /** Without a time it leaves in some seconds, until which it can be taken back. */
  async send(body: string, attachments: Attachment[], addressed: Addressed | null, at: Date | null): Promise<void> {
    this.hear(await this.#api.schedule(this.#id, { body, attachment_ids: attachments.map(({ id }) => id), addressed, client_id: uuid(), send_at: at?.toISOString() ?? null }))
  }

  async takeBack({ id }: Scheduled): Promise<Scheduled> {
    const back = await this.#api.cancelScheduled(id)
    this.hear(back)
    return back
  }

  async sendNow({ id }: Scheduled): Promise<void> {
    this.hear(await this.#api.sendScheduled(id))
  }

  async putOff({ id }: Scheduled, at: Date): Promise<void> {
    this.hear(await this.#api.reschedule(id, at))
  }
}
