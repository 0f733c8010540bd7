// Notations that several formats share.

/** RFC 3339 with a capital T and Z. */
export const rfc3339Pattern = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?Z$/

/** RFC 9110 §8.3.1, without parameters. */
export const mediaTypePattern = /^[a-z0-9][a-z0-9!#$&^_.+-]*\/[a-z0-9][a-z0-9!#$&^_.+-]*$/

/** RFC 3986: a scheme, and no character that a URI may not have. */
export function isUri(text: string): boolean {
  return /^[a-z][a-z0-9+.-]*:(?:[!#$&-;=?-Z[\]_a-z~]|%[0-9a-f]{2})+$/i.test(text) && URL.canParse(text)
}
