/** What the page and the frame tell each other over their private port. */

export const METHODS = [
  'open',
  'close',
  'toggle',
  'identify',
  'setAttributes',
  'setServiceMode',
  'reset',
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
  'identified',
  'error',
] as const

export type Method = (typeof METHODS)[number]
export type EventName = (typeof EVENTS)[number]
export type Attributes = Record<string, string | number | boolean | null>
export type Mode = 'hurry' | 'advice' | 'browsing'
export type Page = { url: string; title: string }

/** First message to the frame, sent with the port. */
export type Hello = { visavis: 1; page: Page; reset: boolean }

export type ToFrame =
  | { do: 'shown'; focus: boolean }
  | { do: 'hidden' }
  | { do: 'focus' }
  | { do: 'identify'; jwt: string }
  | { do: 'attributes'; attributes: Attributes }
  | { do: 'mode'; mode: Mode | null }
  | { do: 'reset' }
  | { do: 'page'; page: Page }

export type ToPage =
  | { tell: 'alive' }
  | { tell: 'close' }
  | { tell: 'page?' }
  | { tell: 'event'; name: EventName; data: Record<string, unknown> }
