/** The objects of the HTTP API under their short names. Times are RFC 3339 in UTC. */
import type { QueryOf } from './operations.ts'
import type { components } from './schema.d.ts'

export type Schemas = components['schemas']

export type Agent = Schemas['Agent']
export type AgentChanges = Schemas['AgentChanges']
export type ApiKey = Schemas['ApiKey']
export type AgentThere = Schemas['AgentThere']
export type Assignment = Required<Schemas['Assignment']>
export type AtRisk = Schemas['AtRisk']
export type Attachment = Schemas['Attachment']
export type Author = Schemas['Author']
export type AuthorKind = Author['kind']
export type Board = Schemas['Board']
export type Brand = Schemas['Brand']
export type BrandChanges = Schemas['BrandChanges']
export type BrandInput = Required<Schemas['NewBrand']>
export type Conversation = Schemas['Conversation']
export type Counts = Schemas['Counts']
export type Customer = Schemas['Customer']
export type CustomerChanges = Schemas['CustomerChanges']
export type Entry = Schemas['Entry']
export type EntryKind = Entry['what']
export type FreshApiKey = Schemas['FreshApiKey']
export type Hours = Schemas['Hours']
export type HoursVersion = Schemas['HoursVersion']
export type Identity = Schemas['Identity']
export type Inbox = Schemas['Inbox']
export type Interval = Schemas['Interval']
export type LastMessage = Schemas['LastMessage']
export type ListFilter = Required<QueryOf<'GET', '/api/v1/conversations'>>
export type Locale = Agent['locale']
export type Me = Schemas['Me']
export type Message = Schemas['Message']
export type MessageKind = Message['kind']
export type NewAgent = Schemas['NewAgent']
export type NewTeam = Schemas['NewTeam']
export type OpenedConversation = Schemas['OpenedConversation']
export type Presence = Schemas['Presence']
export type PresenceChanges = Schemas['PresenceChanges']
export type PresenceStatus = Presence['status']
export type ProfileChanges = Schemas['ProfileChanges']
export type Revision = Schemas['Revision']
export type Role = Agent['role']
export type Scalar = Customer['attributes'][string]
export type ServiceMode = NonNullable<Schemas['CustomerBrief']['service_mode']>
export type Session = Schemas['AgentSession']
export type SpecialDay = Schemas['SpecialDay']
export type Status = Conversation['status']
export type Team = Schemas['Team']
export type TeamChanges = Schemas['TeamChanges']
export type Timeline = Schemas['Timeline']
export type View = ListFilter['view']
export type VisitorConversation = Schemas['VisitorConversation']
export type Weekday = keyof Hours['week']

/** RFC 9457. `code` is stable: texts are chosen by it. `retry_after` in seconds. */
export type Problem = Pick<Schemas['Problem'], 'type' | 'title' | 'status' | 'code'> & Partial<Schemas['Problem']>
