// A site whose sources are Atom feeds of one loopback server, which has pages too and may delete both.
import { onTestFinished } from 'vitest'
import { sourceRecords } from '../../src/jobs/sync.ts'
import type { DeletionPolicy } from '../../src/model/deletion.ts'
import { fetcherFor, serve } from '../fetch/web.ts'
import { openSite, settingsOf } from './site.ts'

export const day = 86_400_000

export interface Story {
  /** Also the end of its address; several feeds may have one of the same. */
  readonly name: string
  /** Its address, where that is another. */
  readonly link?: string
  readonly title?: string
  readonly updated?: string
  readonly text?: string
}

export interface Tombstone {
  readonly name: string
  readonly when?: string
  readonly comment?: string
}

export interface Sources {
  /** Lines of each source's config beside id, url and category. */
  readonly [id: string]: string
}

/** The origin: feeds and pages, as the test has them now. */
export interface Origin {
  readonly url: string
  /** `127.0.0.1:port`, as `allow` wants it. */
  readonly host: string
  feed(source: string, stories: readonly Story[], deleted?: readonly Tombstone[]): void
  /** Text of a page, or the status that it answers. */
  page(name: string, answer: string | number): void
}

/** An origin that answers 404 where the test has put nothing. */
export async function openOrigin(): Promise<Origin> {
  const documents = new Map<string, string | number>()
  const { url, host } = await serve((request, response) => {
    const answer = documents.get(request.url ?? '') ?? 404
    if (typeof answer === 'number') response.writeHead(answer).end()
    else response.writeHead(200, { 'content-type': answer.startsWith('<feed') ? 'application/atom+xml' : 'text/html' }).end(answer)
  })
  return {
    url,
    host,
    feed: (source, stories, deleted = []) => void documents.set(`/${source}.atom`, feedOf(url, source, { stories, deleted })),
    page: (name, answer) => void documents.set(`/${name}`, typeof answer === 'number' ? answer : pageOf(answer)),
  }
}

export async function deletingSite(sources: Sources, extra = '', options: Parameters<typeof openSite>[1] = {}) {
  const origin = await openOrigin()
  const site = await openSite(settingsOf(configOf(origin.url, sources, extra)), options)
  onTestFinished(() => site.close())
  Object.assign(site.deps, { fetcher: fetcherFor([origin.host]) })
  const titles = async () => (await site.entries()).map(({ title }) => title)
  return {
    ...site,
    origin,
    titles,
    /** A run of all these sources, in this order. */
    poll: (at: number, ...ids: readonly string[]) =>
      site.run(
        ids.map((source) => ({ source, items: [] })),
        at,
      ),
    /** Config says otherwise of all of them, as after a reload. */
    obey: (deletions: DeletionPolicy) =>
      site.deps.store.syncSources(sourceRecords(site.settings).map((record) => ({ ...record, deletions }))),
    incidents: async () =>
      (await site.deps.store.incidents({ subject: null, limit: 50 })).map(({ event, message }) => `${event}: ${message}`),
    file: (path: string) => site.files.get(path) ?? '',
  }
}

function configOf(url: string, sources: Sources, extra: string): string {
  const lines = Object.entries(sources).map(
    ([id, more]) => `  - { id: ${id}, url: "${url}/${id}.atom", category: ${id}${more === '' ? '' : `, ${more}`} }`,
  )
  return `site: { title: Test, url: "https://news.example/" }
store: { sqlite: store.sqlite }
publish: { dir: public }
${extra}sources:
${lines.join('\n')}
`
}

function feedOf(url: string, source: string, { stories, deleted }: { stories: readonly Story[]; deleted: readonly Tombstone[] }): string {
  const entries = stories.map(
    ({
      name,
      link = `${url}/${name}`,
      title = `Title of ${name}`,
      updated = '2026-01-05T00:00:00Z',
      text = `What the feed says of ${name}.`,
    }) =>
      `<entry><id>urn:${source}:${name}</id><title>${title}</title><updated>${updated}</updated><link href="${link}"/><summary>${text}</summary></entry>`,
  )
  const stones = deleted.map(
    ({ name, when = '2026-01-08T00:00:00Z', comment = '' }) =>
      `<at:deleted-entry ref="urn:${source}:${name}" when="${when}">${comment === '' ? '' : `<at:comment>${comment}</at:comment>`}</at:deleted-entry>`,
  )
  return `<feed xmlns="http://www.w3.org/2005/Atom" xmlns:at="http://purl.org/atompub/tombstones/1.0"><title>${source}</title><id>urn:${source}</id><updated>2026-01-05T00:00:00Z</updated>${stones.join('')}${entries.join('')}</feed>`
}

function pageOf(text: string): string {
  return `<html><head><title>Page</title></head><body><div class="text"><p>${text}</p></div></body></html>`
}
