/** What `category list --state` knows. */
export const recordStates = ['active', 'waiting', 'moved', 'retired', 'private'] as const
export type RecordState = (typeof recordStates)[number]
