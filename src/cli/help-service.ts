// Help of the commands that visit, publish and serve.
import type { HelpTexts } from './help-text.ts'

const someFailed = [0, 'every source answered'] as const
const failed = [1, 'done, but some source failed: its line says why'] as const

export const serviceHelp: HelpTexts = {
  run: {
    about: [
      'Polls each source when it is due, publishes what changed, and answers readers over HTTP, until it is stopped. There is one on a store; every other command may be used beside it.',
      'SIGTERM and Ctrl-C end it within 10 s. SIGHUP, and a change of a config file, make it read its config again; a wrong one is reported and changes nothing.',
    ],
    exits: [
      [0, 'it was stopped'],
      [4, 'another service runs on this store'],
      [6, 'the port is taken, or a folder cannot be written'],
    ],
    examples: [
      ['newsstand run', 'with config/newsstand.yaml'],
      [
        'NEWSSTAND_TOKEN=$(openssl rand -hex 16) newsstand run',
        'with the operator’s pages open to that token, where config has serve.token',
      ],
      ['newsstand run --config /etc/newsstand/newsstand.yaml --log-level warn', 'as a service manager starts it'],
    ],
    seeAlso: ['status', 'serve', 'check'],
  },
  poll: {
    about: [
      'Visits the named sources, or all that are due, reads what is new with its articles, publishes what changed, and ends. For a site that is run by cron instead of the service, and to look at once.',
    ],
    exits: [someFailed, failed, [2, 'there is no such source']],
    examples: [
      ['newsstand poll', 'all that are due'],
      ['newsstand poll 36kr --force', 'this one now, unconditionally'],
      ['newsstand poll --json', 'one JSON document with the outcome of each source'],
    ],
    seeAlso: ['try', 'status', 'run'],
  },
  publish: {
    about: [
      'Makes public what is ready and writes the files that are behind the store. Needed after config changed while no service runs; everything else publishes by itself.',
    ],
    exits: [
      [4, 'another process has been writing the files for more than 30 s'],
      [6, 'the folder cannot be written'],
    ],
    examples: [
      ['newsstand publish', 'what is stale'],
      ['newsstand publish --all', 'every file anew; those whose bytes are the same are left alone'],
    ],
    seeAlso: ['run', 'poll'],
  },
  serve: {
    about: [
      'Answers readers and the API over HTTP, polls nothing. For a second machine over the same files and store, or beside polls by cron.',
    ],
    exits: [[6, 'the port is taken']],
    examples: [
      ['newsstand serve', 'on serve.host and serve.port'],
      ['newsstand serve --config config/finews.yaml --log-level debug', 'another site, with all that is logged'],
    ],
    seeAlso: ['run'],
  },
  check: {
    about: [
      'Reads the config whole and tells every problem at once, each with its file, line, column, the value, and what to write instead. With --online it also visits each source; nothing is stored.',
    ],
    exits: [
      [0, 'the config is right'],
      [1, 'it is right, but some source could not be read (--online)'],
      [3, 'it is missing or wrong'],
    ],
    examples: [
      ['newsstand check', 'before a service takes it over'],
      ['newsstand check --online', 'what each source would give'],
      ['newsstand check --config new.yaml --json', 'for scripts'],
    ],
    seeAlso: ['try', 'plan'],
  },
  try: {
    about: [
      'One visit to a source, or to any address, shown step by step: the request, charset, reader, fields and the rules that filled them, keys, categories, and what a poll would change. Stores nothing.',
      'An address that is no feed is looked through for feeds and lists: the lines of config for each are shown, to paste.',
    ],
    exits: [
      [1, 'the visit failed'],
      [2, 'there is no such source'],
    ],
    examples: [
      ['newsstand try 36kr', 'a source of config'],
      ['newsstand try https://example.org/', 'an address that may become one'],
      ['newsstand try gazette --json', 'all of it, for scripts'],
    ],
    seeAlso: ['check', 'poll', 'parse'],
  },
  parse: {
    about: [
      'Reads feed files and prints one JSON object a line, in their order, in the shape of JSON Feed 1.1. Needs neither config nor store. A file that cannot be read is {"error":{"code","message"}}; the others are read all the same.',
    ],
    exits: [[1, 'some file could not be read']],
    examples: [
      ['newsstand parse feed.xml other.json', 'entries as a poll would keep them'],
      ['curl -s https://example.org/feed | newsstand parse - --url https://example.org/feed', 'relative links start from there'],
      ['newsstand parse feed.xml --raw', 'as the document has them, before sanitising'],
    ],
    seeAlso: ['try'],
  },
  status: {
    about: [
      'How each source is and why, since when it fails, its next visit, what it brings a day, and requests and bytes of each host. Those that need to be looked at come first.',
    ],
    exits: [
      [0, 'none is failing'],
      [1, 'some source is failing'],
    ],
    examples: [
      ['newsstand status', 'for people'],
      ['newsstand status --json', 'for a monitor; each source has health'],
    ],
    seeAlso: ['try', 'explain', 'doctor'],
  },
}
