// Addresses and templates in config: what is right, and how relative ones are resolved.
import { resolve, sep } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parseUrl } from '../base/parse-url.ts'
import { namesInUri } from '../base/uri-template.ts'
import { anyText, type Check, quote } from './values.ts'
import type { Trouble } from './variables.ts'

const longest = 4096

/** Where the site stands on the web: http(s), nothing after the path. */
export const siteAddress: Check = (value) => {
  const url = parseUrl(value)
  if (url === null || !isWeb(url)) return wrong(value, 'write one such as https://news.example/')
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '')
    return wrong(value, 'write it without user name, "?" and "#", such as https://news.example/')
  return null
}

/** A page or picture that readers are sent to. */
export const webPage: Check = (value) => {
  const url = parseUrl(value)
  return url !== null && isWeb(url) ? null : wrong(value, 'write one such as https://news.example/about')
}

/** Whom people write to. */
export const emailOrWebAddress: Check = (value) => {
  const url = parseUrl(value)
  if (/^[^\s@:/]+@[^\s@:/]+\.[^\s@:/.]+$/.test(value) || (url !== null && isWeb(url))) return null
  return { message: `${quote(value)} is neither an e-mail nor a web address`, advice: 'write one such as editor@news.example' }
}

/** What stands beside a name. */
export const pictureOrSign: Check = (value) => {
  const signs = [...new Intl.Segmenter().segment(value.trim())].length
  if (signs === 1 || signs === 2) return anyText(value)
  const url = parseUrl(value)
  if (url !== null && isWeb(url)) return null
  return {
    message: `${quote(value)} is neither a sign nor the address of a picture`,
    advice: 'write one such as 📰 or https://news.example/icon.png',
  }
}

/** What is fetched: http(s), or `file:` relative to the config file. */
export const sourceAddress: Check = (value) => {
  const url = parseUrl(value)
  if (url === null || !(isWeb(url) || url.protocol === 'file:') || value.length > longest)
    return wrong(value, 'write one such as https://news.example/feed.xml or file:../data/feed.xml')
  if (url.username !== '' || url.password !== '') return wrong(value, 'take the user name out and write an Authorization header')
  return isWeb(url) || isLocal(url) ? null : wrong(value, 'name a file of this machine, such as file:../data/feed.xml')
}

/** Where JSON is posted: http(s). Such addresses are secrets more often than not: they are not repeated. */
export const hookAddress: Check = (value) => {
  const url = parseUrl(value)
  if (url === null || !isWeb(url) || value.length > longest)
    return { message: 'the value is no address that can be posted to', advice: 'write one such as https://hooks.example/x' }
  if (url.username === '' && url.password === '') return null
  return { message: 'the address holds a user name', advice: 'take it out and write an Authorization header' }
}

/** A URI template that makes such an address; one that starts with a field is judged when it is filled. */
export const addressTemplate: Check = (value) =>
  uriTemplate(value) ?? (value.startsWith('{') ? null : sourceAddress(value.replace(/\{[^}]*\}/g, 'x')))

/** RFC 6570. */
export const uriTemplate: Check = (value) => {
  const expressions = value.match(/\{[^{}]*\}/g) ?? []
  const isBalanced = !/[{}]/.test(value.replace(/\{[^{}]*\}/g, ''))
  const hasNames = expressions.every((expression) => /^\{[+#./;?&]?[\w.%-]+(:\d{1,4}|\*)?(,[\w.%-]+(:\d{1,4}|\*)?)*\}$/.test(expression))
  if (!isBalanced || !hasNames)
    return { message: `${quote(value)} is no URI template`, advice: 'write names in braces, such as https://news.example/{id}' }
  return namesInUri(value).length > 0 || parseUrl(value) !== null
    ? null
    : { message: `${quote(value)} is neither an address nor a template`, advice: 'write one such as https://news.example/{id}' }
}

/** A name or text with `{field}` in it. */
export const textTemplate: Check = (value) =>
  /[{}]/.test(value.replace(/\{[\w.-]+\}/g, ''))
    ? { message: `${quote(value)} has braces that hold no field name`, advice: 'write for example {publisher}' }
    : null

/** The site's address with a slash at its end. */
export function withSlash(address: string): string {
  const url = new URL(address)
  if (!url.pathname.endsWith('/')) url.pathname += '/'
  return url.href
}

/** A `file:` address made absolute, relative to the folder of the file that holds it; `{…}` is left as it is. Others are kept. */
export function resolveAddress(address: string, folder: string): string {
  if (!/^file:/i.test(address)) return address
  const brace = address.indexOf('{')
  const fixed = brace < 0 ? address : address.slice(0, address.lastIndexOf('/', brace) + 1)
  const rest = address.slice(fixed.length)
  return (
    new URL(fixed === '' ? 'file:' : fixed, pathToFileURL(resolve(folder) + sep)).href + (fixed === '' ? rest.replace(/^file:/i, '') : rest)
  )
}

function isWeb({ protocol }: URL): boolean {
  return protocol === 'http:' || protocol === 'https:'
}

function isLocal({ host }: URL): boolean {
  return host === '' || host === 'localhost'
}

function wrong(value: string, advice: string): Trouble {
  return { message: `${quote(value)} is no address that can be used here`, advice }
}
