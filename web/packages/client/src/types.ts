/** The objects of the HTTP API and of the live sockets. Times are RFC 3339 in UTC. */
export type AuthorKind = 'customer' | 'agent' | 'system'
export type Author = { kind: AuthorKind; id: string | null; name: string | null }

/** `inline`: an image the server has verified, which may be shown. `size` in bytes. */
export type Attachment = {
  id: string
  name: string
  media_type: string
  size: number
  width: number | null
  height: number | null
  inline: boolean
}

export type EntryKind =
  | 'opened'
  | 'assigned'
  | 'handed_over'
  | 'snoozed'
  | 'resolved'
  | 'reopened'
  | 'identified'

export type Entry = {
  what: EntryKind
  agent_id: string | null
  agent_name: string | null
  team_id: string | null
  team_name: string | null
  until: string | null
}

export type MessageKind = 'message' | 'note' | 'entry'

export type Message = {
  seq: number
  id: string
  conversation_id: string
  client_id: string | null
  kind: MessageKind
  channel: 'chat'
  author: Author
  body: string
  entry: Entry | null
  attachments: Attachment[]
  created_at: string
  edited_at: string | null
  deleted_at: string | null
}

export type LastMessage = { seq?: number; author_kind: AuthorKind; kind?: 'message' | 'note'; body: string; at: string }

export type Status = 'open' | 'snoozed' | 'resolved'

export type Conversation = {
  id: string
  version: number
  brand_id: string
  customer: { id: string; name: string | null; verified: boolean }
  channel: 'chat'
  status: Status
  snoozed_until: string | null
  assignee_id: string | null
  assignee_name?: string | null
  team_id: string | null
  last_seq: number
  last_message: LastMessage | null
  waiting_since: string | null
  customer_read_seq: number
  agents_read_seq: number
  page_url: string | null
  page_title: string | null
  created_at: string
  updated_at: string
}

export type VisitorConversation = {
  id: string
  version: number
  status: 'open' | 'resolved'
  agent: { id: string; name: string } | null
  last_seq: number
  last_message: LastMessage | null
  customer_read_seq: number
  agents_read_seq: number
  created_at: string
  updated_at: string
}

export type Locale = 'fr' | 'en'
export type Role = 'owner' | 'admin' | 'supervisor' | 'agent'

export type Agent = {
  id: string
  name: string
  /** Hidden from colleagues who do not manage. */
  email: string | null
  role: Role
  locale: Locale
  brand_ids: string[]
  team_ids: string[]
  disabled: boolean
}

export type Team = { id: string; name: string; agent_ids: string[] }

export type Brand = {
  id: string
  slug: string
  name: string
  locale: Locale
  accent: string
  allowed_origins: string[]
  greeting: string
}

export type Identity = {
  kind: 'visitor' | 'signed' | 'email' | 'phone' | 'handle'
  value: string
  verified: boolean
  brand_id: string
}

export type Scalar = string | number | boolean | null

export type Customer = {
  id: string
  name: string | null
  email: string | null
  phone: string | null
  locale: string | null
  /** Said by the page, without proof. */
  attributes: Record<string, Scalar>
  /** Signed by the brand's own server. */
  signed_attributes: Record<string, Scalar>
  identities: Identity[]
  created_at: string
}

export type Me = { agent: Agent; brands: Brand[]; teams: Team[]; agents: Agent[] }

export type Session = {
  id: string
  created_at: string
  last_seen_at: string
  expires_at: string
  user_agent: string
  ip: string
  current: boolean
}

export type ApiKey = {
  id: string
  name: string
  /** How the key begins, to tell one from another. */
  hint: string
  created_at: string
  last_used_at: string | null
  expires_at: string | null
}

export type Revision = { body: string; written_at: string; replaced_at: string }

export type Counts = { mine: number; unassigned: number; all: number; brands: Record<string, number> }

export type View = 'mine' | 'unassigned' | 'all'

/** RFC 9457. `code` is stable; texts are chosen by it. `retry_after` in seconds. */
export type Problem = {
  type: string
  title: string
  status: number
  code: string
  detail?: string | null
  fields?: Record<string, string>
  retry_after?: number
}
