// What the API may be asked, for people. In English, like the document for machines that it is made of.
import type { SiteSettings } from '../../model/settings.ts'
import { Layout } from './layout.tsx'
import { documentText, pageAt, pageHref } from './page.ts'

export interface ApiParameter {
  readonly name: string
  /** Such as `integer, 1 to 200`. */
  readonly kind: string
  readonly isRequired: boolean
  readonly description: string
}

export interface ApiOperation {
  readonly id: string
  /** `GET` and its like. */
  readonly method: string
  readonly path: string
  readonly summary: string
  readonly description: string
  readonly access: 'everybody' | 'everybody, more with the token' | 'operator'
  readonly parameters: readonly ApiParameter[]
  /** To be sent as JSON; null: nothing is. */
  readonly body: string | null
  /** JSON, as an example. */
  readonly answer: string
}

export interface ApiPageInput {
  readonly site: SiteSettings
  readonly operations: readonly ApiOperation[]
}

const address = 'api'
const document = 'openapi.json'

export function apiPage({ site, operations }: ApiPageInput): string {
  const page = pageAt(address, site)
  return documentText(
    <Layout page={page} title="API" description={null} canonical={null} kind="website" isIndexed={false} feedsOf={[]}>
      <header class="heading" lang="en">
        <h1>API</h1>
      </header>
      <div class="content" lang="en">
        <p>
          JSON over HTTP, in the shapes that <code>newsstand list</code>, <code>explain</code> and <code>status</code> print with{' '}
          <code>--json</code>. For machines: <a href={pageHref(page, document)}>{document}</a> (OpenAPI 3.1).
        </p>
        <p>
          The token is <code>serve.token</code> of the config, as <code>Authorization: Bearer</code> or as password with any user name. Long
          lists come in pages: follow the <code>Link</code> header with <code>rel="next"</code>, or hand back <code>X-Next-Cursor</code> as{' '}
          <code>cursor</code>. Errors are <code>application/problem+json</code> with a stable <code>code</code> and <code>advice</code>.
        </p>
        <ul>
          {operations.map(({ id, method, path, summary }) => (
            <li>
              <a href={`#${id}`}>
                <code>
                  {method} {path}
                </code>
              </a>{' '}
              {summary}
            </li>
          ))}
        </ul>
        {operations.map((operation) => (
          <Operation operation={operation} site={site} />
        ))}
      </div>
    </Layout>,
  )
}

function Operation({ operation, site }: { readonly operation: ApiOperation; readonly site: SiteSettings }) {
  const { id, method, path, summary, description, access, parameters, answer } = operation
  return (
    <section id={id}>
      <h2>{summary}</h2>
      <p>
        <code>
          {method} {path}
        </code>{' '}
        For {access}.
      </p>
      {description === '' ? null : <p>{description}</p>}
      <Parameters parameters={parameters} />
      <pre tabindex={0}>
        <code>{curlOf(operation, site)}</code>
      </pre>
      <p>Answers, for example:</p>
      <pre tabindex={0}>
        <code>{answer}</code>
      </pre>
    </section>
  )
}

function Parameters({ parameters }: Pick<ApiOperation, 'parameters'>) {
  if (parameters.length === 0) return null
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">Name</th>
          <th scope="col">Kind</th>
          <th scope="col">Meaning</th>
        </tr>
      </thead>
      <tbody>
        {parameters.map(({ name, kind, isRequired, description }) => (
          <tr>
            <th scope="row">
              <code>{name}</code>
            </th>
            <td>{isRequired ? `${kind}, required` : kind}</td>
            <td>{description}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function curlOf({ method, path, access, parameters, body }: ApiOperation, { url }: SiteSettings): string {
  const query = path.includes('{') || body !== null ? '' : (parameters.find(({ isRequired }) => isRequired)?.name ?? '')
  const target = new URL(path.slice(1).replace(/\{id\}/g, 'SOURCE'), url).href + (query === '' ? '' : `?${query}=WORDS`)
  const lines = [
    `curl ${method === 'GET' ? '' : `-X ${method} `}'${target}'`,
    ...(access === 'operator' ? [`-H "Authorization: Bearer $NEWSSTAND_TOKEN"`] : []),
    ...(body === null ? [] : ["-H 'Content-Type: application/json'", `-d '${body}'`]),
  ]
  return lines.join(' \\\n  ')
}
