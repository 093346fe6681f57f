import { ApiError, type Problem } from '@visavis/client'
import { m } from '../paraglide/messages.js'

const SAID: Record<string, () => string> = {
  unreachable: m.error_unreachable,
  server_error: m.error_server,
  visavis_error: m.error_server,
  unavailable: m.error_server,
  sign_in_busy: m.error_busy,
  forbidden: m.error_forbidden,
  above_your_role: m.error_above_your_role,
  not_signed_in: m.error_not_signed_in,
  wrong_credentials: m.error_wrong_credentials,
  wrong_password: m.error_wrong_password,
  weak_password: m.error_weak_password,
  own_password: m.error_own_password,
  email_taken: m.error_email_taken,
  team_name_taken: m.error_team_name_taken,
  slug_taken: m.error_slug_taken,
  last_owner: m.error_last_owner,
  too_large: m.error_too_large,
  file_too_large: m.error_too_large,
  empty_file: m.error_empty_file,
  empty_message: m.error_empty_message,
  conversation_not_found: m.error_not_found,
  message_not_found: m.error_message_gone,
  message_deleted: m.error_message_gone,
  message_conflict: m.error_conflict,
  already_resolved: m.error_already_resolved,
  already_open: m.error_already_open,
  assignee_unfit: m.error_assignee_unfit,
  team_unknown: m.error_team_unknown,
  not_pushed: m.error_not_pushed,
  past_time: m.snooze_past,
  callback_over: m.error_callback_over,
  call_too_early: m.error_call_too_early,
  call_still_owed: m.error_call_still_owed,
  resolution_promised: m.error_resolution_promised,
  resolution_over: m.error_resolution_over,
  too_far_ahead: m.error_too_far_ahead,
  hours_outdated: m.error_hours_outdated,
  hours_overlap: m.error_hours_overlap,
  unknown_time_zone: m.error_unknown_time_zone,
  page_pattern_unfit: m.error_page_pattern_unfit,
  pages_needed: m.error_pages_needed,
  too_many_invitation_rules: m.error_too_many_invitation_rules,
  too_many_subjects: m.error_too_many_subjects,
  subject_not_found: m.error_subject_not_found,
  subject_team_unknown: m.error_team_unknown,
  invitation_rule_not_found: m.error_invitation_rule_not_found,
  scheduled_over: m.error_scheduled_over,
  scheduled_not_found: m.error_scheduled_over,
  too_many_scheduled: m.error_too_many_scheduled,
  too_far_off: m.error_too_far_off,
  nothing_to_mail: m.error_nothing_to_mail,
  mailbox_taken: m.error_mailbox_taken,
  mailbox_not_found: m.error_mailbox_not_found,
  mail_hook_not_found: m.error_mail_hook_not_found,
  mail_hook_incomplete: m.error_mail_hook_incomplete,
  sign_in_unknown: m.error_sign_in_unknown,
  sign_in_declined: m.error_sign_in_declined,
  mail_not_allowed: m.error_mail_not_allowed,
  nothing_lasting: m.error_nothing_lasting,
  application_missing: m.error_application_missing,
  application_in_use: m.error_application_in_use,
  application_secret_needed: m.error_application_secret_needed,
  application_refused: m.error_application_refused,
  way_not_offered: m.error_way_not_offered,
  remote_failed: m.error_remote_failed,
  mail_not_found: m.error_mail_not_found,
  mail_too_large: m.error_mail_too_large,
  address_invalid: m.error_address_invalid,
  own_address: m.error_own_address,
  no_recipient: m.error_no_recipient,
  too_many_recipients: m.error_too_many_recipients,
  customer_takes_part: m.error_customer_takes_part,
  not_by_email: m.error_not_by_email,
  mailbox_gone: m.error_mailbox_gone,
  side_not_found: m.error_side_not_found,
  no_mailbox: m.error_no_mailbox,
  third_party_takes_part: m.error_third_party_takes_part,
  too_much_forwarded: m.error_too_much_forwarded,
  invalid_input: m.error_invalid,
}

/** What went wrong, in the agent's language; what has no words of ours keeps the server's. */
export function say(error: unknown): string {
  if (!(error instanceof ApiError)) return m.error_unknown()
  return sayProblem(error.problem)
}

export function sayProblem(problem: Pick<Problem, 'code' | 'title' | 'detail' | 'retry_after'>): string {
  if (problem.code === 'too_many_requests') return tooMany(problem.retry_after)
  return SAID[problem.code]?.() ?? (problem.detail || problem.title || m.error_unknown())
}

function tooMany(seconds: number | null | undefined): string {
  if (seconds == null) return m.error_too_many()
  return seconds < 90 ? m.error_too_many_seconds({ count: seconds }) : m.error_too_many_minutes({ count: Math.ceil(seconds / 60) })
}
