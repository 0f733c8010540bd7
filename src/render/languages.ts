// The languages that the chrome around entries speaks; content keeps its own.

export type ChromeLanguage = 'zh' | 'en'

/** Chinese for any tag of Chinese (BCP 47), English for all others. */
export function languageOf(tag: string): ChromeLanguage {
  return /^zh(?:[-_]|$)/i.test(tag) ? 'zh' : 'en'
}
