// An entry's life for the operator: what `newsstand explain` tells, as parts of a page.
import type { Child } from 'hono/jsx'
import { withoutSecrets } from '../../base/shown-url.ts'
import type { Explanation } from '../../model/explanation.ts'
import { webAddress } from '../addresses.ts'
import { explainedPhrasesOf } from './explained-phrases.ts'
import { type ExplainedPart, Revisions } from './explained-revisions.tsx'
import { explainHref, type StatusPage, sourceHref, When } from './status-frame.tsx'

interface Props {
  readonly explanation: Explanation
  readonly shown: StatusPage
}

export function Explained(props: Props) {
  const part = { ...props, say: explainedPhrasesOf(props.shown.page.site) }
  return (
    <>
      <Standing {...part} />
      <Sightings {...part} />
      <OneEntry {...part} />
      <Places {...part} />
      <Revisions {...part} />
    </>
  )
}

type Row = readonly [label: string, values: readonly Child[]]

/** Only what there is something to say of. */
function Rows({ rows }: { readonly rows: readonly Row[] }) {
  const told = rows.filter(([, values]) => values.length > 0)
  if (told.length === 0) return null
  return (
    <table class="plain told">
      <tbody>
        {told.map(([label, values]) => (
          <tr>
            <th scope="row">{label}</th>
            <td>
              {values.map((value) => (
                <p>{value}</p>
              ))}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** The state, in whose hands it is, and since when. */
export function Standing({ explanation, shown, say }: ExplainedPart) {
  const { entry, dates, text, article, retraction, pruning } = explanation
  const when = (at: number | null) => (at === null ? [] : [<When at={at} shown={shown} />])
  const link = (address: string | null) => (address === null ? [] : [<Address address={address} />])
  return (
    <section id="standing">
      <p>
        <span class={`badge s-${entry.state}`}>{say.states[entry.state]}</span> <code>{entry.id}</code>
      </p>
      {entry.because.map((reason) => (
        <p class="warning">{reason}</p>
      ))}
      <Rows
        rows={[
          [say.owner, entry.owner === null ? [] : [<a href={sourceHref(shown, entry.owner)}>{entry.owner}</a>]],
          [say.page, link(entry.page)],
          [say.original, link(entry.url)],
          [say.given, dates.given === null ? [] : [`“${dates.given.text}” (${dates.given.source}); ${dates.origin ?? ''}`]],
          [say.firstSeen, when(dates.firstSeen)],
          [say.published, when(dates.firstPublished)],
          [say.listed, when(dates.listed)],
          [say.modified, when(dates.modified)],
          [say.expires, when(dates.expires)],
          [say.articleText, text.why === null ? [] : [`${text.use} (${text.source}): ${text.why}`]],
          [say.article, article.message === null ? [] : [withoutSecrets(article.message)]],
          [say.retracted, retraction === null ? [] : [<When at={retraction.at} shown={shown} />, retraction.why, retraction.remains]],
          [say.pruned, pruning === null ? [] : [<When at={pruning.at} shown={shown} />, pruning.remains]],
        ]}
      />
    </section>
  )
}

function Address({ address }: { readonly address: string }) {
  const told = withoutSecrets(address)
  const href = webAddress(told)
  return href === null ? <span class="address">{told}</span> : <a href={href}>{told}</a>
}

function Sightings({ explanation: { sightings }, shown, say }: ExplainedPart) {
  return (
    <section id="sightings">
      <h2>{say.sightings}</h2>
      {sightings.map((one) => (
        <section class="sighting">
          <h3>
            <a href={sourceHref(shown, one.source)}>{one.source}</a> <span class="count">{one.why}</span>
          </h3>
          <Rows
            rows={[
              [say.seen, [<When at={one.firstSeen} shown={shown} />, <When at={one.lastSeen} shown={shown} />]],
              [say.keys, one.keys.map((key) => <code>{withoutSecrets(key)}</code>)],
              [say.titles, one.titles.filter((title) => title !== '')],
              [say.rules, one.categories.map(({ name, rule }) => (name === rule ? name : `${name} (${rule})`))],
            ]}
          />
        </section>
      ))}
    </section>
  )
}

type Reference = Pick<Explanation['merged'][number], 'id' | 'path' | 'title'>

function Referred({ entry: { id, path, title }, shown }: { readonly entry: Reference; readonly shown: StatusPage }) {
  const words = id ?? path
  return <span>{words === null ? title : <a href={explainHref(shown, words)}>{title || words}</a>}</span>
}

function OneEntry({ explanation, shown, say }: ExplainedPart) {
  const { joins, corrections, merged, related, vetoes, burnt, coverage } = explanation
  const told = new Set(vetoes.map(({ key, scope }) => `${scope} ${key}`))
  const rows: readonly Row[] = [
    [say.joined, joins.map(({ key, sources, why }) => `${sources.join(' + ')}: ${withoutSecrets(key)}, ${why}`)],
    [
      say.byHand,
      corrections.map(({ at, kind, sides }) => (
        <>
          <When at={at} shown={shown} /> {kind}: {sides.map((side) => side.map(({ source }) => source).join(' + ')).join(' / ')}
        </>
      )),
    ],
    [say.tookOver, merged.map((entry) => <Referred entry={entry} shown={shown} />)],
    [
      say.others,
      related.map(({ key, ...entry }) => (
        <>
          <Referred entry={entry} shown={shown} /> <code>{withoutSecrets(key)}</code>
        </>
      )),
    ],
    [
      say.noKey,
      [
        ...vetoes.map(({ key, scope, reason }) => `${withoutSecrets(key)} (${scope}): ${reason}`),
        ...burnt.filter(({ key, scope }) => !told.has(`${scope} ${key}`)).map(({ key, scope }) => `${withoutSecrets(key)} (${scope})`),
      ],
    ],
    [say.sameStory, (coverage?.group ?? []).map((story) => <Story story={story} shown={shown} />)],
    [say.near, (coverage?.near ?? []).map((story) => <Story story={story} shown={shown} />)],
  ]
  if (rows.every(([, values]) => values.length === 0)) return null
  return (
    <section id="one-entry">
      <h2>{say.oneEntry}</h2>
      <Rows rows={rows} />
    </section>
  )
}

function Story({ story, shown }: { readonly story: NonNullable<Explanation['coverage']>['group'][number]; readonly shown: StatusPage }) {
  return (
    <>
      {story.outlet === null ? null : `${story.outlet}: `}
      <Referred entry={story} shown={shown} /> <span class="count">{story.why}</span>
    </>
  )
}

function Places({ explanation: { categories, feeds, digests }, say }: ExplainedPart) {
  return (
    <section id="places">
      <h2>{say.feeds}</h2>
      <Rows
        rows={[
          [
            say.categories,
            categories.map(({ name, slug, isHome, by, why }) =>
              [
                slug === null || slug === name ? name : `${name} (${slug})`,
                ...(isHome ? [say.home] : []),
                ...by.map(({ source, rule }) => `${source}: ${rule}`),
                ...(why === null ? [] : [why]),
              ].join(' · '),
            ),
          ],
          [
            say.feeds,
            feeds.map(({ url, isIn, place, of, why, archive }) => (
              <>
                {isIn ? '✓' : '✗'} <a href={url}>{url}</a>{' '}
                <span class="count">{isIn && place !== null && of !== null ? say.place(place, of) : why}</span>
                {archive === null ? null : (
                  <>
                    {' '}
                    <a href={archive}>{say.archive}</a>
                  </>
                )}
              </>
            )),
          ],
          [say.digests, digests.map(({ url }) => <a href={url}>{url}</a>)],
        ]}
      />
    </section>
  )
}

/** A way to the whole, from wherever a part is shown. */
export function WholeLink({ explanation: { entry }, shown }: Props) {
  const words = entry.id ?? entry.url
  if (words === null) return null
  return <a href={explainHref(shown, words)}>{explainedPhrasesOf(shown.page.site).whole}</a>
}
