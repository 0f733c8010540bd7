// The frame of the operator's pages: what is common to all of them, and how they stay up to date.
import type { Child } from 'hono/jsx'
import type { SiteSettings } from '../../model/settings.ts'
import { Layout } from './layout.tsx'
import { type Page, pageAt, pageHref } from './page.ts'
import { amountsOf } from './status-amounts.ts'
import type { Words } from './status-chart.tsx'
import { statusPhrasesOf } from './status-phrases.ts'

export interface StatusFiles {
  /** Addresses from the site's root. */
  readonly script: string
  readonly stylesheet: string
}

/** What every page of the operator's is made with. */
export interface StatusFrame {
  readonly site: SiteSettings
  readonly files: StatusFiles
  readonly now: number
  /** Changes when what is shown does. */
  readonly pulse: string
}

export interface StatusPage extends Words {
  readonly page: Page
  readonly site: SiteSettings
  readonly now: number
}

export function statusPageAt(path: string, { site, now }: Pick<StatusFrame, 'site' | 'now'>): StatusPage {
  return { page: pageAt(path, site), site, now, say: statusPhrasesOf(site), amounts: amountsOf(site) }
}

export const statusPath = 'status'

export function sourceHref({ page }: Pick<StatusPage, 'page'>, id: string): string {
  return pageHref(page, `${statusPath}/sources/`) + encodeURIComponent(id)
}

export const explainPath = `${statusPath}/entries`

/** `words`: whatever `newsstand explain` understands. */
export function explainHref({ page }: Pick<StatusPage, 'page'>, words: string): string {
  return `${pageHref(page, explainPath)}?of=${encodeURIComponent(words)}`
}

interface FrameProps {
  readonly shown: StatusPage
  readonly frame: StatusFrame
  readonly title: string
  readonly children: Child
}

const refreshSeconds = 30

/** Parts that have `data-live` and an id are replaced when something changed; without scripts the whole page is asked for again. */
export function Frame({ shown: { page, say }, frame: { files, pulse }, title, children }: FrameProps) {
  const events = pageHref(page, `${statusPath}/events`)
  return (
    <Layout
      page={page}
      title={title}
      description={null}
      canonical={null}
      kind="website"
      isIndexed={false}
      feedsOf={[]}
      audience="operator"
      head={
        <>
          <link rel="stylesheet" href={pageHref(page, files.stylesheet)} />
          <script src={pageHref(page, files.script)} defer />
          <noscript>
            <meta http-equiv="refresh" content={String(refreshSeconds)} />
          </noscript>
        </>
      }
    >
      <div class="status" id="status" data-events={events} data-pulse={pulse} data-live-text={say.live} data-stale-text={say.notLive}>
        {children}
      </div>
    </Layout>
  )
}

/** A moment as how long ago, or when it comes; the exact time stands behind it. */
export function When({ at, shown }: { readonly at: number | null; readonly shown: StatusPage }) {
  const { say, amounts, now } = shown
  if (at === null) return <span class="count">{say.never}</span>
  return (
    <time datetime={new Date(at).toISOString()} title={amounts.moment(at)}>
      {Math.abs(at - now) < 1_000 ? say.now : amounts.fromNow(at, now)}
    </time>
  )
}
