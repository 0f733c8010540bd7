// Output feeds: what `feeds:` of config makes of categories and sources, published as categories are.

/** `feed`: an output feed of config; a category of kind `feed` is never chosen by rules, and never a home. */
export type CategoryKind = 'category' | 'feed'
