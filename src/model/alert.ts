// What an operator is told of a source: that something is wrong with it, and that it is over.

/** What may be wrong with a source for a while. */
export const conditions = ['failing', 'drifting', 'gap'] as const
export type Condition = (typeof conditions)[number]
