// All sources, a hundred at a time: searched, filtered and sorted by plain links and a form.
import { type Health, healthOf, healths } from '../../model/health.ts'
import { type SourceOrder, type SourceView, sourceOrders } from '../../model/source-query.ts'
import { isVisited, itemsPerDay } from '../../model/source-shape.ts'
import { pageHref } from './page.ts'
import { PollTail } from './status-chart.tsx'
import { type StatusPage, sourceHref, statusPath, When } from './status-frame.tsx'
import type { StatusInput, TitledSource } from './status-input.ts'
import { troubleName } from './trouble-phrases.ts'

interface TableProps extends Omit<StatusInput, 'frame' | 'overview'> {
  readonly shown: StatusPage
}

export function SourceTable(props: TableProps) {
  const { shown, view, sources, total } = props
  const { say, amounts } = shown
  return (
    <section id="sources">
      <h2>{say.sources}</h2>
      <Filter view={view} shown={shown} />
      <div id="found" data-live>
        <p class="hint" role="status">
          {total === 0 ? say.nothingFound : say.found(amounts.count(total))}
        </p>
        {sources.length === 0 ? null : (
          <table class="sources">
            <thead>
              <tr>
                <Heading order="id" view={view} shown={shown} />
                <Heading order="health" view={view} shown={shown} />
                <Heading order="last-poll" view={view} shown={shown} />
                <Heading order="next-poll" view={view} shown={shown} />
                <Heading order="news" view={view} shown={shown} />
                <Heading order="entries" view={view} shown={shown} />
                <Heading order="last-change" view={view} shown={shown} />
              </tr>
            </thead>
            <tbody>
              {sources.map((source) => (
                <Row source={source} tails={props.tails} shown={shown} />
              ))}
            </tbody>
          </table>
        )}
        <Pages {...props} />
      </div>
    </section>
  )
}

function Filter({ view, shown }: { readonly view: SourceView; readonly shown: StatusPage }) {
  const { say, page } = shown
  const [chosen] = view.healths
  return (
    <form class="search filter" method="get" action={`${pageHref(page, statusPath)}#sources`}>
      <input id="filter-text" type="search" name="q" value={view.text} aria-label={say.text} placeholder={say.text} maxlength={200} />
      <select id="filter-health" name="health" aria-label={say.health}>
        <option value="">{say.anyHealth}</option>
        {healths.map((health: Health) => (
          <option value={health} selected={health === chosen}>
            {say.healths[health]}
          </option>
        ))}
      </select>
      <select id="filter-order" name="order" aria-label={say.order}>
        {sourceOrders.map((order) => (
          <option value={order} selected={order === view.order}>
            {say.order}: {say.orders[order]}
          </option>
        ))}
      </select>
      <label>
        <input id="filter-descending" type="checkbox" name="desc" value="1" checked={view.isDescending} /> {say.descending}
      </label>
      <button type="submit" class="button">
        {say.show}
      </button>
    </form>
  )
}

/** Sorts by its column; once more the other way round. Of numbers and times the highest are wanted first. */
function Heading({ order, view, shown }: { readonly order: SourceOrder; readonly view: SourceView; readonly shown: StatusPage }) {
  const isChosen = view.order === order
  const isDescending = isChosen ? !view.isDescending : !['id', 'health', 'next-poll'].includes(order)
  const href = viewHref({ ...view, order, isDescending }, 1, shown)
  return (
    <th
      scope="col"
      class={isNumber(order) ? 'number' : undefined}
      aria-sort={isChosen ? (view.isDescending ? 'descending' : 'ascending') : undefined}
    >
      <a id={`sort-${order}`} href={href}>
        {shown.say.orders[order]}
        {isChosen ? <span aria-hidden="true">{view.isDescending ? ' ↓' : ' ↑'}</span> : null}
      </a>
    </th>
  )
}

function isNumber(order: SourceOrder): boolean {
  return order === 'news' || order === 'entries'
}

interface RowProps {
  readonly source: TitledSource
  readonly tails: StatusInput['tails']
  readonly shown: StatusPage
}

function Row({ source, tails, shown }: RowProps) {
  const { say, amounts, now } = shown
  const { id, title, state, entries } = source
  const health = healthOf(source)
  return (
    <tr>
      <th scope="row">
        <a href={sourceHref(shown, id)}>{id}</a>
        {title === null ? null : <span class="count">{title}</span>}
      </th>
      <td data-label={say.health}>
        <span class={`badge h-${health}`}>{say.healths[health]}</span>
        {state.code === null ? null : (
          <span class="count" title={state.message ?? ''}>
            {troubleName(state.code, shown.site)}
            {state.failures > 1 ? ` ${state.failures}×` : ''}
          </span>
        )}
      </td>
      <td data-label={say.orders['last-poll']}>
        <PollTail rows={tails.get(id) ?? []} say={say} amounts={amounts} />
        <span class="count">{state.lastPollAt === null ? null : <When at={state.lastPollAt} shown={shown} />}</span>
      </td>
      <td data-label={say.orders['next-poll']}>
        {!isVisited(source) ? '-' : state.nextPollAt <= now ? say.due : <When at={state.nextPollAt} shown={shown} />}
      </td>
      <td class="number" data-label={say.orders.news}>
        {amounts.count(itemsPerDay(source))}
      </td>
      <td class="number" data-label={say.orders.entries}>
        {amounts.count(entries)}
      </td>
      <td data-label={say.orders['last-change']}>{state.lastChangeAt === null ? '-' : <When at={state.lastChangeAt} shown={shown} />}</td>
    </tr>
  )
}

function Pages({ view, shown, pageNumber, pages }: TableProps) {
  const { say, amounts } = shown
  if (pages <= 1) return null
  return (
    <nav class="paging" aria-label={say.sources}>
      {pageNumber <= 1 ? null : (
        <a class="older" rel="prev" href={viewHref(view, pageNumber - 1, shown)}>
          ← {say.previous}
        </a>
      )}
      <span>{say.pageOf(amounts.count(pageNumber), amounts.count(pages))}</span>
      {pageNumber >= pages ? null : (
        <a class="newer" rel="next" href={viewHref(view, pageNumber + 1, shown)}>
          {say.next} →
        </a>
      )}
    </nav>
  )
}

function viewHref({ healths: wanted, text, order, isDescending }: SourceView, pageNumber: number, { page }: StatusPage): string {
  const query = new URLSearchParams([
    ...(text === '' ? [] : [['q', text] as [string, string]]),
    ...wanted.map((health): [string, string] => ['health', health]),
    ['order', order],
    ...(isDescending ? [['desc', '1'] as [string, string]] : []),
    ...(pageNumber === 1 ? [] : [['page', String(pageNumber)] as [string, string]]),
  ])
  return `${pageHref(page, statusPath)}?${query.toString()}#sources`
}
