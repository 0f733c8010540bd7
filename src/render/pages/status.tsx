// /status: how the whole of it is, what needs to be looked at, and all sources page by page. For the operator alone.
import { failingHealths, healthOf, healths } from '../../model/health.ts'
import type { Overview } from '../../model/overview.ts'
import { troublesOf } from '../../model/troubles.ts'
import { explainedPhrasesOf } from './explained-phrases.ts'
import { documentText, pageHref } from './page.ts'
import { DayChart } from './status-chart.tsx'
import { explainPath, Frame, type StatusPage, sourceHref, statusPageAt, statusPath, When } from './status-frame.tsx'
import { Incidents } from './status-incidents.tsx'
import type { StatusInput } from './status-input.ts'
import { SourceTable } from './status-table.tsx'
import { TroubleMessage } from './trouble.tsx'

/** A source that is due for longer is waited for in vain. */
const overdueMs = 10 * 60_000
const mostHosts = 10

export function statusPage(input: StatusInput): string {
  const { frame, overview } = input
  const shown = statusPageAt(statusPath, frame)
  const { say } = shown
  return documentText(
    <Frame shown={shown} frame={frame} title={say.status}>
      <header class="heading">
        <h1>{say.status}</h1>
        <p class="live" id="live" role="status" />
        <p class="ways">
          <a href={pageHref(shown.page, explainPath)}>{explainedPhrasesOf(frame.site).explain}</a>
          <a href={pageHref(shown.page, 'api')}>API</a>
        </p>
      </header>
      <Summary overview={overview} shown={shown} />
      <Attention overview={overview} shown={shown} />
      <SourceTable {...input} shown={shown} />
      <div class="pair">
        <section id="incidents" data-live>
          <h2>{say.incidents}</h2>
          <Incidents incidents={overview.incidents} shown={shown} />
          <p class="hint">
            <a href={pageHref(shown.page, 'ops.atom')}>{say.feedTitle}</a> - {say.feedHint}
          </p>
        </section>
        <Hosts overview={overview} shown={shown} />
      </div>
    </Frame>,
  )
}

interface PartProps {
  readonly overview: Overview
  readonly shown: StatusPage
}

function Summary({ overview, shown }: PartProps) {
  const { say, amounts } = shown
  const { backlog, dueSince, storeBytes, freeBytes } = overview
  const figures: readonly (readonly [string, unknown])[] = [
    [say.lastPoll, <When at={overview.lastPollAt} shown={shown} />],
    [say.lastPublish, <When at={overview.lastPublishAt} shown={shown} />],
    [say.due, amounts.count(overview.due)],
    [say.underWay, amounts.count(backlog.polls)],
    [say.articles, amounts.count(backlog.articles)],
    [say.toWrite, amounts.count(backlog.pages + backlog.feeds)],
    [say.messages, amounts.count(backlog.messages)],
    [say.entries, amounts.count(overview.entries)],
    [say.store, amounts.size(storeBytes)],
    ...(freeBytes === null ? [] : [[say.free, amounts.size(freeBytes)] as const]),
  ]
  const overdue = dueSince === null ? 0 : shown.now - dueSince
  return (
    <section id="summary" data-live>
      <h2 class="unseen">{say.summary}</h2>
      <Verdict overview={overview} shown={shown} />
      {overdue <= overdueMs ? null : <p class="warning">{say.overdue(amounts.count(overview.due), amounts.span(overdue))}</p>}
      <Healths overview={overview} shown={shown} />
      <dl class="figures">
        {figures.map(([name, value]) => (
          <div>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <DayChart news={overview.news} say={say} amounts={amounts} />
      {overview.waiting.length === 0 ? null : (
        <p class="hint">
          {say.waiting}: {overview.waiting.slice(0, 20).join(', ')}
          {overview.waiting.length > 20 ? ' …' : ''} (<code>newsstand category list --state waiting</code>)
        </p>
      )}
    </section>
  )
}

function Verdict({ overview: { sources }, shown: { say } }: PartProps) {
  const total = sources.reduce((sum, { count }) => sum + count, 0)
  const failing = sources.reduce((sum, { health, count }) => sum + (failingHealths.includes(health) ? count : 0), 0)
  if (total === 0) return <p class="verdict">{say.none}</p>
  return <p class={`verdict ${failing === 0 ? 'is-well' : 'is-wrong'}`}>{failing === 0 ? say.allWell : say.failing(failing, total)}</p>
}

/** How many are how; each leads to those. */
function Healths({ overview: { sources }, shown: { say, amounts, page } }: PartProps) {
  const counts = new Map(sources.map(({ health, count }) => [health, count]))
  return (
    <ul class="healths">
      {healths.flatMap((health) => {
        const count = counts.get(health)
        if (count === undefined) return []
        return (
          <li>
            <a href={`${pageHref(page, statusPath)}?health=${health}#sources`}>
              <span class={`badge h-${health}`}>{say.healths[health]}</span> {amounts.count(count)}
            </a>
          </li>
        )
      })}
    </ul>
  )
}

function Attention({ overview: { attention, troubled }, shown }: PartProps) {
  const { say, amounts, page } = shown
  if (attention.length === 0) return <div id="attention" data-live hidden />
  const left = troubled - attention.length
  return (
    <section id="attention" data-live>
      <h2>{say.attention}</h2>
      <ul class="troubles">
        {attention.map((source) => (
          <li>
            <a href={sourceHref(shown, source.id)}>{source.id}</a>{' '}
            <span class={`badge h-${healthOf(source)}`}>{say.healths[healthOf(source)]}</span>{' '}
            {source.failingSince === null ? null : (
              <span class="count">
                {say.since} <When at={source.failingSince} shown={shown} />
              </span>
            )}
            {troublesOf(source).map((trouble) => (
              <p class="trouble">
                <TroubleMessage trouble={trouble} site={shown.site} />
              </p>
            ))}
          </li>
        ))}
      </ul>
      {left <= 0 ? null : (
        <p class="hint">
          <a href={`${pageHref(page, statusPath)}#sources`}>{say.more(amounts.count(left))}</a>
        </p>
      )}
    </section>
  )
}

function Hosts({ overview: { hosts }, shown: { say, amounts } }: PartProps) {
  if (hosts.length === 0) return <section id="hosts" data-live hidden />
  return (
    <section id="hosts" data-live>
      <h2>{say.hosts}</h2>
      <table class="plain">
        <thead>
          <tr>
            <th scope="col">{say.address}</th>
            <th scope="col" class="number">
              {say.requests}
            </th>
            <th scope="col" class="number">
              {say.received}
            </th>
          </tr>
        </thead>
        <tbody>
          {hosts.slice(0, mostHosts).map(({ host, requests, bytes }) => (
            <tr>
              <td>{host === '*' ? say.allOthers : host}</td>
              <td class="number">{amounts.count(requests)}</td>
              <td class="number">{amounts.size(bytes)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
