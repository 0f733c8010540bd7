// Help of the commands that care for the store, take in and give away.
import type { HelpTexts } from './help-text.ts'

export const careHelp: HelpTexts = {
  backup: {
    about: [
      'Copies the store into one file, beside whoever works on it; polls go on. The copy is looked through before it gets its name, so a file of that name is whole.',
    ],
    exits: [
      [2, 'the file is there already'],
      [6, 'it cannot be written there'],
    ],
    examples: [
      ['newsstand backup /mnt/backup/newsstand-monday.sqlite', 'best on another disk'],
      ['newsstand backup /mnt/backup/newsstand.sqlite --force', 'in the place of the one before'],
    ],
    seeAlso: ['restore', 'doctor'],
  },
  restore: {
    about: [
      'Puts a backup in the place of the store. Nobody may be using the store meanwhile; the one that was there is kept beside. A store that knows more than the backup is replaced with --force only.',
    ],
    exits: [
      [2, 'the store knows more than the backup'],
      [4, 'somebody uses the store: stop the service'],
      [5, 'the backup is damaged'],
    ],
    examples: [
      ['newsstand restore /mnt/backup/newsstand-monday.sqlite', 'after a disk failed'],
      ['newsstand restore /mnt/backup/newsstand-monday.sqlite --force', 'also where that loses what came since'],
    ],
    seeAlso: ['backup', 'doctor'],
  },
  prune: {
    about: [
      'Takes out what no category keeps any more (keep: { days: 365, entries: 1000 }, in config). Ids, keys and paths stay known: what was pruned never comes back as new, and there is no way back. A service does it once a day.',
    ],
    examples: [
      ['newsstand prune --dry-run', 'what would go, and why the rest stays'],
      ['newsstand prune --category guojishangbao', 'only of this one'],
      ['newsstand prune --vacuum', 'then makes the store’s file smaller'],
    ],
    seeAlso: ['backup', 'explain'],
  },
  doctor: {
    about: [
      'Looks through store, files, backups, disk, config and sources, and tells what is wrong, what that means and what to do. Changes nothing without --fix.',
    ],
    exits: [[1, 'something is to be done']],
    examples: [
      ['newsstand doctor', 'for people'],
      ['newsstand doctor --fix', 'also mends what can be mended without a decision'],
      ['newsstand doctor --json', 'for a monitor'],
    ],
    seeAlso: ['status', 'check', 'backup'],
  },
  import: {
    about: ['Takes in what is elsewhere: the sources of another reader, the posts of a Jekyll site, an exact copy of a store.'],
    examples: [
      ['newsstand import opml subscriptions.opml', 'sources, with folders as categories'],
      ['newsstand import jekyll ~/old-site', 'posts, under the addresses that they have'],
      ['newsstand import jsonl copy.jsonl.gz', 'an exact copy'],
    ],
    seeAlso: ['export'],
  },
  'import opml': {
    about: [
      'Writes the feeds of an OPML file as a file of config; folders become categories. Nothing is visited, and nothing in config changes.',
    ],
    exits: [
      [1, 'the list cannot be read'],
      [2, 'the file is there already'],
      [6, 'it cannot be written'],
    ],
    examples: [
      ['newsstand import opml subscriptions.opml --dry-run', 'shows what would be written'],
      ['newsstand import opml subscriptions.opml --to config/sources/reader.yaml', 'into a file of your choice'],
    ],
    seeAlso: ['export opml', 'check'],
  },
  'import jekyll': {
    about: [
      'Takes in the posts of a Jekyll site under the addresses and dates that they have. Codes in their links become their keys, so that later polls find them. Broken posts are listed; broken off, it goes on where it was.',
    ],
    exits: [[1, 'some post is broken']],
    examples: [
      ['newsstand import jekyll ~/old-site', 'the folder of the site'],
      ['newsstand import jekyll ~/old-site/_posts --source archive', 'kept under this source'],
    ],
    seeAlso: ['export jekyll'],
  },
  'import jsonl': {
    about: [
      'Restores an exact copy into a new store of the same site: entries, keys, ids, paths and dates. Into a store that has entries only what is missing is taken.',
    ],
    exits: [[1, 'something in it contradicts what the store knows']],
    examples: [
      ['newsstand import jsonl copy.jsonl.gz', 'what export jsonl wrote'],
      ['newsstand import jsonl copy.jsonl --json', 'for scripts'],
    ],
    seeAlso: ['export jsonl', 'restore'],
  },
  export: {
    about: ['Gives away what is here: the sources for another reader, entries as Jekyll posts, an exact copy of the store. Reads only.'],
    examples: [
      ['newsstand export opml sources.opml', 'the feeds that are watched'],
      ['newsstand export jekyll ~/posts', 'every public entry as a post'],
      ['newsstand export jsonl copy.jsonl.gz', 'an exact copy'],
    ],
    seeAlso: ['import', 'backup'],
  },
  'export opml': {
    about: ['Writes the feeds that are watched, grouped by category, for other readers.'],
    exits: [
      [2, 'the file is there already'],
      [6, 'it cannot be written there'],
    ],
    examples: [
      ['newsstand export opml sources.opml', 'a new file'],
      ['newsstand export opml sources.opml --force', 'in the place of one that is there'],
    ],
    seeAlso: ['import opml'],
  },
  'export jekyll': {
    about: ['Writes every public entry as a Jekyll post, and a page for each category, into an empty folder or one of an earlier export.'],
    examples: [
      ['newsstand export jekyll ~/site', 'then: jekyll build'],
      ['newsstand export jekyll ~/site --json', 'for scripts'],
    ],
    seeAlso: ['import jekyll'],
  },
  'export jsonl': {
    about: [
      'Writes all that import jsonl needs to restore the store exactly, one JSON object a line. A name that ends in .gz is compressed.',
    ],
    examples: [
      ['newsstand export jsonl copy.jsonl.gz', 'compressed'],
      ['newsstand export jsonl - | zstd > copy.zst', 'to standard output'],
    ],
    seeAlso: ['import jsonl', 'backup'],
  },
  completion: {
    about: [
      'Prints a script that makes the shell complete commands, options, ids of sources and slugs of categories when you press Tab. These are read from the config and the store that the line names, or from config/newsstand.yaml.',
    ],
    examples: [
      ['source <(newsstand completion bash)', 'for this shell; write the line into ~/.bashrc to keep it'],
      ['newsstand completion zsh > ~/.zfunc/_newsstand', 'a folder of $fpath; then start zsh again'],
      ['newsstand completion fish > ~/.config/fish/completions/newsstand.fish', 'for fish'],
    ],
    seeAlso: ['list', 'category list'],
  },
}
