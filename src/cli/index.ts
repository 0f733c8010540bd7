// The command table: argv → command → exit code.
import { Command, CommanderError, Option } from 'commander'
import { AppError, exitCodeOf, messageOf } from '../base/errors.ts'
import type { LogLevel } from '../base/log.ts'
import { version } from '../base/version.ts'
import type { CareOptions } from './backup.ts'
import { type RecordState, recordStates } from './category-states.ts'
import { type Shell, shells } from './completion-shells.ts'
import type { CommonOptions, Context } from './context.ts'
import type { SplitOptions } from './correct.ts'
import type { DoctorOptions } from './doctor.ts'
import { describeError } from './error-sheet.ts'
import type { ImportOpmlOptions } from './exchange.ts'
import type { ListOptions } from './list.ts'
import type { ParseOptions } from './parse.ts'
import type { PlanningOptions } from './plan.ts'
import { colours } from './print.ts'
import type { PruneOptions } from './prune.ts'
import type { RetractOptions } from './retract.ts'
import type { GivingOptions } from './token.ts'

const levels: readonly LogLevel[] = ['silent', 'error', 'warn', 'info', 'debug']

/** Runs one command line (without `node` and the script). Resolves to the exit code; every error has been said on stderr by then. */
export async function main(args: readonly string[], context: Context): Promise<number> {
  let code = 0
  const ends = async (work: Promise<number>) => {
    code = await work
  }
  try {
    const newsstand = program(context, ends)
    if (asksForHelp(args)) (await import('./help.ts')).explainCommands(newsstand, context.columns)
    await newsstand.parseAsync([...args], { from: 'user' })
    return code
  } catch (error) {
    return explainError(error, context)
  }
}

/** Most command lines do not: the texts are loaded for those that do. */
function asksForHelp(args: readonly string[]): boolean {
  return args[0] === 'help' || args.some((arg) => arg === '--help' || arg === '-h')
}

/** The command table. Each command's work goes to `ends`. */
export function program(context: Context, ends: Ends): Command {
  const newsstand = new Command('newsstand')
    .description('Watches feeds, pages and APIs, keeps every article once, and republishes them by category.')
    .version(version)
    .exitOverride()
    .configureOutput({ writeOut: context.out, writeErr: () => {} })
    .showSuggestionAfterError()
  const command = (name: string, description: string) => withCommonOptions(newsstand.command(name).description(description))

  // Commands are loaded when they are called: `--help` and mistakes answer at once.
  command('run', 'the service: polls, publishes and serves until it is stopped')
    .addOption(new Option('--role <role>', 'only this part of it').choices(['poll', 'publish', 'serve']))
    .action((options: CommonOptions & { role?: string }) => ends(import('./run.ts').then(({ run }) => run(telling(options), context))))
  command('poll', 'visits sources once, publishes what changed')
    .argument('[source...]', 'ids; without any: all that are due')
    .option('--force', 'now, and unconditionally')
    .action((sources: string[], options: CommonOptions & { force?: boolean }) =>
      ends(import('./poll.ts').then(({ poll }) => poll(sources, options, context))),
    )
  command('publish', 'writes the published files that are stale')
    .option('--all', 'writes everything')
    .action((options: CommonOptions & { all?: boolean }) => ends(import('./publish.ts').then(({ publish }) => publish(options, context))))
  command('serve', 'HTTP only, over the published files').action((options: CommonOptions) =>
    ends(import('./run.ts').then(({ serve }) => serve(telling(options), context))),
  )
  command('check', 'checks the config; every problem with file, line and column')
    .option('--online', 'also visits each source and says what it would read')
    .action((options: CommonOptions & { online?: boolean }) => ends(import('./check.ts').then(({ check }) => check(options, context))))
  command('try', 'one visit to a source or an address, shown step by step; stores nothing')
    .argument('<source|url>', 'id of a source, or an address, which is read as a feed')
    .action((wanted: string, options: CommonOptions) => ends(import('./try.ts').then(({ tryOne }) => tryOne(wanted, options, context))))
  command('parse', 'reads feed files: one JSON Feed-like object a line, in their order; exit 1 if any cannot be read')
    .argument('<file...>', 'feed files; - is standard input')
    .option('--url <url>', 'where they came from, for relative links; else the address that a feed gives itself')
    .option('--content-type <type>', 'the Content-Type they came with')
    .option('--raw', 'entries as the document has them, before sanitising')
    .action((files: string[], options: ParseOptions) => ends(import('./parse.ts').then(({ parse }) => parse(files, options, context))))
  command('list', 'what is stored')
    .addArgument(newsstand.createArgument('<what>', 'entries, categories or sources').choices(['entries', 'categories', 'sources']))
    .option('--source <id>', 'entries seen at this source')
    .option('--category <slug>', 'entries of this category')
    .option('--search <text>', 'entries whose title or text holds this')
    .option('--limit <n>', 'at most so many entries', '50')
    .action((what: string, options: ListOptions) => ends(import('./list.ts').then(({ list }) => list(what, options, context))))
  command('explain', 'an entry’s life: sightings, keys, why it is one entry, revisions, categories, feeds')
    .argument('<key|url|id>', 'a key such as infoCode:NW1 or its value, an address, an id or its beginning')
    .action((words: string, options: CommonOptions) => ends(import('./explain.ts').then(({ explain }) => explain(words, options, context))))
  command('retract', 'withdraws an entry: readers see that and why, its text is erased, and it never comes back as new')
    .argument('<key|url|id>', 'as explain takes it')
    .option('--why <text>', 'for readers; said again, it takes the place of what was said before')
    .option('--silent', 'nothing stands in its place in feeds, and the notice gives no reason')
    .option('--undo', 'gives the entry back')
    .action((words: string, options: RetractOptions) =>
      ends(import('./retract.ts').then(({ retract }) => retract(words, options, context))),
    )
  command('merge', 'makes one entry of two, for ever: the one published first stays, the other’s page leads to it')
    .argument('<a>', 'key, address or id, as explain takes it')
    .argument('<b>', 'the other one')
    .action((one: string, other: string, options: CommonOptions) =>
      ends(import('./correct.ts').then(({ merge }) => merge(one, other, options, context))),
    )
  command('split', 'takes what a source shows out of an entry, for ever: it becomes an entry of its own; what is left keeps id and page')
    .argument('<entry>', 'key, address or id, as explain takes it')
    .option('--source <id>', 'whose sightings do not belong to it')
    .option('--key <key>', 'of the source’s sightings only those that have this key')
    .action((words: string, options: SplitOptions) => ends(import('./correct.ts').then(({ split }) => split(words, options, context))))
  command('plan', 'what another config would make of what is stored: entries new, lost, changed, moved, feeds; stores nothing')
    .option('--source <id...>', 'reads only these sources anew; else all whose entries were read by other rules')
    .option('--markdown', 'as a comment for a pull request')
    .option('--limit <n>', 'at most so many examples of each kind')
    .action((options: PlanningOptions) => ends(import('./plan.ts').then(({ plan }) => plan(options, context))))
  command('reread', 'applies changed rules to what is kept of sources, and publishes that; asks nobody')
    .argument('[source...]', 'ids of sources')
    .option('--all', 'those whose entries were read by other rules than today’s')
    .action((ids: string[], options: CommonOptions & { all?: boolean }) =>
      ends(import('./reread.ts').then(({ reread }) => reread(ids, options, context))),
    )
  command('prune', 'lets go what no category keeps: it leaves the files and the store, and never comes back as new')
    .option('--dry-run', 'only says what would go, and why others stay')
    .option('--category <slug>', 'only entries of this category; what another one keeps stays')
    .option('--vacuum', 'then makes the file of the store as small as what it holds: all else waits as long as copying it takes')
    .action((options: PruneOptions) => ends(import('./prune.ts').then(({ prune }) => prune(options, context))))
  command('status', 'health of the sources; exit 1 if any is failing').action((options: CommonOptions) =>
    ends(import('./status.ts').then(({ status }) => status(options, context))),
  )
  command('doctor', 'looks at store, files, backups, disk, config and sources, and says what is to be done; exit 1 if anything is')
    .option('--fix', 'counts anew what is miscounted, and removes files that were left half written')
    .action((options: DoctorOptions) => ends(import('./doctor.ts').then(({ doctor }) => doctor(options, context))))
  command('backup', 'copies the store into one file, beside whoever works on it; looked through before it is called so')
    .argument('<file>', 'where to; best on another disk')
    .option('--force', 'replaces a file of that name')
    .action((file: string, options: CareOptions) => ends(import('./backup.ts').then(({ backup }) => backup(file, options, context))))
  command('restore', 'puts a backup in the place of the store, which nobody may be using; that one is kept beside')
    .argument('<file>', 'what backup has written')
    .option('--force', 'also where the store knows more than the backup')
    .action((file: string, options: CareOptions) => ends(import('./backup.ts').then(({ restore }) => restore(file, options, context))))
  addCategoryCommands(
    newsstand.command('category').description('the registry of categories: names, addresses, who is let in'),
    context,
    ends,
  )
  addExchangeCommands(
    {
      taking: newsstand.command('import').description('takes in what is elsewhere: sources, posts, an exact copy'),
      giving: newsstand.command('export').description('gives away what is here: sources, posts, an exact copy'),
    },
    context,
    ends,
  )
  addTokenCommands(newsstand.command('token').description('who may read private categories and private output feeds'), context, ends)
  newsstand
    .command('completion')
    .description('prints what makes a shell complete commands, options, sources and categories')
    .addArgument(newsstand.createArgument('<shell>', 'bash, zsh or fish').choices(shells))
    .action((shell: Shell) => ends(import('./completion.ts').then((own) => own.completionScript(shell, context))))
  newsstand
    .command('complete', { hidden: true })
    .argument('[word...]')
    .action((words: string[]) => ends(import('./completion.ts').then((own) => own.complete(newsstand, words, context))))
  return newsstand
}

function withCommonOptions(command: Command): Command {
  return command
    .option('--config <file>', 'root config file', 'config/newsstand.yaml')
    .option('--json', 'one JSON document on stdout')
    .addOption(new Option('--log-level <level>', 'what is logged on stderr (default: warn; a service: info)').choices(levels))
}

type Ends = (work: Promise<number>) => Promise<void>

function addCategoryCommands(category: Command, context: Context, ends: Ends): void {
  const command = (name: string, description: string) => withCommonOptions(category.command(name).description(description))
  const load = () => import('./category.ts')
  command('list', 'every category there ever was: slug, names, state, entries')
    .addOption(new Option('--state <state>', 'only these').choices(recordStates))
    .action((options: CommonOptions & { state?: RecordState }) => ends(load().then((own) => own.listCategories(options, context))))
  command('rename', 'another name; with --slug another address, too: the old feeds go on, the old page leads to the new one')
    .argument('<slug>', 'slug or name of the category')
    .argument('<name>', 'what it is called from now on')
    .option('--slug <new>', 'the new word in its addresses; one that it had before comes back to life')
    .action((slug: string, name: string, options: CommonOptions & { slug?: string }) =>
      ends(load().then((own) => own.renameCategory(slug, name, options, context))),
    )
  command('merge', 'makes one category of two: the entries and names of the first go to the second')
    .argument('<a>', 'the one that goes; its feeds go on with the entries of both')
    .argument('<b>', 'the one that stays')
    .action((a: string, b: string, options: CommonOptions) => ends(load().then((own) => own.mergeCategories(a, b, options, context))))
  command('alias', 'one more name that leads to a category')
    .argument('<slug>', 'slug or name of the category')
    .argument('<name>', 'a name that no category has')
    .action((slug: string, name: string, options: CommonOptions) =>
      ends(load().then((own) => own.aliasCategory(slug, name, options, context))),
    )
  command('retire', 'ends a category, or the feeds at an old address: they answer 410, entries keep their pages')
    .argument('<slug>', 'slug or name')
    .action((slug: string, options: CommonOptions) => ends(load().then((own) => own.retireCategory(slug, options, context))))
  command('approve', 'lets in categories that wait; takes back a retirement')
    .argument('[slug...]', 'slugs or names')
    .option('--all', 'all that wait')
    .action((slugs: string[], options: CommonOptions & { all?: boolean }) =>
      ends(load().then((own) => own.approveCategories(slugs, options, context))),
    )
}

function addTokenCommands(token: Command, context: Context, ends: Ends): void {
  const command = (name: string, description: string) => withCommonOptions(token.command(name).description(description))
  const load = () => import('./token.ts')
  command('add', 'lets somebody read a private category: gives the addresses, with a secret that is shown once')
    .argument('[category]', 'slug or name of a private category, or slug of a private output feed')
    .option('--all', 'everything private, also what becomes so')
    .option('--label <text>', 'whom or what it is for')
    .option('--expires <duration>', 'ends by itself, such as 90d')
    .action((category: string | undefined, options: GivingOptions) => ends(load().then((own) => own.addToken(category, options, context))))
  command('list', 'all tokens, never their secrets')
    .argument('[category]', 'only those of this one')
    .action((category: string | undefined, options: CommonOptions) =>
      ends(load().then((own) => own.listTokens(category, options, context))),
    )
  command('revoke', 'takes a token back, at once')
    .argument('<id>', 'as list shows it')
    .action((id: string, options: CommonOptions) => ends(load().then((own) => own.revokeToken(id, options, context))))
}

interface Exchange {
  readonly taking: Command
  readonly giving: Command
}

function addExchangeCommands({ taking, giving }: Exchange, context: Context, ends: Ends): void {
  const from = (name: string, description: string) => withCommonOptions(taking.command(name).description(description))
  const to = (name: string, description: string) => withCommonOptions(giving.command(name).description(description))
  const load = () => import('./exchange.ts')
  from('opml', 'the sources of another reader, as a file of config: folders become categories')
    .argument('<path>', 'what the reader exported')
    .option('--to <file>', 'the file to write; else sources/imported-<name>.yaml beside the root file')
    .option('--force', 'writes over a file that is there')
    .option('--dry-run', 'shows what would be written')
    .action((path: string, options: ImportOpmlOptions) => ends(load().then((own) => own.importOpml(path, options, context))))
  from('jekyll', 'posts of a Jekyll site, under the addresses that they have; what was imported is not read again; exit 1 if any is broken')
    .argument('<path>', 'folder of the site, or of posts')
    .option('--source <id>', 'under which they are kept', 'import-jekyll')
    .action((path: string, options: CommonOptions & { source: string }) =>
      ends(load().then((own) => own.importJekyll(path, options, context))),
    )
  from('jsonl', 'an exact copy, into a new store of the same site; into one that has entries only what is missing; exit 1 on conflicts')
    .argument('<path>', 'what export jsonl has written')
    .action((path: string, options: CommonOptions) => ends(load().then((own) => own.importJsonl(path, options, context))))
  to('opml', 'the feeds that are watched, for other readers')
    .argument('<path>', 'the file to write')
    .option('--force', 'writes over a file that is there')
    .action((path: string, options: CommonOptions & { force?: boolean }) =>
      ends(load().then((own) => own.exportOpml(path, options, context))),
    )
  to('jekyll', 'every public entry as a post, and a page for each category')
    .argument('<path>', 'an empty folder, or one of an earlier export')
    .action((path: string, options: CommonOptions) => ends(load().then((own) => own.exportJekyll(path, options, context))))
  to('jsonl', 'the store’s exact copy: all that import jsonl needs to restore it')
    .argument('<path>', 'the file to write, compressed if it ends in .gz; - is standard output')
    .action((path: string, options: CommonOptions) => ends(load().then((own) => own.exportJsonl(path, options, context))))
}

/** A service tells what it does unless it is told not to. */
function telling<T extends CommonOptions>(options: T): T {
  return { ...options, logLevel: options.logLevel ?? 'info' }
}

function explainError(error: unknown, context: Context): number {
  if (error instanceof CommanderError) return explainUsage(error, context)
  const { red, bold } = colours(context.isTerminal)
  if (error instanceof AppError) context.err(describeError(error, context))
  else
    context.err(
      `${red(bold('internal:'))} ${messageOf(error)}\nThis is a fault of newsstand. Run it again with --log-level debug and report what it says.\n`,
    )
  return exitCodeOf(error)
}

/** Help and version end well; everything else that commander says is wrong usage. */
function explainUsage(error: CommanderError, context: Context): number {
  if (error.exitCode === 0) return 0
  const message = error.code === 'commander.help' ? 'no command was given' : error.message.replace(/^error: /, '')
  context.err(`usage: ${message}\nSee: newsstand --help\n`)
  return 2
}
