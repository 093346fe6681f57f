/** What travels on the live sockets, generated from the server's own description of its frames. */
import type { Author, Conversation, Customer, Message, Schemas, VisitorConversation } from '@visavis/client'

export type { Author, Conversation, Customer, Message, VisitorConversation }

export type { Problem } from '@visavis/client'
export type AnyConversation = Conversation | VisitorConversation

/** What a client knows; messages only for the conversations it has loaded, ascending by seq. */
export type Snapshot = {
  conversations: Record<string, AnyConversation>
  messages: Record<string, Message[]>
}

export type LiveEvent = Schemas['EventFrame'] | Schemas['ConversationRemoved']
export type ServerFrame = Schemas['ServerFrame']
export type ClientFrame = Schemas['ClientFrame']

export type Sent = Schemas['Sent']
export type Failed = Schemas['Failed']
export type Typing = Schemas['SomeoneTyping']
export type Send = Schemas['Send']
