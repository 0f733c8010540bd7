// Messages for those who are told something.
import type { Delivery } from '../../model/delivery.ts'

export interface TellingStore {
  /** Tells that nothing is wrong any more with sources that are not visited any more. */
  endAlerts(at: number, recipients: readonly string[]): Promise<void>
  /** Who is to be told something now. */
  dueRecipients(now: number): Promise<readonly string[]>
  /** Takes the message that was tried least, never one before an earlier one about the same source; until `until` nobody else takes it. */
  claimDelivery(recipient: string, term: { readonly now: number; readonly until: number }): Promise<Delivery | null>
  postponeDeliveries(ids: readonly number[], nextAt: number): Promise<void>
  /** It is handed over, or given up. */
  endDelivery(id: number): Promise<void>
  /** Drops what a recipient was to be told since before; how many messages. */
  dropDeliveries(recipient: string, before: number): Promise<number>
}
