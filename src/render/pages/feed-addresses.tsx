// The addresses of a feed, to follow and to copy: a click on one selects all of it, without a script.
import type { Child } from 'hono/jsx'
import type { FeedFormat } from '../../model/paths.ts'
import { feedFormats } from './layout.tsx'
import { absoluteHref, type Page, pageHref } from './page.ts'

export interface FeedAddressesProps {
  readonly page: Page
  readonly pathOf: (format: FeedFormat) => string
  /** More ways to follow. */
  readonly children?: Child
}

export function FeedAddresses({ page, pathOf, children }: FeedAddressesProps) {
  return (
    <section class="feeds" id="subscribe">
      <h2>{page.phrases.subscribe}</h2>
      <p class="hint">{page.phrases.howToSubscribe}</p>
      <dl>
        {feedFormats.map(({ format, label, type }) => (
          <div>
            <dt>
              <a class="button" type={type} href={pageHref(page, pathOf(format))}>
                {label}
              </a>
            </dt>
            <dd>
              <Address url={absoluteHref(page, pathOf(format))} />
            </dd>
          </div>
        ))}
      </dl>
      {children}
    </section>
  )
}

/** A long one breaks before the file's name. */
function Address({ url }: { readonly url: string }) {
  const at = url.lastIndexOf('/') + 1
  return (
    <code class="address">
      {url.slice(0, at)}
      <wbr />
      {url.slice(at)}
    </code>
  )
}
