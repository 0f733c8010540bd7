// How many people read a feed through a service that asks once for all of them, as it says in its User-Agent.
import type { Clock } from '../base/clock.ts'

export interface Announcement {
  /** One of a few names; `other` for services that are not known. */
  readonly agent: string
  readonly subscribers: number
  /** Tells apart several feeds that the service asks for at one address; what it says of them adds up. */
  readonly feedId: string
}

/** Names are labels of metrics: there must not be more of them because somebody makes one up. The first that fits counts. */
const services: readonly (readonly [name: string, pattern: RegExp])[] = [
  ['Feedbin', /feedbin/i],
  ['Feedly', /feedly/i],
  ['NewsBlur', /newsblur/i],
  ['Inoreader', /inoreader/i],
  ['The Old Reader', /theoldreader/i],
  ['BazQux', /bazqux/i],
  ['Feedspot', /feedspot/i],
  ['FreshRSS', /freshrss/i],
  ['Miniflux', /miniflux/i],
  ['CommaFeed', /commafeed/i],
  ['Feeder', /feeder\.co/i],
  ['FeedHQ', /feedhq/i],
  ['Netvibes', /netvibes/i],
  ['Bloglovin', /bloglovin/i],
  ['Superfeedr', /superfeedr/i],
  ['G2Reader', /g2reader/i],
  ['Follow', /folo(?:w)?\b/i],
  ['Tiny Tiny RSS', /tiny tiny rss/i],
]

const announced = /(?:^|[\s;:,(-])(\d{1,8})\s+(?:subscribers?|readers?)\b/i
const longestName = 512

/** Null: it announces none. Nobody is obliged to tell the truth here: a number to look at, not to pay by. */
export function announcementIn(userAgent: string): Announcement | null {
  if (userAgent.length > longestName) return null
  const [, count] = announced.exec(userAgent) ?? []
  if (count === undefined) return null
  const agent = services.find(([, pattern]) => pattern.test(userAgent))?.[0] ?? 'other'
  const [, feedId = agent === 'other' ? firstWord(userAgent) : ''] = /feed-?id[:=]\s*([\w-]{1,64})/i.exec(userAgent) ?? []
  return { agent, subscribers: Number(count), feedId }
}

function firstWord(userAgent: string): string {
  return /^[^\s/(]*/.exec(userAgent)?.[0] ?? ''
}

export interface FeedReaders {
  /** Path of the feed. */
  readonly feed: string
  readonly agent: string
  readonly subscribers: number
}

export interface Subscribers {
  /** Notes what a request for a feed that is there says of its readers. */
  note(feed: string, userAgent: string | undefined): void
  /** By feed and service, most first. */
  latest(): readonly FeedReaders[]
}

const maxNotes = 10_000
const maxNames = 1_000
/** Services ask several times a day; one that does not come back has no reader left. */
const keptMs = 7 * 86_400_000

interface Note extends Announcement {
  readonly feed: string
  readonly at: number
}

/** What was announced last, in memory; where there is too much of it, what is oldest goes. */
export function subscriberBook(clock: Clock): Subscribers {
  const notes = new Map<string, Note>()
  const names = new Map<string, Announcement | null>()
  const read = (userAgent: string) => {
    const known = names.get(userAgent)
    if (known !== undefined) return known
    const found = announcementIn(userAgent)
    if (names.size >= maxNames) names.clear()
    names.set(userAgent, found)
    return found
  }
  return {
    note: (feed, userAgent) => {
      const found = userAgent === undefined ? null : read(userAgent)
      if (found === null) return
      const key = `${feed}\n${found.agent}\n${found.feedId}`
      notes.delete(key)
      notes.set(key, { ...found, feed, at: clock.now() })
      for (const oldest of notes.keys())
        if (notes.size > maxNotes) notes.delete(oldest)
        else break
    },
    latest: () => {
      const now = clock.now()
      return summed([...notes.values()].filter(({ at }) => now - at < keptMs))
    },
  }
}

function summed(notes: readonly Note[]): readonly FeedReaders[] {
  const sums = new Map<string, FeedReaders>()
  for (const { feed, agent, subscribers } of notes) {
    const key = `${feed}\n${agent}`
    sums.set(key, { feed, agent, subscribers: subscribers + (sums.get(key)?.subscribers ?? 0) })
  }
  return [...sums.values()].sort((a, b) => b.subscribers - a.subscribers)
}
