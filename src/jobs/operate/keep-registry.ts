// The registry file is brought in step before anything new becomes public: an address that readers know is always in it.
import { AppError } from '../../base/errors.ts'
import { printLine } from '../../model/registry-line.ts'
import type { RegistryFile } from '../../publish/outlet.ts'
import type { CategoryLine } from '../../store/port/register.ts'
import type { Deps } from '../deps.ts'

/** Lines written at a time. */
const atOnce = 500
/** A file that has grown by half, and by this, is written anew: by then much of it is said twice. */
const leastGrowth = 256 * 1024
const growth = 1.5

/** What the store knows of the file. */
interface Known {
  /** Bytes after the last writing; null: it never was written from this store; negative: it is to be written anew. */
  readonly size: number | null
  /** Bytes when it was last written anew. */
  readonly base: number
}

const fact = 'registry'

/** Everything is to be written anew, in its order. */
export async function renewRegistry({ store }: Pick<Deps, 'store'>): Promise<void> {
  await store.setFact(fact, JSON.stringify({ size: -1, base: 0 }))
}

/** Where it could not be written: that is told once. */
const unwritable = new WeakSet<RegistryFile>()

/** Where the file cannot be written publishing goes on without it. */
export async function keepRegistry(deps: Deps): Promise<void> {
  const { registryFile, log } = deps
  if (registryFile === null) return
  try {
    if (await isBehind(registryFile, deps)) await deps.withWriterLock(() => bringUp(registryFile, deps))
    unwritable.delete(registryFile)
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'cannot-write') throw error
    if (!unwritable.has(registryFile))
      log.warn(
        { error: error.message, advice: error.advice },
        'the registry of ids and addresses cannot be kept: a lost store would change them',
      )
    unwritable.add(registryFile)
  }
}

async function isBehind(file: RegistryFile, { store }: Deps): Promise<boolean> {
  const { size } = await knownFile(store)
  if (size === null || size !== (await file.size())) return true
  if ((await store.register.linesBehind(1)).length > 0) return true
  // Whatever changes a category leaves a feed to be written: most ticks need not read them all.
  return (await store.staleOutputs()).length > 0 && changedIn(await store.register.categoryLines()).length > 0
}

export async function knownFile(store: Deps['store']): Promise<Known> {
  const text = await store.fact(fact)
  return text === null ? { size: null, base: 0 } : JSON.parse(text)
}

function changedIn(lines: readonly CategoryLine[]): readonly CategoryLine[] {
  return lines.filter(({ line, written }) => line !== written)
}

async function bringUp(file: RegistryFile, { store }: Deps): Promise<void> {
  const known = await knownFile(store)
  const isOurs = known.size !== null && known.size === (await file.size())
  if (!isOurs || !(await append(file, known, store))) await writeAnew(file, store)
}

/** Adds what is new; of one id the last line counts. False where a line must go, or most of the file is said twice. */
async function append(file: RegistryFile, { size, base }: Known, store: Deps['store']): Promise<boolean> {
  const categories = changedIn(await store.register.categoryLines())
  if (categories.some(({ line }) => line === null)) return false
  let now = size ?? 0
  if (categories.length > 0) {
    now = await file.append(categories.map(({ line }) => line ?? '').join(''))
    await store.register.categoriesWritten(categories)
  }
  for (;;) {
    const lines = await store.register.linesBehind(atOnce)
    const added = lines.filter(({ isWritten }) => !isWritten)
    if (added.some(({ kind }) => kind === 'hidden') || now > base * growth + leastGrowth) return false
    if (added.length > 0) now = await file.append(added.map(({ text }) => text).join(''))
    await store.register.linesWritten(lines)
    // Those of changed pages come first, then those of changed keys.
    if (lines.length === 0) {
      if (now !== size) await store.setFact(fact, JSON.stringify({ size: now, base }))
      return true
    }
  }
}

/** All of it, in an order that only depends on what it says. Interrupted, it is written anew once more. */
async function writeAnew(file: RegistryFile, store: Deps['store']): Promise<void> {
  await renewRegistry({ store })
  const size = await file.replace(partsOf(store))
  await store.setFact(fact, JSON.stringify({ size, base: size }))
}

async function* partsOf(store: Deps['store']): AsyncGenerator<string> {
  const site = (await store.fact('site')) ?? ''
  yield printLine({ kind: 'header', site, ...store.authority })
  const categories = await store.register.categoryLines()
  yield categories.map(({ line }) => line ?? '').join('')
  await store.register.categoriesWritten(changedIn(categories))
  for (let after: string | null = ''; after !== null; ) {
    const { texts, written, last } = await store.register.linesAfter(after, atOnce)
    yield texts.join('')
    await store.register.linesWritten(written)
    after = last
  }
}
