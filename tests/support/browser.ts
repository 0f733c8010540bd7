// A real Chromium, the system's own, driven by playwright-core. One window at a time; what it complains of is kept.
import { spawnSync } from 'node:child_process'
import axe, { type AxeResults } from 'axe-core'
import { type BrowserContext, chromium, type Page, type Browser as Program, type Response } from 'playwright-core'

export interface View {
  readonly width: number
  /** 900 when left out. */
  readonly height?: number
  readonly scheme?: 'light' | 'dark'
  readonly isScripted?: boolean
  /** Given when a page asks for a name and a password. */
  readonly password?: string
}

/** What axe found: its rule, how grave it is, and where. */
export interface Fault {
  readonly rule: string
  readonly impact: string
  readonly at: readonly string[]
}

export interface BrowserPage {
  /** Goes to an address and waits until everything on it is loaded. The status it was answered with. */
  open(url: string, view: View): Promise<number>
  address(): string
  /** The value of an expression in the page. */
  ask(expression: string): Promise<unknown>
  /** Until an expression in the page is true. @throws after 30 s */
  until(expression: string): Promise<void>
  /** A key such as `Tab` or `Enter`, where the focus is. */
  press(key: string): Promise<void>
  /** As a person types, where the focus is. */
  type(text: string): Promise<void>
  click(selector: string): Promise<void>
  /** A PNG of what the window shows. */
  picture(): Promise<Buffer>
  /** What the browser complained of since the page was opened: errors of its console, of its policy, of loading. */
  complaints(): readonly string[]
  /** Hosts that were asked since the page was opened, besides its own. */
  outside(): readonly string[]
  /** Faults by WCAG 2.2 A and AA and by axe's best practices, as axe-core sees them. */
  faults(): Promise<readonly Fault[]>
}

export interface Browser extends BrowserPage {
  close(): Promise<void>
}

const names = ['chromium', 'chromium-browser', 'google-chrome']

/** The program, or null where none is installed. */
export function browserProgram(): string | null {
  const found = names.map((name) => spawnSync('which', [name], { encoding: 'utf8' })).find(({ status }) => status === 0)
  return found?.stdout.trim() ?? null
}

export async function openBrowser(program: string): Promise<Browser> {
  const browser = await chromium.launch({ executablePath: program, args: ['--no-sandbox', '--disable-gpu'] })
  const windows = windowsOf(browser)
  let shown = await windows.for({ width: 1280 })
  return {
    open: async (url, view) => {
      shown = await windows.for(view)
      return shown.open(url, view)
    },
    address: () => shown.page.url(),
    ask: (expression) => shown.page.evaluate(expression),
    until: (expression) => untilTrue(shown.page, expression),
    press: (key) => shown.page.keyboard.press(key),
    type: (text) => shown.page.keyboard.type(text),
    click: (selector) => shown.page.click(selector),
    picture: () => shown.page.screenshot(),
    complaints: () => shown.complaints,
    outside: () => [...shown.outside],
    faults: () => faultsOn(shown.page),
    close: () => browser.close(),
  }
}

interface Window {
  readonly page: Page
  readonly complaints: readonly string[]
  readonly outside: ReadonlySet<string>
  open(url: string, view: View): Promise<number>
}

/** One for each kind of view: whether scripts run, and what it answers when asked who it is, is settled when a window is made. */
function windowsOf(browser: Program): { for(view: View): Promise<Window> } {
  const open = new Map<string, Window>()
  return {
    for: async (view) => {
      const kind = kindOf(view)
      const key = JSON.stringify(kind)
      const window = open.get(key) ?? (await newWindow(await browser.newContext(kind)))
      open.set(key, window)
      return window
    },
  }
}

function kindOf({ width, isScripted = true, password }: View) {
  const credentials = password === undefined ? {} : { httpCredentials: { username: 'operator', password } }
  return { isMobile: width < 600, javaScriptEnabled: isScripted, ...credentials }
}

async function newWindow(context: BrowserContext): Promise<Window> {
  const page = await context.newPage()
  const complaints: string[] = []
  const outside = new Set<string>()
  let own = ''
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(`${message.text()} ${message.location().url}`)
  })
  page.on('pageerror', (error) => complaints.push(String(error)))
  page.on('request', (request) => {
    const { protocol, host } = new URL(request.url())
    if (protocol !== 'data:' && host !== own) outside.add(host)
  })
  // What the policy refuses, and markup that browsers are about to drop.
  const session = await context.newCDPSession(page)
  session.on('Audits.issueAdded', ({ issue }) => complaints.push(JSON.stringify(issue)))
  await session.send('Audits.enable')
  return {
    page,
    complaints,
    outside,
    open: async (url, { width, height = 900, scheme = 'light' }) => {
      await page.goto('about:blank')
      complaints.length = 0
      outside.clear()
      own = new URL(url).host
      await page.setViewportSize({ width, height })
      await page.emulateMedia({ colorScheme: scheme })
      return await statusOf(page.goto(url))
    },
  }
}

/** Asked who it is, a window that cannot say so is shown the answer, or an error. */
async function statusOf(answer: Promise<Response | null>): Promise<number> {
  try {
    return (await answer)?.status() ?? 0
  } catch (error) {
    if (String(error).includes('ERR_INVALID_AUTH_CREDENTIALS')) return 401
    throw error
  }
}

const patienceMs = 30_000

/** Asked from here: the pages' policy lets nothing be evaluated in them. */
async function untilTrue(page: Page, expression: string): Promise<void> {
  const end = Date.now() + patienceMs
  // While another page is loaded there is nobody to ask.
  while ((await page.evaluate(expression).catch(() => false)) !== true) {
    if (Date.now() > end) throw new Error(`never true on ${page.url()}: ${expression}`)
    await page.waitForTimeout(50)
  }
}

/** Evaluated, not inserted: the pages' policy lets no script in. */
async function faultsOn(page: Page): Promise<readonly Fault[]> {
  await page.evaluate(axe.source)
  const { violations } = await page.evaluate<Pick<AxeResults, 'violations'>>('axe.run()')
  return violations.map(({ id, impact, nodes }) => ({ rule: id, impact: impact ?? 'none', at: nodes.map(({ html }) => html) }))
}
