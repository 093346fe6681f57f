import type { InvitationFigures, InvitationRule, InvitationRules, Moment, NewInvitationRule } from '@visavis/client'
import { USUAL, listed, whole, wrongPage } from '../lib/invitations.ts'

/** A brand's rules, as they are saved, with what each did. */
export class Invitations {
  rules = $state.raw<InvitationRule[]>([])
  readonly texts: InvitationRules['texts']
  readonly figures: ReadonlyMap<string, InvitationFigures>

  constructor({ items, texts }: InvitationRules, figures: InvitationFigures[]) {
    this.rules = items
    this.texts = texts
    this.figures = new Map(figures.map((figure) => [figure.rule_id, figure]))
  }

  put(rule: InvitationRule): void {
    const known = this.rules.some(({ id }) => id === rule.id)
    this.rules = known ? this.rules.map((other) => (other.id === rule.id ? rule : other)) : [...this.rules, rule]
  }

  drop(id: string): void {
    this.rules = this.rules.filter((rule) => rule.id !== id)
  }
}

/** One rule as it is being written. */
export class RuleDraft {
  moment = $state<Moment>('payment_error')
  threshold = $state('')
  pages = $state('')
  holdOut = $state('5')
  textFr = $state('')
  textEn = $state('')

  constructor(rule: InvitationRule | null) {
    if (rule) {
      this.moment = rule.moment
      this.threshold = `${rule.threshold}`
      this.pages = rule.pages.join('\n')
      this.holdOut = `${rule.hold_out}`
      this.textFr = rule.text_fr
      this.textEn = rule.text_en
    } else this.begin('payment_error')
  }

  /** Another moment has another measure. */
  begin(moment: Moment): void {
    this.moment = moment
    this.threshold = `${USUAL[moment]}`
  }

  get listed(): string[] {
    return listed(this.pages)
  }

  get wrongThreshold(): boolean {
    return whole(this.threshold, 1, 3600) === null
  }

  get wrongHoldOut(): boolean {
    return whole(this.holdOut, 0, 50) === null
  }

  get wrongPage(): string | null {
    return wrongPage(this.listed)
  }

  get ready(): boolean {
    const needed = this.moment === 'page' && this.listed.length === 0
    return !this.wrongThreshold && !this.wrongHoldOut && !this.wrongPage && !needed
  }

  get said(): Omit<NewInvitationRule, 'moment' | 'enabled'> {
    return {
      threshold: Number(this.threshold),
      pages: this.listed,
      hold_out: Number(this.holdOut),
      text_fr: this.textFr.trim(),
      text_en: this.textEn.trim(),
    }
  }
}
