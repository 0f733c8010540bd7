// Leaves of the schema: what one text may be. A check says what is wrong with it and what to write; null when it is right.
import { z } from 'zod'
import { isAddressRange } from '../base/address-range.ts'
import { checkSelector } from '../base/css.ts'
import { messageOf } from '../base/errors.ts'
import { checkJsonPath } from '../base/json-path.ts'
import { compilePattern } from '../base/pattern.ts'
import { legalText, truncate } from '../base/text.ts'
import { formatDuration, parseDuration, parseSize } from '../base/units.ts'
import { isZone } from '../base/zone.ts'
import { isReservedSlug, isSlug, longestSlug } from '../model/category.ts'
import { cronProblem } from '../schedule/cron.ts'
import type { Trouble } from './variables.ts'

export type Check = (text: string) => Trouble | null

/** A text that `check` finds right; `example` stands in the JSON Schema and in advice. */
export function text(check: Check, example: string) {
  return z
    .string()
    .superRefine((value, context) => {
      const trouble = check(value)
      if (trouble !== null) context.addIssue({ code: 'custom', message: trouble.message, params: { advice: trouble.advice } })
    })
    .meta({ examples: [example] })
}

/** `15m` → milliseconds. */
export function duration({ least = '0s', most = '365d' }: { least?: string; most?: string } = {}) {
  const check: Check = (value) => {
    const ms = parseDuration(value)
    if (ms === null) return { message: `${quote(value)} is no duration`, advice: 'write a number and its unit, such as 30s, 15m, 2h or 7d' }
    const bounds = { least: parseDuration(least) ?? 0, most: parseDuration(most) ?? 0 }
    if (ms < bounds.least) return { message: `${quote(value)} is too short`, advice: `write ${formatDuration(bounds.least)} or more` }
    return ms > bounds.most ? { message: `${quote(value)} is too long`, advice: `write ${formatDuration(bounds.most)} or less` } : null
  }
  return text(check, '15m').transform((value) => parseDuration(value) ?? 0)
}

/** `15MB` → bytes. */
export function size() {
  const check: Check = (value) => {
    const bytes = parseSize(value)
    if (bytes === null) return { message: `${quote(value)} is no size`, advice: 'write a number and its unit, such as 500KB or 15MB' }
    return bytes === 0 || bytes > 2 ** 30 ? { message: `${quote(value)} is out of range`, advice: 'write a size from 1B to 1GB' } : null
  }
  return text(check, '15MB').transform((value) => parseSize(value) ?? 0)
}

/** For messages: in quotes, short, without the name and password of an address. */
export function quote(value: string): string {
  return JSON.stringify(truncate(value.replace(/\/\/[^/@\s]*@/g, '//…@'), 80))
}

/** The first trouble that a check finds. */
export function both(first: Check, second: Check): Check {
  return (value) => first(value) ?? second(value)
}

/** Accepted by the schema so that editors know it; no value is right yet. */
export function later(what: string, advice: string): Check {
  return () => ({ message: `${what} comes with a later version`, advice })
}

export const anyText: Check = (value) => {
  if (value.trim() === '') return { message: 'the text is empty', advice: 'write one, or take the setting out' }
  return legalText(value) === value ? null : { message: `${quote(value)} holds control characters`, advice: 'take them out' }
}

export const zone: Check = (value) =>
  isZone(value) ? null : { message: `${quote(value)} is no time zone`, advice: 'write a name such as Asia/Shanghai or UTC' }

export const language: Check = (value) => {
  try {
    return new Intl.Locale(value).language === '' ? wrongLanguage(value) : null
  } catch {
    return wrongLanguage(value)
  }
}

export const cron: Check = (value) => {
  const problem = cronProblem(value)
  return problem === null
    ? null
    : { message: `${quote(value)} is no cron expression: ${problem}`, advice: 'write for example "*/5 9-15 * * 1-5"' }
}

export const pattern: Check = (value) => {
  try {
    compilePattern(value)
    return value === '' ? { message: 'the pattern is empty', advice: 'write an RE2 pattern' } : null
  } catch (error) {
    const message = `${quote(value)} is no RE2 pattern: ${messageOf(error).replace(/^error parsing regexp: /, '')}`
    return { message, advice: 'write it without lookaround and backreferences, see the RE2 syntax' }
  }
}

export const jsonPath: Check = (value) => {
  const problem = checkJsonPath(value)
  return problem === null ? null : { message: `${quote(value)} is no JSONPath: ${problem}`, advice: 'write for example $.records[*]' }
}

export const selector: Check = (value) => {
  const problem = checkSelector(value)
  if (problem === null) return null
  const ofScrapy = /^(.*?)::(?:text|attr\(([\w-]+)\))$/.exec(value)
  const advice =
    ofScrapy === null
      ? 'write standard CSS, for example ul.news > li'
      : `write ${ofScrapy[2] === undefined ? quote(ofScrapy[1] ?? '') : `{ select: ${quote(ofScrapy[1] ?? '')}, attribute: ${ofScrapy[2]} }`}`
  return { message: `${quote(value)} is no CSS selector: ${problem}`, advice }
}

/** Where a text alone is a path. */
export const pathNotText: Check = (value) =>
  value.startsWith('$')
    ? null
    : { message: `${quote(value)} is no JSONPath`, advice: `write $.… for a path, or { text: ${quote(value)} } for a text` }

export const sourceId: Check = (value) =>
  /^[a-z0-9][a-z0-9._-]{0,63}$/.test(value)
    ? null
    : { message: `${quote(value)} is no id`, advice: 'write at most 64 of a-z, 0-9, "-", "_" and ".", a letter or digit first' }

export const slug: Check = (value) => {
  if (!isSlug(value))
    return {
      message: `${quote(value)} is no slug`,
      advice: `write a-z and 0-9 with single hyphens between, at most ${longestSlug} characters`,
    }
  return isReservedSlug(value)
    ? { message: `the slug ${quote(value)} is kept for the program`, advice: 'choose another, with a letter in it' }
    : null
}

/** How an overridden word is read. */
export const reading: Check = (value) =>
  /^[a-z0-9]+(-[a-z0-9]+)*$/.test(value) ? null : { message: `${quote(value)} is no reading`, advice: 'write a-z and 0-9, such as touhang' }

export const identityName: Check = (value) => {
  if (['guid', 'url', 'hash'].includes(value.toLowerCase()))
    return { message: `the name ${quote(value)} is kept for the built-in keys`, advice: 'choose another' }
  return /^[A-Za-z][\w-]*$/.test(value)
    ? null
    : { message: `${quote(value)} is no name`, advice: 'write letters, digits, "_" and "-", a letter first' }
}

export const hostAndPort: Check = (value) => {
  const port = Number(/^(?:\[[0-9A-Fa-f:.]+\]|[^\s:/[\]@]+):(\d{1,5})$/.exec(value)?.[1])
  return port >= 1 && port <= 65_535
    ? null
    : { message: `${quote(value)} is no host:port`, advice: 'write both, such as 127.0.0.1:8081 or [::1]:8081' }
}

export const headerName: Check = (value) => {
  if (!/^[!#$%&'*+.^_`|~\w-]+$/.test(value))
    return { message: `${quote(value)} is no header name`, advice: 'write a name such as X-Api-Key' }
  const isOurs = ['host', 'connection', 'content-length', 'transfer-encoding', 'upgrade', 'expect'].includes(value.toLowerCase())
  return isOurs ? { message: `the header ${value} is set by the program`, advice: 'take it out' } : null
}

/** The value may be a secret: it is not repeated. */
export const headerValue: Check = (value) =>
  /^[\t\x20-\x7e\x80-\xff]*$/.test(value)
    ? null
    : { message: 'the header has characters that HTTP cannot carry', advice: 'write ASCII, on one line' }

export const charset: Check = (value) => {
  // Code pages that the platform does not know by these names, and its pages' writers do.
  if (/^cp\d{3,5}$/i.test(value)) return null
  try {
    new TextDecoder(value)
    return null
  } catch {
    return { message: `${quote(value)} is no known charset`, advice: 'write a name such as utf-8, gb18030, big5 or shift_jis' }
  }
}

function wrongLanguage(value: string): Trouble {
  return { message: `${quote(value)} is no language tag`, advice: 'write one such as en or zh-CN' }
}

const shortestToken = 12

/** Empty is none; a short one would be guessed. It is not repeated. */
export const operatorToken: Check = (value) => {
  if (value === '' || (value.length >= shortestToken && /^[\x21-\x7e]+$/.test(value))) return null
  const advice = `write ${shortestToken} or more letters, digits and signs, such as "openssl rand -hex 16" makes`
  return { message: 'the token is too short, or holds spaces or other than ASCII', advice }
}

/** An IP address, or a range of them. */
export const addressRange: Check = (value) =>
  isAddressRange(value)
    ? null
    : { message: `${quote(value)} is no IP address`, advice: 'write one such as 127.0.0.1, or a range such as 10.0.0.0/8' }
