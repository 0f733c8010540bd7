// /status/entries: why an entry is what it is, and where it is; also as a part of its own page, when the operator looks at that.
import type { AppError } from '../../base/errors.ts'
import type { Explanation } from '../../model/explanation.ts'
import { Explained, WholeLink } from './explained.tsx'
import { explainedPhrasesOf } from './explained-phrases.ts'
import { documentText, pageHref } from './page.ts'
import { explainPath, Frame, type StatusFiles, type StatusFrame, statusPageAt, statusPath } from './status-frame.tsx'
import { TroubleMessage } from './trouble.tsx'

export interface ExplainedInput {
  readonly frame: StatusFrame
  /** As the operator wrote it. */
  readonly asked: string
  /** Null: nothing was asked for. */
  readonly answer: Explanation | AppError | null
}

export function explainedEntryPage({ frame, asked, answer }: ExplainedInput): string {
  const shown = statusPageAt(explainPath, frame)
  const { page, say } = shown
  const own = explainedPhrasesOf(frame.site)
  const explanation = answer === null || answer instanceof Error ? null : answer
  return documentText(
    <Frame shown={shown} frame={frame} title={`${explanation?.entry.title ?? own.explain} - ${say.status}`}>
      <header class="heading">
        <p class="kicker">
          <a href={pageHref(page, statusPath)}>{say.status}</a> / {own.explain}
        </p>
        <h1 dir="auto">{explanation?.entry.title || own.explain}</h1>
      </header>
      <form class="filter" method="get" action={pageHref(page, explainPath)}>
        <label for="of">{own.asked}</label>
        <input type="search" id="of" name="of" value={asked} required size={40} aria-describedby="of-hint" />
        <button type="submit" class="button">
          {say.show}
        </button>
        <p class="hint" id="of-hint">
          {own.askedHint}
        </p>
      </form>
      {answer instanceof Error ? (
        <p class="warning" role="alert">
          <TroubleMessage trouble={{ name: answer.code, message: `${answer.message}. ${answer.advice}` }} site={frame.site} />
        </p>
      ) : null}
      {explanation === null ? null : <Explained explanation={explanation} shown={shown} />}
    </Frame>,
  )
}

export interface PanelInput {
  readonly path: string
  readonly frame: Pick<StatusFrame, 'site' | 'now'> & { readonly files: Pick<StatusFiles, 'stylesheet'> }
  readonly explanation: Explanation
}

/** The page that stands at `path`, with what only the operator sees of its entry. */
export function withExplanation(html: string, { path, frame, explanation }: PanelInput): string {
  const shown = statusPageAt(path, frame)
  const { page } = shown
  const panel = (
    <aside class="status explained" id="explained">
      <h2>{explainedPhrasesOf(frame.site).explain}</h2>
      <WholeLink explanation={explanation} shown={shown} />
      <Explained explanation={explanation} shown={shown} />
    </aside>
  )
  const stylesheet = <link rel="stylesheet" href={pageHref(page, frame.files.stylesheet)} />
  return html.replace('</head>', () => `${String(stylesheet)}</head>`).replace('</main>', () => `${String(panel)}</main>`)
}
