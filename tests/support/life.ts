// A site's life: sources that show articles in any order and form, an operator who does whatever operators may do, restarts in between;
// and what holds at any moment, whatever happened (design §5-§7).
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { AppError } from '../../src/base/errors.ts'
import type { Deps } from '../../src/jobs/deps.ts'
import { takeOver } from '../../src/jobs/reload.ts'
import { settleAndPublish } from '../../src/jobs/tickets.ts'
import { feedsAreWhole, pathsAnswer, secretsAreKept } from './life-checks.ts'
import { endsWell } from './life-end.ts'
import { LifeModel } from './life-model.ts'
import { care, say } from './life-operator.ts'
import { documentOf, settingsFor } from './life-site.ts'
import type { Step } from './life-steps.ts'
import { lookInto } from './life-store.ts'
import { memoryRegistry } from './registry.ts'
import { firstRunAt, memoryOutlet, openSite, type TestSite } from './site.ts'

const hour = 3_600_000

export class Life {
  readonly #file: string
  readonly #files = new Map<string, string>()
  readonly #registry = memoryRegistry()
  readonly #model = new LifeModel()
  #settings = settingsFor({ isTakingDown: false, isJazzPrivate: false, isMoved: false })
  #now = firstRunAt
  #site: TestSite | null = null

  /** `dir`: for the store; removed by who made it. */
  constructor(dir: string) {
    this.#file = join(dir, 'store.sqlite')
  }

  async take(step: Step): Promise<void> {
    this.#now += hour
    await this.#take(step).catch(refused)
  }

  async check(): Promise<void> {
    const look = lookInto(this.#file)
    this.#model.check(look)
    feedsAreWhole(this.#files, look)
    await pathsAnswer(this.#files, look, (await this.#open()).deps.store)
    secretsAreKept(this.#files, look)
  }

  /** What is left of it: its published files. @throws what does not hold then */
  async end(): Promise<ReadonlyMap<string, string>> {
    await endsWell({ deps: await this.#deps(), files: this.#files, file: this.#file })
    return this.#files
  }

  async close(): Promise<void> {
    await this.#site?.close()
    this.#site = null
  }

  async #take(step: Step): Promise<void> {
    const site = await this.#open()
    switch (step.kind) {
      case 'polls':
        await site.run(step.documents.map(documentOf), this.#now)
        for (const document of step.documents) this.#model.show(document)
        return
      case 'later':
        this.#now += step.hours * hour
        return site.run([], this.#now)
      case 'retract':
      case 'restore':
      case 'merge':
      case 'split':
        return say(step, { deps: await this.#deps(), look: lookInto(this.#file), model: this.#model })
      case 'config':
        this.#settings = (await takeOver(settingsFor(step.wording), await this.#deps())).settings
        Object.assign(site.deps, { settings: this.#settings })
        return void (await settleAndPublish(this.#now, await this.#deps()))
      case 'restart':
        return this.#startAgain()
      case 'lose store':
        return this.#startAgain(() => this.#lose())
      default:
        return care(step, await this.#deps())
    }
  }

  async #startAgain(meanwhile: () => void = () => {}): Promise<void> {
    await this.close()
    meanwhile()
    await this.#open()
  }

  /** All but the registry. */
  #lose(): void {
    for (const end of ['', '-wal', '-shm']) rmSync(this.#file + end, { force: true })
    this.#files.clear()
    this.#model.lose()
  }

  async #open(): Promise<TestSite> {
    const options = { file: this.#file, registry: this.#registry, around: () => memoryOutlet(this.#files) }
    this.#site ??= await openSite(this.#settings, options)
    return this.#site
  }

  async #deps(): Promise<Deps> {
    return { ...(await this.#open()).deps, clock: { now: () => this.#now } }
  }
}

/** What is asked for may be impossible; nothing else may go wrong. */
function refused(error: unknown): void {
  if (!(error instanceof AppError)) throw error
}
