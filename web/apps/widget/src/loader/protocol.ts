/** What the page and the frame tell each other over their private port. */

export const METHODS = [
  'open',
  'close',
  'toggle',
  'identify',
  'setAttributes',
  'setServiceMode',
  'subject',
  'reset',
  'moment',
  'on',
  'off',
] as const

export const EVENTS = [
  'ready',
  'opened',
  'closed',
  'message',
  'conversation',
  'unread',
  'offers',
  'serviceMode',
  'invitation',
  'identified',
  'error',
] as const

export type Method = (typeof METHODS)[number]
export type EventName = (typeof EVENTS)[number]
export type Attributes = Record<string, string | number | boolean | null>
export type Mode = 'hurry' | 'advice' | 'browsing'
/** What one writes about on this page, and whether that stands against what the visitor has chosen. */
export type Suggested = [id: string | null, isFirm: boolean]
export type Page = { url: string; title: string }
/** How often a moment has come in this visit, or for how long. */
export type Amount = { times?: number; seconds?: number }
export type How = 'accepted' | 'declined' | 'withdrawn'
export type Invite = { moment: string; text: string; promise: string; accept: string; close: string; colours: string }
/** A moment that the page can notice by itself, with its threshold and its pages, as the server tells it. */
export type Watched = [moment: string, least: number, pages: string[]]

/** First message to the frame, sent with the port. */
export type Hello = { visavis: 1; page: Page; reset: boolean }

export type ToFrame =
  | { do: 'shown'; focus: boolean }
  | { do: 'hidden' }
  | { do: 'focus' }
  | { do: 'identify'; jwt: string }
  | { do: 'attributes'; attributes: Attributes }
  | { do: 'mode'; mode: Mode | null }
  | { do: 'subject'; subject: Suggested }
  | { do: 'reset' }
  | { do: 'page'; page: Page }
  | { do: 'moment'; moment: string; amount: Amount; page: Page }
  | { do: 'answer'; how: How }

export type ToPage =
  | { tell: 'alive' }
  | { tell: 'close' }
  | { tell: 'page?' }
  | ({ tell: 'invite' } & Invite)
  | { tell: 'event'; name: EventName; data: Record<string, unknown> }
