/** What travels on the live sockets. The objects inside are those of the HTTP API. */
import type {
  Author,
  Conversation,
  Customer,
  Message,
  Problem as AnyProblem,
  VisitorConversation,
} from '@visavis/client'

export type { Author, Conversation, Customer, Message, VisitorConversation }

/** `retry_after`, in seconds: when the server asks for a pause. */
export type Problem = AnyProblem & { retry_after?: number }

export type AnyConversation = Conversation | VisitorConversation

/** What a client knows; messages only for the conversations it has loaded, ascending by seq. */
export type Snapshot = {
  conversations: Record<string, AnyConversation>
  messages: Record<string, Message[]>
}

type Event<Type extends string, Data> = {
  type: Type
  at: string
  conversation_id: string
  version: number
  data: Data
}

type StateChange<Type extends string> = Event<
  Type,
  { conversation: AnyConversation; message?: Message | null }
>

export type LiveEvent =
  | Event<'message.sent' | 'message.edited' | 'message.deleted', { message: Message }>
  | Event<'conversation.opened', { conversation: AnyConversation }>
  | StateChange<'conversation.assigned'>
  | StateChange<'conversation.handed_over'>
  | StateChange<'conversation.snoozed'>
  | StateChange<'conversation.resolved'>
  | StateChange<'conversation.reopened'>
  | StateChange<'conversation.identified'>
  | Event<'conversation.read', { reader: 'customer' | 'agents'; seq: number }>
  | Event<'conversation.removed', Record<string, never>>
  | Event<'customer.changed', { customer: Customer }>
  | Event<'staff.changed', Record<string, never>>

export type Sent = { type: 'sent'; client_id: string; conversation_id: string; message: Message }
export type Failed = { type: 'failed'; client_id: string; error: Problem }
export type Typing = { type: 'typing'; conversation_id: string; data: { author: Author } }

export type ServerFrame =
  | { type: 'ready'; at: string; me: { kind: string; id: string; name: string | null } }
  | { type: 'resumed'; at: string }
  | { type: 'reset'; at: string }
  | { type: 'pong' }
  | { type: 'error'; error: Problem }
  | { type: 'draining'; reconnect_in: number }
  | Sent
  | Failed
  | Typing
  | LiveEvent

export type Send = {
  type: 'send'
  client_id: string
  conversation_id: string | null
  kind: 'message' | 'note'
  body: string
  attachment_ids: string[]
  page_url?: string | null
  page_title?: string | null
}

export type ClientFrame =
  | { type: 'hello'; token: string; resume: string | null }
  | Send
  | { type: 'typing'; conversation_id: string }
  | { type: 'read'; conversation_id: string; seq: number }
  | { type: 'ping' }
