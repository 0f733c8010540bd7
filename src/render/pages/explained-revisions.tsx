// Contents that an entry had, and what differs between them.
import type { ExplainedRevision, Explanation } from '../../model/explanation.ts'
import type { ExplainedPhrases } from './explained-phrases.ts'
import { type StatusPage, When } from './status-frame.tsx'

export interface ExplainedPart {
  readonly explanation: Explanation
  readonly shown: StatusPage
  readonly say: ExplainedPhrases
}

export function Revisions({ explanation: { revisions }, shown, say }: ExplainedPart) {
  if (revisions.length < 2) return null
  return (
    <section id="revisions">
      <h2>{say.revisions}</h2>
      {revisions.toReversed().map((revision) => (
        <Revision revision={revision} shown={shown} say={say} />
      ))}
    </section>
  )
}

interface RevisionProps extends Pick<ExplainedPart, 'shown' | 'say'> {
  readonly revision: ExplainedRevision
}

function Revision({ revision: one, shown, say }: RevisionProps) {
  const share = one.textShare === 0 ? [] : [say.share(String(Math.max(0.1, Math.round(one.textShare * 1000) / 10)))]
  const what = one.after === null ? [say.first] : [...(one.isRetitled ? [`${say.newTitle}: ${one.title}`] : []), ...share]
  return (
    <div class="revision">
      <p>
        <strong>{one.revision}</strong> <When at={one.at} shown={shown} /> {(what.length === 0 ? one.fields : what).join(', ')}
      </p>
      {one.changes === null ? <p class="hint">{say.rewritten}</p> : null}
      {(one.changes ?? []).map(({ ahead, removed, added, behind }) => (
        <p class="change" dir="auto">
          {ahead}
          {removed === '' ? null : <del>{removed}</del>}
          {added === '' ? null : <ins>{added}</ins>}
          {behind}
        </p>
      ))}
    </div>
  )
}
