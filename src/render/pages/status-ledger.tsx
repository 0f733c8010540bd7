// The ledger of a source: each poll of 30 days, or several in a row that said the same.
import type { LedgerRow } from '../../model/poll.ts'
import { type StatusPage, When } from './status-frame.tsx'
import { troubleName } from './trouble-phrases.ts'

interface LedgerProps {
  readonly ledger: readonly LedgerRow[]
  readonly pageNumber: number
  readonly pages: number
  /** Of its source's page. */
  readonly href: string
  readonly shown: StatusPage
}

export function Ledger({ ledger, pageNumber, pages, href, shown }: LedgerProps) {
  const { say, amounts } = shown
  return (
    <section id="ledger" data-live>
      <h2>{say.ledger}</h2>
      {ledger.length === 0 ? (
        <p class="hint">{say.noPolls}</p>
      ) : (
        <table class="sources ledger">
          <thead>
            <tr>
              <th scope="col">{say.time}</th>
              <th scope="col">{say.outcome}</th>
              {[say.duration, say.size, say.read, say.new, say.updated, say.merged].map((name) => (
                <th scope="col" class="number">
                  {name}
                </th>
              ))}
              <th scope="col">{say.message}</th>
            </tr>
          </thead>
          <tbody>
            {ledger.map((row) => (
              <LedgerLine row={row} shown={shown} />
            ))}
          </tbody>
        </table>
      )}
      {pages <= 1 ? null : (
        <nav class="paging" aria-label={say.ledger}>
          {pageNumber <= 1 ? null : (
            <a class="older" rel="prev" href={`${href}?page=${pageNumber - 1}#ledger`}>
              ← {say.previous}
            </a>
          )}
          <span>{say.pageOf(amounts.count(pageNumber), amounts.count(pages))}</span>
          {pageNumber >= pages ? null : (
            <a class="newer" rel="next" href={`${href}?page=${pageNumber + 1}#ledger`}>
              {say.next} →
            </a>
          )}
        </nav>
      )}
    </section>
  )
}

function LedgerLine({ row, shown }: { readonly row: LedgerRow; readonly shown: StatusPage }) {
  const { say, amounts } = shown
  const numbers: readonly (readonly [string, string])[] = [
    [say.duration, `${amounts.count(Math.round(row.ms / row.times))} ms`],
    [say.size, amounts.size(row.bytes / row.times)],
    [say.read, amounts.count(row.read)],
    [say.new, amounts.count(row.new)],
    [say.updated, amounts.count(row.updated)],
    [say.merged, amounts.count(row.merged)],
  ]
  return (
    <tr>
      <th scope="row">
        <When at={row.lastAt} shown={shown} />
        {row.times === 1 ? null : (
          <span class="count">
            {say.times(row.times)}, {say.since} <When at={row.firstAt} shown={shown} />
          </span>
        )}
      </th>
      <td data-label={say.outcome}>
        <span class={`key o-${row.outcome}`}>{say.outcomes[row.outcome]}</span>
        {row.code === null ? null : <span class="count">{troubleName(row.code, shown.site)}</span>}
      </td>
      {numbers.map(([name, value]) => (
        <td class="number" data-label={name}>
          {value}
        </td>
      ))}
      <td class="message" data-label={say.message}>
        {row.isGap ? troubleName('gap', shown.site) : ''}
        {row.isGap && row.message !== null ? ': ' : ''}
        {row.message === null ? '' : <span lang="en">{row.message}</span>}
      </td>
    </tr>
  )
}
