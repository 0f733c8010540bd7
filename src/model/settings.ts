// The resolved settings that rooms are given; `config/` makes them, nobody else reads files or the environment.
import type { Pattern } from '../base/pattern.ts'
import type { Watchable } from './alert.ts'
import type { DigestSettings } from './digest.ts'
import type { PagesPolicy } from './output.ts'
import type { FeedSettings } from './output-feed.ts'
import type { Keep } from './pruning.ts'
import type { Source } from './source.ts'
import type { TakedownRule } from './takedown.ts'

/** On what terms the site's texts may be used, as its pages say it. */
export interface Licence {
  readonly text: string
  readonly url: string | null
}

export interface SiteSettings {
  readonly id: string
  readonly title: string
  readonly description: string
  /** Absolute, ends with a slash: every public address starts with it. */
  readonly url: string
  readonly language: string
  readonly timezone: string
  readonly licence: Licence | null
  /** Whom to ask to take a text down: an e-mail address, or one of the web. */
  readonly contact: string | null
  /** Where the site's icon is published. */
  readonly icon: string
  /** Where the operator's own style sheet is published; null: there is none. */
  readonly stylesheet: string | null
  /** Pages have a search box (`serve.search`). */
  readonly search: boolean
}

/** A file of the operator's that is published as it is. */
export interface Asset {
  /** Where it is published. */
  readonly path: string
  readonly bytes: Uint8Array
}

/** Limits of design §11, in milliseconds and bytes. */
export interface Limits {
  readonly connectMs: number
  readonly headersMs: number
  readonly idleMs: number
  readonly visitMs: number
  readonly redirects: number
  readonly headerBytes: number
  readonly wireBytes: number
  readonly bodyBytes: number
}

/** The HTTP proxy that requests go through. */
export interface ProxySettings {
  /** `http://host:port` */
  readonly origin: string
  /** What Proxy-Authorization says; a secret. */
  readonly authorization: string | null
}

export interface PollSettings {
  readonly everyMs: number
  readonly perHost: number
  readonly delayMs: number
  /** Exact `host:port` pairs that may be reached although they are private. */
  readonly allow: readonly string[]
  readonly userAgent: string
  /** Open at once over all hosts, idle ones included. */
  readonly connections: number
  /** Null: hosts are asked directly. Those that `allow` names always are. */
  readonly proxy: ProxySettings | null
  /** robots.txt decides over pages. */
  readonly robots: boolean
  /** Hubs that sources announce are asked to push. */
  readonly push: boolean
  readonly settleMs: number
  /** What the environment gave sources to ask with: no message, log line or address that is shown holds one of them. */
  readonly secrets: readonly string[]
  readonly limits: Limits
}

/** A configured identity: where its value stands and what the whole value must match. */
export interface IdentityRule {
  readonly name: string
  /** Name of a query parameter of the link. */
  readonly query: string | null
  readonly fields: readonly string[]
  readonly pattern: Pattern
}

export interface CategorySettings {
  readonly name: string
  readonly slug: string | null
  readonly title: string | null
  readonly description: string | null
  readonly group: string | null
  readonly order: number | null
  readonly icon: string | null
  readonly isPrivate: boolean
  /** Null: as `publish.fold` says. */
  readonly fold: boolean | null
  readonly digests: readonly DigestSettings[]
  /** Null: everything. */
  readonly keep: Keep | null
  readonly aliases: readonly string[]
}

export interface JekyllSettings {
  readonly dir: string
}

export interface PublishSettings {
  readonly dir: string
  /** How many entries a feed holds at least (design §6). */
  readonly entries: number
  readonly pages: PagesPolicy
  readonly jekyll: JekyllSettings | null
  /** What becomes of names that entries bring: a category at once, only if config lists it, or only once the operator approves it. */
  readonly newCategories: 'auto' | 'listed' | 'review'
  /** WebSub hubs elsewhere, which feeds name and which are told of what is new. */
  readonly hubs: readonly string[]
  /** Entries that tell the same story are looked for. */
  readonly related: boolean
  /** Of those only the first stands: in the feed of everything, and in what says nothing else. */
  readonly fold: boolean
  /** Of the feed of everything. */
  readonly digests: readonly DigestSettings[]
  /** Of categories that config does not list, or of which it says nothing else; null: everything. */
  readonly keep: Keep | null
}

export interface ServeSettings {
  readonly host: string
  readonly port: number
  /** Where the outside reaches the server, ending with a slash; null: not known, nobody is asked to call back. */
  readonly url: string | null
  /** What opens the operator's pages; a secret. Null: nothing does. */
  readonly token: string | null
  /** Feeds name our own hub. */
  readonly hub: boolean
  /** Pages have a search box. */
  readonly search: boolean
  readonly feedType: 'registered' | 'xml'
  /** IP addresses, or ranges as `10.0.0.0/8`. */
  readonly trustedProxies: readonly string[]
  readonly connections: number
  readonly memoryBytes: number
}

/** Who is told something: one or both. */
export interface Recipient {
  /** Posted to; a secret. */
  readonly url: string | null
  readonly headers: Readonly<Record<string, string>>
  /** Program and arguments. */
  readonly command: readonly string[] | null
}

export interface AlertSettings extends Recipient {
  readonly on: readonly Watchable[]
  /** Failures in a row that make a source failing. */
  readonly after: number
}

export interface NotifySettings extends Recipient {
  /** Name, alias or slug. */
  readonly category: string
}

export interface StoreSettings {
  /** File of the SQLite store. */
  readonly sqlite: string
  readonly answers: AnswerSettings
  /** Null: the service makes no backups. */
  readonly backup: BackupSettings | null
}

/** Backups by the clock. */
export interface BackupSettings {
  /** Their folder. */
  readonly dir: string
  /** Cron expression on the clocks of the site. */
  readonly schedule: string
  readonly keep: number
}

/** What is kept of the last answers of sources. */
export interface AnswerSettings {
  /** 0: none. */
  readonly perSource: number
  /** Of all of them, packed. */
  readonly bytes: number
}

export interface Settings {
  /** The root config file, as the operator would name it. */
  readonly file: string
  readonly site: SiteSettings
  /** What `site.icon` and `site.stylesheet` name, where the operator has given files. */
  readonly assets: readonly Asset[]
  readonly store: StoreSettings
  readonly publish: PublishSettings
  readonly serve: ServeSettings
  readonly poll: PollSettings
  readonly identity: readonly IdentityRule[]
  /** Query parameters that never tell two addresses apart, besides the built-in table. */
  readonly tracking: readonly string[]
  /** Null: nobody is told how sources do. */
  readonly alerts: AlertSettings | null
  readonly notify: readonly NotifySettings[]
  readonly slugs: { readonly pinyin: Readonly<Record<string, string>> }
  readonly categories: readonly CategorySettings[]
  /** In config's order. */
  readonly takedown: readonly TakedownRule[]
  readonly feeds: readonly FeedSettings[]
  readonly sources: readonly Source[]
}
