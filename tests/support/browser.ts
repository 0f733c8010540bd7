// A real Chromium over its debugging pipe: null-ended JSON on descriptors 3 and 4, so that no port and no package is needed.
import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Duplex } from 'node:stream'

export interface View {
  readonly width: number
  readonly scheme?: 'light' | 'dark'
  readonly isScripted?: boolean
}

export interface BrowserPage {
  /** Goes to an address and waits until everything on it is loaded. */
  open(url: string, view: View): Promise<void>
  /** The value of an expression in the page. */
  ask(expression: string): Promise<unknown>
  /** A PNG of the whole page, of its upper end where it is very long. */
  picture(): Promise<Buffer>
  /** What the browser complained of since the page was opened: errors of its console, of its policy, of loading. */
  complaints(): readonly string[]
}

export interface Browser extends BrowserPage {
  close(): Promise<void>
}

const programs = ['chromium', 'chromium-browser', 'google-chrome']
const longestPicture = 6_000

/** The program, or null where none is installed. */
export function browserProgram(): string | null {
  return programs.find((name) => spawnSync(name, ['--version'], { stdio: 'ignore' }).status === 0) ?? null
}

export async function openBrowser(program: string): Promise<Browser> {
  const profile = mkdtempSync(join(tmpdir(), 'newsstand-browser-'))
  const flags = [
    '--headless=new',
    '--no-sandbox',
    '--disable-gpu',
    '--hide-scrollbars',
    '--no-first-run',
    '--disable-background-networking',
  ]
  const child = spawn(program, [...flags, '--remote-debugging-pipe', `--user-data-dir=${profile}`, 'about:blank'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
  })
  const ended = new Promise<void>((resolve) => void child.once('exit', () => resolve()))
  const connection = connect(child.stdio[3], child.stdio[4])
  const target = await connection.send('Target.createTarget', { url: 'about:blank' })
  const session = await connection.send('Target.attachToTarget', { targetId: target.targetId, flatten: true })
  return {
    ...(await pageOf(connection, String(session.sessionId))),
    close: async () => {
      void connection.send('Browser.close')
      await ended
      rmSync(profile, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

type Fields = Readonly<Record<string, unknown>>

interface Connection {
  /** @throws Error with what the browser says of the command */
  send(method: string, params?: Fields, sessionId?: string): Promise<Fields>
  /** Called with every event and its parameters. */
  listen(listener: (event: string, params: Fields) => void): void
}

function connect(commands: unknown, answers: unknown): Connection {
  if (!(commands instanceof Duplex && answers instanceof Duplex)) throw new Error('the browser has no debugging pipe')
  const waiting = new Map<unknown, { resolve(result: Fields): void; reject(error: Error): void }>()
  const listeners: ((event: string, params: Fields) => void)[] = []
  const take = (message: Fields) => {
    const asked = waiting.get(message.id)
    waiting.delete(message.id)
    if (message.error !== undefined) asked?.reject(new Error(JSON.stringify(message.error)))
    else if (asked !== undefined) asked.resolve(fieldsOf(message.result))
    else for (const listener of listeners) listener(String(message.method), fieldsOf(message.params))
  }
  let rest = ''
  answers.setEncoding('utf8').on('data', (text: string) => {
    const parts = (rest + text).split('\0')
    rest = parts.pop() ?? ''
    for (const part of parts) take(fieldsOf(JSON.parse(part)))
  })
  let last = 0
  return {
    send: (method, params = {}, sessionId) =>
      new Promise((resolve, reject) => {
        waiting.set(++last, { resolve, reject })
        commands.write(`${JSON.stringify({ id: last, method, params, ...(sessionId !== undefined && { sessionId }) })}\0`)
      }),
    listen: (listener) => void listeners.push(listener),
  }
}

async function pageOf({ send, listen }: Connection, sessionId: string): Promise<BrowserPage> {
  const ask = (method: string, params: Fields = {}) => send(method, params, sessionId)
  let complaints: string[] = []
  let loaded = () => {}
  listen((event, params) => {
    if (event === 'Page.loadEventFired') loaded()
    if (event === 'Log.entryAdded') complaints.push(...complaintIn(params.entry))
    if (event === 'Runtime.exceptionThrown') complaints.push(JSON.stringify(params.exceptionDetails))
    if (event === 'Audits.issueAdded') complaints.push(JSON.stringify(params.issue))
  })
  for (const domain of ['Page', 'Log', 'Runtime', 'Audits', 'Network']) await ask(`${domain}.enable`)
  const size = (width: number, height: number) =>
    ask('Emulation.setDeviceMetricsOverride', { width, height, deviceScaleFactor: 1, mobile: width < 600 })
  let shown: View = { width: 1280 }

  return {
    async open(url, view) {
      shown = view
      complaints = []
      await size(view.width, 900)
      await ask('Emulation.setEmulatedMedia', { features: [{ name: 'prefers-color-scheme', value: view.scheme ?? 'light' }] })
      await ask('Emulation.setScriptExecutionDisabled', { value: view.isScripted === false })
      const whole = new Promise<void>((resolve) => {
        loaded = resolve
      })
      const { errorText } = await ask('Page.navigate', { url })
      if (errorText !== undefined) throw new Error(`${url}: ${String(errorText)}`)
      await whole
    },
    async ask(expression) {
      const { result, exceptionDetails } = await ask('Runtime.evaluate', { expression, returnByValue: true, awaitPromise: true })
      if (exceptionDetails !== undefined) throw new Error(JSON.stringify(exceptionDetails))
      return fieldsOf(result).value
    },
    async picture() {
      const { cssContentSize } = await ask('Page.getLayoutMetrics')
      await size(shown.width, Math.min(longestPicture, Math.ceil(Number(fieldsOf(cssContentSize).height))))
      const { data } = await ask('Page.captureScreenshot', { format: 'png' })
      return Buffer.from(String(data), 'base64')
    },
    complaints: () => complaints,
  }
}

function complaintIn(entry: unknown): readonly string[] {
  const { level, text, url } = fieldsOf(entry)
  return level === 'error' || level === 'warning' ? [`${String(text)} ${String(url ?? '')}`] : []
}

function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? { ...value } : {}
}
