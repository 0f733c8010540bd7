// JSON whose big integers keep all their digits.

/** Strings are matched too, so that digits inside them are left alone. */
const stringOrBigInteger = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d{16,}(?![\d.eE])/g

/**
 * JSON.parse, but integers of 16 digits and more become strings: as numbers two neighbouring ids would be one.
 * @throws SyntaxError when the text is not JSON.
 */
export function parseJson(text: string): unknown {
  if (!/\d{16}/.test(text)) return JSON.parse(text)
  return JSON.parse(text.replace(stringOrBigInteger, (token) => (token.startsWith('"') ? token : `"${token}"`)))
}
