// A press of many feeds that never stops printing, on loopback. All that it ever showed is known, and so is what is to become of it.
import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'

/** Shown at once; so many visits in a row may be lost before an article is. */
const windowLength = 30
const first = 12
/** An article is corrected when so many newer ones are there. */
const correctedAfter = 4
const longestDelayMs = 60
const hour = 3_600_000

export interface Story {
  readonly code: string
  readonly title: string
  /** Whose it is: the other feeds that show it stand later in config. */
  readonly feed: number
  /** Feeds that have shown it. */
  readonly feeds: readonly number[]
}

export interface PressOptions {
  readonly feeds: number
  readonly desks: number
  readonly random: () => number
}

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** Each feed's articles by their numbers; the oldest of them were dated over the last months, a third stand in the next feed as well. */
export class Press {
  readonly #options: PressOptions
  readonly #server: Server
  readonly #begun = Date.now()
  /** When each of a feed's articles came. */
  readonly #came: number[][]
  readonly #listeners = new Set<() => void>()
  #shown = new Map<string, { readonly feed: number; readonly number: number; readonly feeds: Set<number> }>()
  /** The codes of each document, by feed and ETag. */
  readonly #documents = new Map<string, readonly string[]>()
  #isPrinting = true
  #held: Promise<void> = Promise.resolve()
  #asked = 0
  #cutOff = 0

  constructor(options: PressOptions) {
    this.#options = options
    this.#came = Array.from({ length: options.feeds }, (_, feed) =>
      Array.from({ length: first }, (_, number) => this.#begun - ((first - number) * options.feeds + feed) * 2 * hour),
    )
    this.#server = createServer((request, response) => void this.#answer(Number(request.url?.slice(1)), request.headers, response))
  }

  /** Visits that it had. */
  get asked(): number {
    return this.#asked
  }

  /** Visits whose visitor was gone before the answer came. */
  get cutOff(): number {
    return this.#cutOff
  }

  open(): Promise<string> {
    return new Promise((resolve) => {
      this.#server.listen(0, '127.0.0.1', () => {
        const address = this.#server.address()
        resolve(`127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`)
      })
    })
  }

  close(): void {
    this.#server.close()
    this.#server.closeAllConnections()
  }

  /** Nothing new comes from now on. */
  stopPrinting(): void {
    this.#isPrinting = false
  }

  /** Nobody is answered until what it returns is called. */
  hold(): () => void {
    let release = () => {}
    this.#held = new Promise((resolve) => {
      release = resolve
    })
    return release
  }

  onVisit(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Every article that any feed has shown, with the title that its own feed gives it now, by code. */
  stories(): ReadonlyMap<string, Story> {
    return new Map(
      [...this.#shown].map(([code, { feed, number, feeds }]) => [
        code,
        { code, title: this.#titleOf(feed, number), feed, feeds: [...feeds] },
      ]),
    )
  }

  /** What the answer of a feed with this ETag held. */
  shownBy(feed: number, etag: string): readonly string[] {
    return this.#documents.get(`${feed} ${etag}`) ?? []
  }

  /** Lines of config for its feeds. */
  configOf(host: string, every: string): string {
    const { feeds, desks } = this.#options
    const line = (feed: number) => `  - { id: s${feed}, url: "http://${host}/${feed}", every: ${every}, category: Desk ${feed % desks} }\n`
    return Array.from({ length: feeds }, (_, feed) => line(feed)).join('')
  }

  async #answer(feed: number, { 'if-none-match': known }: IncomingHttpHeaders, response: ServerResponse): Promise<void> {
    this.#asked++
    response.on('close', () => {
      if (!response.writableFinished) this.#cutOff++
    })
    for (const listener of this.#listeners) listener()
    await this.#held
    await wait(this.#options.random() * longestDelayMs)
    const came = this.#came[feed]
    if (came === undefined) return void response.writeHead(404).end()
    if (this.#isPrinting && this.#options.random() < 0.7) came.push(Date.now())
    // Its neighbour's articles are shown, too: both numbers say what it holds.
    const etag = `"${came.length}-${this.#came[feed - 1]?.length ?? 0}"`
    if (known === etag) return void response.writeHead(304, { etag }).end()
    const items = [...this.#own(feed), ...(feed % 3 === 1 ? this.#own(feed - 1).slice(-windowLength / 3) : [])]
    for (const { of, number } of items) this.#show(feed, of, number)
    this.#documents.set(
      `${feed} ${etag}`,
      items.map(({ of, number }) => codeOf(of, number)),
    )
    const body = JSON.stringify({
      version: 'https://jsonfeed.org/version/1.1',
      title: `Feed ${feed}`,
      items: items.map(({ of, number }) => this.#item(feed, of, number)),
    })
    response.writeHead(200, { 'content-type': 'application/feed+json', etag }).end(body)
  }

  #own(feed: number): { readonly of: number; readonly number: number }[] {
    const { length } = this.#came[feed] ?? []
    const numbers = Array.from({ length: Math.min(length, windowLength) }, (_, n) => length - 1 - n)
    return numbers.map((number) => ({ of: feed, number })).reverse()
  }

  #show(feed: number, of: number, number: number): void {
    const code = codeOf(of, number)
    const shown = this.#shown.get(code) ?? { feed: of, number, feeds: new Set() }
    this.#shown.set(code, shown)
    shown.feeds.add(feed)
  }

  #item(feed: number, of: number, number: number) {
    const code = codeOf(of, number)
    const title = this.#titleOf(of, number)
    return {
      id: `${feed}/${code}`,
      url: `https://press.example/${of}/${number}?code=${code}`,
      title,
      content_html: `<p>${title}. ${`What ${code} says of ${of} in ${number} words. `.repeat(40)}</p>`,
      date_published: new Date(this.#came[of]?.[number] ?? this.#begun).toISOString(),
    }
  }

  #titleOf(feed: number, number: number): string {
    const isCorrected = number >= first && (this.#came[feed]?.length ?? 0) - 1 - number >= correctedAfter
    return `Story ${number} of ${feed}${isCorrected ? ', which was corrected' : ''}`
  }
}

function codeOf(feed: number, number: number): string {
  return `C${1_000_000 + feed * 10_000 + number}`
}
