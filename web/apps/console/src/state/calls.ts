import type { Conversation } from '@visavis/client'
import { chime } from '../lib/chime.ts'
import { callDue } from '../lib/calls.ts'
import { say } from '../lib/errors.ts'
import { notice, withdrawNotice } from '../lib/notices.ts'
import { m } from '../paraglide/messages.js'
import type { Desk } from './desk.svelte.ts'
import type { PushedListeners } from './pushed.svelte.ts'

/** How an agent hears of what is put before them, and of what no longer is. */
export function callsOf(desk: Desk): PushedListeners {
  const nameOf = (conversation: Conversation) => conversation.customer.name ?? m.unnamed()
  return {
    onCalled(conversation) {
      const [name, brand] = [nameOf(conversation), desk.session.brandOf(conversation.brand_id)?.name ?? '']
      const call = callDue(conversation, desk.clock.now)
      const body = call ? m.push_call_to({ phone: call.phone_shown }) : (conversation.last_message?.body ?? '')
      desk.announced = m.push_announced({ name, brand, body })
      if (desk.prefs.sound) chime()
      // Of what was said, nothing: others may see the desktop.
      if (desk.prefs.notices) notice(conversation.id, call ? m.push_call_waits({ name }) : m.push_calls({ name }), brand)
    },
    onAccepted(conversation) {
      withdrawNotice(conversation.id)
      desk.announced = m.done_taken()
      desk.write(conversation.id)
    },
    onDeclined(conversation) {
      withdrawNotice(conversation.id)
      desk.toasts.say(m.push_declined())
    },
    onGone(conversation, taken) {
      withdrawNotice(conversation.id)
      desk.toasts.say(gone(conversation, taken))
    },
    onFailed: (error) => desk.toasts.fail(say(error)),
  }

  function gone(conversation: Conversation, taken: boolean): string {
    const [name, agent] = [nameOf(conversation), conversation.assignee_name]
    if (taken && agent) return m.push_taken({ agent, name })
    const waits = (conversation.status === 'open' && conversation.waiting_since !== null) || callDue(conversation, desk.clock.now) !== null
    return waits ? m.push_lapsed({ name }) : m.push_over({ name })
  }
}
