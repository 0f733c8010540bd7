// The addresses of a feed, to follow and to copy: a click on one selects all of it, without a script.
import { categoryPath } from '../../model/paths.ts'
import { feedFormats } from './layout.tsx'
import { absoluteHref, categoryHref, type Page } from './page.ts'

export function FeedAddresses({ page, slug }: { readonly page: Page; readonly slug: string | null }) {
  return (
    <section class="feeds" id="subscribe">
      <h2>{page.phrases.subscribe}</h2>
      <p class="hint">{page.phrases.howToSubscribe}</p>
      <dl>
        {feedFormats.map(({ format, label, type }) => (
          <div>
            <dt>
              <a class="button" type={type} href={categoryHref(page, slug, format)}>
                {label}
              </a>
            </dt>
            <dd>
              <Address url={absoluteHref(page, categoryPath(slug, format))} />
            </dd>
          </div>
        ))}
      </dl>
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
