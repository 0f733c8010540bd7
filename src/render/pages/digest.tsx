// The pages of a digest: its editions and how to follow it, and each edition.
import { digestPath, editionPath, publicUrl } from '../../model/paths.ts'
import type { Category } from '../../model/publication.ts'
import type { SiteSettings } from '../../model/settings.ts'
import { type Digest, digestTitle, editionTitle, type GroupedEdition } from '../digest.ts'
import { announcedDigests } from './digest-links.tsx'
import { digestPhrasesOf } from './digest-phrases.ts'
import { EntryList, type LeadsTo } from './entry-list.tsx'
import { EntryTime } from './entry-time.tsx'
import { FeedAddresses } from './feed-addresses.tsx'
import { type AnnouncedFeed, Layout } from './layout.tsx'
import { categoryHref, documentText, pageAt, pageHref } from './page.ts'

export interface DigestInput extends Digest {
  readonly site: SiteSettings
  /** Newest first. */
  readonly editions: readonly GroupedEdition[]
}

export function digestPage({ site, category, every, editions }: DigestInput): string {
  const slug = category?.slug ?? null
  const path = digestPath(slug, every, 'html')
  const page = pageAt(path, site)
  const phrases = digestPhrasesOf(site)
  return documentText(
    <Layout
      page={page}
      title={digestTitle({ category, every }, site)}
      description={phrases.description[every]}
      canonical={publicUrl(site.url, path)}
      kind="website"
      isIndexed
      feedsOf={feedsOf({ category, every }, site)}
      subscribeTo="page"
    >
      <header class="heading">
        <p class="kicker">
          <a href={categoryHref(page, slug, 'html')}>{category?.title ?? site.title}</a>
        </p>
        <h1>{phrases.names[every]}</h1>
        <p class="lead">{phrases.description[every]}</p>
      </header>
      <div class="beside">
        <FeedAddresses page={page} pathOf={(format) => digestPath(slug, every, format)} />
        <section class="newest">
          <h2>{phrases.editions}</h2>
          {editions.length === 0 ? <p class="hint">{phrases.noEditions}</p> : null}
          <ol class="entries titles">
            {editions.map((edition) => (
              <li>
                <h3 dir="auto">
                  <a href={pageHref(page, editionPath(slug, every, edition.day))}>{editionTitle(edition, { category }, site)}</a>
                </h3>
              </li>
            ))}
          </ol>
        </section>
      </div>
    </Layout>,
  )
}

export interface EditionInput extends Digest {
  readonly site: SiteSettings
  readonly edition: GroupedEdition
  readonly leadsTo: LeadsTo
  /** Named beside entries; empty where all are of one. */
  readonly categories: ReadonlyMap<string, Category>
}

export function editionPage({ site, category, every, edition, leadsTo, categories }: EditionInput): string {
  const slug = category?.slug ?? null
  const path = editionPath(slug, every, edition.day)
  const page = pageAt(path, site)
  const phrases = digestPhrasesOf(site)
  return documentText(
    <Layout
      page={page}
      title={editionTitle(edition, { category }, site)}
      description={null}
      canonical={publicUrl(site.url, path)}
      kind="website"
      isIndexed
      feedsOf={feedsOf({ category, every }, site)}
    >
      <div class="column">
        <header class="heading">
          <p class="kicker">
            <a href={pageHref(page, digestPath(slug, every, 'html'))}>{digestTitle({ category, every }, site)}</a>
          </p>
          <h1 dir="auto">{editionTitle(edition, { category }, site)}</h1>
          <p class="byline">
            <EntryTime at={edition.until} site={site} />
          </p>
        </header>
        {edition.groups.map(({ heading, entries }) => (
          <section>
            {heading === null ? null : <h2 dir="auto">{heading}</h2>}
            <EntryList page={page} entries={entries.map(({ entry }) => entry)} leadsTo={leadsTo} categories={categories} />
          </section>
        ))}
        {edition.more === 0 ? null : (
          <p>
            <a href={categoryHref(page, slug, 'html')}>{phrases.more(edition.more)}</a>
          </p>
        )}
      </div>
    </Layout>,
  )
}

function feedsOf({ category, every }: Digest, site: SiteSettings): readonly AnnouncedFeed[] {
  const of = { slug: category?.slug ?? null, title: category?.title ?? site.title }
  const digests = announcedDigests({ ...of, digests: [{ every }] }, site)
  return category === null ? digests : [...digests, category]
}
