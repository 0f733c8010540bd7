// Messages to the operator, which are kept until they are handed over.
import type { Alert } from './alert.ts'

/** Entries are named by their rows: what is told of them is what they are when it is told. */
export type Message =
  | { readonly kind: 'alert'; readonly alert: Alert }
  | { readonly kind: 'entries'; readonly slug: string; readonly name: string; readonly entries: readonly number[] }

export interface NewDelivery {
  /** Which of config's recipients (jobs/tell/recipients.ts). */
  readonly recipient: string
  readonly message: Message
}

export interface Delivery extends NewDelivery {
  readonly id: number
  readonly createdAt: number
  /** This one included. */
  readonly attempts: number
}

export type CommandOutcome = { readonly kind: 'done' } | { readonly kind: 'failed'; readonly message: string }
