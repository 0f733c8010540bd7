// Handing messages to the operator: what became of one.

export type CommandOutcome = { readonly kind: 'done' } | { readonly kind: 'failed'; readonly message: string }
