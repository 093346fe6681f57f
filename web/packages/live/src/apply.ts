/**
 * The one reducer: a snapshot and a frame give the next snapshot.
 *
 * Pure, without dependencies, and free of anything Node cannot strip, so that the
 * browser and the server's own test ("snapshot + events = fresh snapshot") run this file.
 */
import type { AnyConversation, Conversation, LiveEvent, Message, ServerFrame, Snapshot } from './types.ts'

const EXCERPT_LENGTH = 140

/** The snapshot after this frame; the same object when the frame changes nothing. */
export function apply(snapshot: Snapshot, frame: ServerFrame): Snapshot {
  switch (frame.type) {
    case 'sent':
      return withMessage(snapshot, frame.message)
    case 'message.sent':
      return withMessage(
        changed(snapshot, frame, (known) => afterMessage(known, frame.data.message, frame.data.answer_by)),
        frame.data.message,
      )
    case 'message.edited':
    case 'message.deleted':
      return withMessage(
        changed(snapshot, frame, (known) => afterChange(known, frame.data.message)),
        frame.data.message,
      )
    case 'conversation.opened':
      return opened(snapshot, frame.data.conversation)
    case 'conversation.identified':
      return identified(snapshot, frame.data.conversation, frame.data.message)
    case 'conversation.read':
      return read(snapshot, frame)
    case 'conversation.removed':
      return without(snapshot, frame.conversation_id)
    case 'customer.changed':
      return withCustomer(snapshot, frame.data.customer)
    case 'customer.service_mode_chosen':
      return withServiceMode(snapshot, frame.data.customer_id, frame.data.service_mode)
    default: {
      // Whatever else happens to a conversation carries it as it is now, or the line that has changed, or both.
      if (!('data' in frame)) return snapshot
      const { data } = frame
      const next = 'conversation' in data ? withConversation(snapshot, data.conversation) : snapshot
      return 'message' in data && data.message ? withMessage(next, data.message) : next
    }
  }
}

/** What was fetched, laid over what is known: the newer version of each conversation wins. */
export function merge(
  snapshot: Snapshot,
  fetched: { conversations: AnyConversation[]; messages?: Record<string, Message[]> },
): Snapshot {
  let next = snapshot
  for (const conversation of fetched.conversations) next = withConversation(next, conversation, true)
  for (const [id, messages] of Object.entries(fetched.messages ?? {})) {
    const known = next.messages[id] ?? []
    const merged = messages.reduce(upsert, known)
    next = { ...next, messages: { ...next.messages, [id]: merged } }
  }
  return next
}

/** The first characters of a message, cut as the server cuts them: by code point. */
export function excerpt(body: string): string {
  if (body.length <= EXCERPT_LENGTH) return body
  return Array.from(body).slice(0, EXCERPT_LENGTH).join('')
}

function afterMessage<C extends AnyConversation>(conversation: C, message: Message, answerBy: string | null): C {
  const next: AnyConversation = {
    ...conversation,
    last_seq: message.seq,
    updated_at: message.created_at,
  }
  // What a program wrote, with an agent's key, answers nobody.
  const answers = message.kind === 'message' && message.author.kind === 'agent' && !message.author.automated
  if (message.kind === 'message') {
    next.last_message = {
      seq: message.seq,
      author_kind: message.author.kind,
      body: excerpt(message.body),
      at: message.created_at,
    }
    // A promise is never moved later: only who was not waiting yet is given one.
    if (message.author.kind === 'customer') next.answer_by ??= answerBy
    if ('waiting_since' in next && message.author.kind === 'customer') next.waiting_since ??= message.created_at
  }
  if (answers) {
    next.answer_by = null
    if ('waiting_since' in next) next.waiting_since = null
    next.agents_read_seq = message.seq
  }
  if (message.author.kind === 'customer') next.customer_read_seq = message.seq
  return next as C
}

function afterChange<C extends AnyConversation>(conversation: C, message: Message): C {
  const last = conversation.last_message
  if (last?.seq !== message.seq) return conversation
  return { ...conversation, last_message: { ...last, body: excerpt(message.body) } }
}

function changed(
  snapshot: Snapshot,
  event: Extract<LiveEvent, { conversation_id: string }>,
  change: (known: AnyConversation) => AnyConversation,
): Snapshot {
  const known = snapshot.conversations[event.conversation_id]
  if (!known || event.version <= known.version) return snapshot
  return put(snapshot, { ...change(known), version: event.version })
}

function opened(snapshot: Snapshot, conversation: AnyConversation): Snapshot {
  if (snapshot.conversations[conversation.id]) return withConversation(snapshot, conversation)
  const next = put(snapshot, conversation)
  // Seen from its first word: everything it will hold passes here, so it counts as loaded.
  return { ...next, messages: { [conversation.id]: [], ...next.messages } }
}

function identified(snapshot: Snapshot, conversation: AnyConversation, entry: Message | null): Snapshot {
  const next = entry ? withMessage(withConversation(snapshot, conversation), entry) : withConversation(snapshot, conversation)
  const known = next.messages[conversation.id]
  if (!known || !('customer' in conversation)) return next
  // What an anonymous visitor wrote is the known customer's now.
  const messages = known.map((message) =>
    message.author.kind === 'customer' ? { ...message, author: { ...message.author, id: conversation.customer.id } } : message,
  )
  return { ...next, messages: { ...next.messages, [conversation.id]: messages } }
}

function read(snapshot: Snapshot, event: Extract<LiveEvent, { type: 'conversation.read' }>): Snapshot {
  const known = snapshot.conversations[event.conversation_id]
  if (!known) return snapshot
  const field = event.data.reader === 'customer' ? 'customer_read_seq' : 'agents_read_seq'
  if (event.version <= known.version && event.data.seq <= known[field]) return snapshot
  return put(snapshot, {
    ...known,
    [field]: Math.max(known[field], event.data.seq),
    version: Math.max(known.version, event.version),
  })
}

function without(snapshot: Snapshot, id: string): Snapshot {
  if (!(id in snapshot.conversations) && !(id in snapshot.messages)) return snapshot
  const { [id]: _gone, ...conversations } = snapshot.conversations
  const { [id]: _said, ...messages } = snapshot.messages
  return { conversations, messages }
}

function withCustomer(
  snapshot: Snapshot,
  customer: Pick<Conversation['customer'], 'id' | 'name' | 'service_mode'> & { identities: { verified: boolean }[] },
): Snapshot {
  let next = snapshot
  for (const known of Object.values(snapshot.conversations)) {
    if (!('customer' in known) || known.customer.id !== customer.id) continue
    const verified = customer.identities.some((identity) => identity.verified)
    const { id, name, service_mode } = customer
    next = put(next, { ...known, customer: { id, name, verified, service_mode } })
  }
  return next
}

function withServiceMode(snapshot: Snapshot, id: string, service_mode: Conversation['customer']['service_mode']): Snapshot {
  let next = snapshot
  for (const known of Object.values(snapshot.conversations)) {
    if (!('customer' in known) || known.customer.id !== id) continue
    next = put(next, { ...known, customer: { ...known.customer, service_mode } })
  }
  return next
}

function withConversation(
  snapshot: Snapshot,
  conversation: AnyConversation,
  sameVersion = false,
): Snapshot {
  const known = snapshot.conversations[conversation.id]
  if (known && known.version > conversation.version) return snapshot
  if (known && known.version === conversation.version && !sameVersion) return snapshot
  return put(snapshot, conversation)
}

function withMessage(snapshot: Snapshot, message: Message): Snapshot {
  const known = snapshot.messages[message.conversation_id]
  if (!known) return snapshot
  const next = upsert(known, message)
  return { ...snapshot, messages: { ...snapshot.messages, [message.conversation_id]: next } }
}

function upsert(messages: Message[], message: Message): Message[] {
  const known = messages.find((other) => other.id === message.id)
  // A message sent again after it was edited must not bring its first words back.
  if (known && revisedAt(known) > revisedAt(message)) return messages
  const rest = messages.filter((other) => other.id !== message.id && !isEchoOf(other, message))
  const at = rest.findLastIndex((other) => other.seq < message.seq) + 1
  return rest.toSpliced(at, 0, message)
}

function revisedAt(message: Message): string {
  return message.deleted_at ?? message.edited_at ?? message.created_at
}

function isEchoOf(other: Message, message: Message): boolean {
  return message.client_id !== null && other.client_id === message.client_id
}

function put(snapshot: Snapshot, conversation: AnyConversation): Snapshot {
  return {
    ...snapshot,
    conversations: { ...snapshot.conversations, [conversation.id]: conversation },
  }
}
