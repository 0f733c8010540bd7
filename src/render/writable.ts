// What users of the `feed` package say, as far as the formats can write it; null is what is not known.
import { sha256Hex } from '../base/digest.ts'
import { hasCommonYear } from '../base/zone.ts'
import { asciiUri } from './addresses.ts'

export function known(text: string | undefined): string | null {
  return text === undefined || text === '' ? null : text
}

export function address(url: string | undefined): string | null {
  return url === undefined || url.trim() === '' ? null : asciiUri(url)
}

export function count(value: number | undefined): number | null {
  return value !== undefined && Number.isSafeInteger(value) && value > 0 ? value : null
}

/** Milliseconds of a date that the formats can write: a valid one, of a year of four digits. */
export function instant(date: Date | undefined): number | null {
  const at = date?.getTime() ?? Number.NaN
  return hasCommonYear(at) ? at : null
}

/** BCP 47; some write `en_US`. */
export function languageTag(language: string | undefined): string | null {
  if (language === undefined) return null
  const tag = language.replaceAll('_', '-')
  return /^[a-z]{2,8}(?:-[a-z0-9]{1,8})*$/i.test(tag) ? tag : null
}

/** An id for what has neither id nor address; Atom must have one. */
export function urnOf(title: string): string {
  return `urn:sha256:${sha256Hex(title)}`
}
