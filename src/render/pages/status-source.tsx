// /status/sources/<id>: all that is known of one source, and what the operator may do with it.
import type { JsonValue } from '../../base/json.ts'
import { withoutSecrets } from '../../base/shown-url.ts'
import type { Entry } from '../../model/entry.ts'
import { healthOf } from '../../model/health.ts'
import type { Incident } from '../../model/incident.ts'
import type { DayCount } from '../../model/overview.ts'
import type { LedgerRow } from '../../model/poll.ts'
import { isVisited, itemsPerDay } from '../../model/source-shape.ts'
import { troublesOf } from '../../model/troubles.ts'
import { EntryList, type LeadsTo } from './entry-list.tsx'
import { documentText, pageHref } from './page.ts'
import { DayChart, PollChart } from './status-chart.tsx'
import { Frame, type StatusFrame, type StatusPage, sourceHref, statusPageAt, statusPath, When } from './status-frame.tsx'
import { Incidents } from './status-incidents.tsx'
import type { TitledSource } from './status-input.ts'
import { Ledger } from './status-ledger.tsx'
import type { Deed } from './status-phrases.ts'
import { TroubleMessage } from './trouble.tsx'

export interface SourceInput {
  readonly frame: StatusFrame
  readonly source: TitledSource
  /** Null: it has left config. */
  readonly config: JsonValue | null
  /** The last polls, for the chart; newest first. */
  readonly tail: readonly LedgerRow[]
  readonly ledger: readonly LedgerRow[]
  readonly pageNumber: number
  readonly pages: number
  readonly news: readonly DayCount[]
  readonly entries: readonly Entry[]
  readonly leadsTo: LeadsTo
  readonly incidents: readonly Incident[]
  /** The hidden field of its forms. */
  readonly csrf: { readonly name: string; readonly value: string }
  /** What was just done. */
  readonly done: Deed | null
}

export function sourcePage(input: SourceInput): string {
  const { frame, source, done, news, tail } = input
  const shown = statusPageAt(`${statusPath}/sources/${source.id}`, frame)
  const { say, amounts, page } = shown
  return documentText(
    <Frame shown={shown} frame={frame} title={`${source.id} - ${say.status}`}>
      <header class="heading">
        <p class="kicker">
          <a href={pageHref(page, statusPath)}>{say.status}</a>
          {source.title === null ? null : ` / ${source.id}`}
        </p>
        <h1>{source.title ?? source.id}</h1>
        <p class="live" id="live" role="status" />
      </header>
      {done === null ? null : (
        <p class="flash" id="done" role="status">
          {say.deeds[done]}
        </p>
      )}
      <Actions input={input} shown={shown} />
      <State source={source} shown={shown} />
      <div class="pair">
        <section id="last-polls" data-live>
          <h2>{say.lastPolls}</h2>
          <PollChart rows={tail} say={say} amounts={amounts} />
        </section>
        <section id="news" data-live>
          <h2>{say.newEntries}</h2>
          <DayChart news={news} say={say} amounts={amounts} />
        </section>
      </div>
      <Usual source={source} shown={shown} />
      <Ledger {...input} shown={shown} href={sourceHref(shown, source.id)} />
      <div class="pair">
        <section id="recent" data-live>
          <h2>{say.recent}</h2>
          <EntryList page={page} entries={input.entries} leadsTo={input.leadsTo} categories={new Map()} />
        </section>
        <section id="incidents" data-live>
          <h2>{say.incidents}</h2>
          <Incidents incidents={input.incidents} shown={shown} />
        </section>
      </div>
      <Config config={input.config} shown={shown} />
    </Frame>,
  )
}

interface ActionsProps {
  readonly input: SourceInput
  readonly shown: StatusPage
}

function Actions({ input: { source, csrf }, shown }: ActionsProps) {
  const { say } = shown
  if (source.isRetired) return <p class="warning">{say.retired}</p>
  const to = (deed: string) => `${sourceHref(shown, source.id)}/${deed}`
  const field = <input type="hidden" name={csrf.name} value={csrf.value} />
  const turn = source.pausedAt === null ? 'pause' : 'resume'
  return (
    <section class="actions" aria-label={say.actions}>
      <form method="post" action={to('poll')}>
        {field}
        <button type="submit" class="button" id="poll-now">
          {say.pollNow}
        </button>
        <label>
          <input type="checkbox" name="whole" value="1" id="poll-whole" /> {say.pollWhole}
        </label>
      </form>
      <form method="post" action={to(turn)}>
        {field}
        <button type="submit" class="button" id={turn}>
          {say[turn]}
        </button>
      </form>
      <form method="post" action={to('forget')}>
        {field}
        <button type="submit" class="button" id="forget">
          {say.forget}
        </button>
      </form>
    </section>
  )
}

interface SourceProps {
  readonly source: TitledSource
  readonly shown: StatusPage
}

function State({ source, shown }: SourceProps) {
  const { say, amounts } = shown
  const { state, url, kind, entries, failingSince, pausedAt } = source
  const health = healthOf(source)
  const facts: readonly (readonly [string, unknown])[] = [
    [say.health, <span class={`badge h-${health}`}>{say.healths[health]}</span>],
    ...(failingSince === null ? [] : [[say.since, <When at={failingSince} shown={shown} />] as const]),
    ...(pausedAt === null ? [] : [[say.pausedSince, <When at={pausedAt} shown={shown} />] as const]),
    ...(state.failures === 0 ? [] : [[say.failures, amounts.count(state.failures)] as const]),
    [say.lastPoll, <When at={state.lastPollAt} shown={shown} />],
    [
      say.orders['next-poll'],
      !isVisited(source) ? '-' : state.nextPollAt <= shown.now ? say.due : <When at={state.nextPollAt} shown={shown} />,
    ],
    [say.orders['last-change'], <When at={state.lastChangeAt} shown={shown} />],
    [say.aDay, amounts.count(itemsPerDay(source))],
    [say.entries, amounts.count(entries)],
    ...(source.deleted === 0 ? [] : [[say.deleted, `${amounts.count(source.deleted)} (${say.deletionsAre[source.deletions]})`] as const]),
    [say.kind, kind],
    [say.address, <span class="address">{withoutSecrets(url)}</span>],
    [say.validators, <Validators source={source} shown={shown} />],
    ...(source.push === null
      ? []
      : [[say.push, <span class="address">{`${withoutSecrets(source.push.hub)} (${source.push.state})`}</span>] as const]),
  ]
  return (
    <section id="state" data-live>
      <h2>{say.state}</h2>
      {source.enabled ? null : <p class="warning">{say.disabled}</p>}
      {troublesOf(source).map((trouble) => (
        <p class="trouble">
          <TroubleMessage trouble={trouble} site={shown.site} />
        </p>
      ))}
      <dl class="figures">
        {facts.map(([name, value]) => (
          <div>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

function Validators({ source: { state }, shown: { say } }: SourceProps) {
  const { etag, lastModified, bodyHash } = state
  if (etag === null && lastModified === null && bodyHash === null) return <>{say.noValidators}</>
  const lines = [
    ...(etag === null ? [] : [`ETag ${etag}`]),
    ...(lastModified === null ? [] : [`Last-Modified ${lastModified}`]),
    ...(bodyHash === null ? [] : [`SHA-256 ${bodyHash.slice(0, 16)}…`]),
  ]
  return <span class="address">{lines.join(' ')}</span>
}

/** What its documents usually show, and what the last one did not. */
function Usual({ source: { state }, shown: { say, amounts } }: SourceProps) {
  const measures = Object.entries(state.expectations.measures)
  if (measures.length === 0) return <div id="usual" data-live hidden />
  const broken = new Map(state.expectations.breaks.map(({ name, message }) => [name, message]))
  const short = (value: number) => amounts.count(Math.round(value * 100) / 100)
  return (
    <div id="usual" data-live>
      <details>
        <summary>
          {say.usual} <span class="count">{amounts.count(measures.length)}</span>
        </summary>
        <table class="plain">
          <thead>
            <tr>
              <th scope="col">{say.measure}</th>
              <th scope="col" class="number">
                {say.mean}
              </th>
              <th scope="col" class="number">
                {say.range}
              </th>
              <th scope="col">{say.message}</th>
            </tr>
          </thead>
          <tbody>
            {measures.map(([name, { mean, low, high }]) => (
              <tr>
                <td>{name}</td>
                <td class="number">{short(mean)}</td>
                <td class="number">{`${short(low)} - ${short(high)}`}</td>
                <td>{broken.get(name) ?? ''}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </div>
  )
}

function Config({ config, shown: { say } }: { readonly config: JsonValue | null; readonly shown: StatusPage }) {
  if (config === null) return null
  return (
    <section id="config">
      <h2>{say.config}</h2>
      <p class="hint">{say.configHint}</p>
      <pre class="config">{JSON.stringify(config, null, 2)}</pre>
    </section>
  )
}
