// Help of the commands for categories and for who may read private ones.
import type { HelpTexts } from './help-text.ts'

const named = 'Categories are named by their slug or by any of their names.'
const refused = [2, 'it cannot be done: unknown category, a name or slug that is taken, a state in which it makes no sense'] as const

export const registryHelp: HelpTexts = {
  category: {
    about: [
      'The registry of categories. Entries bring the names of their categories, and each name gets its slug, once and for good; only you move them. Every command publishes what it changed.',
      named,
    ],
    examples: [
      ['newsstand category list --state waiting', 'what is not let in yet'],
      ['newsstand category rename guojishangbao 国际商报网 --slug gjsb', 'another name and address'],
      ['newsstand category merge ac-dc-3af7a9a2 ac-dc', 'two publishers that are one'],
    ],
    seeAlso: ['list', 'token'],
  },
  'category list': {
    about: ['Every category there ever was, with its names, state, and where its address leads.'],
    examples: [
      ['newsstand category list', 'all'],
      ['newsstand category list --state moved --json', 'old addresses, for scripts'],
    ],
    seeAlso: ['category approve'],
  },
  'category rename': {
    about: [
      'Gives a category another name; the old one goes on leading there. With --slug it has another address, too: the feeds at the old one go on under their ids, its page leads to the new one, entries keep their paths.',
      named,
    ],
    exits: [refused],
    examples: [
      ['newsstand category rename guojishangbao 国际商报网', 'another name'],
      ['newsstand category rename guojishangbao 国际商报网 --slug gjsb', 'another address, too; the old slug brings it back'],
    ],
    seeAlso: ['category alias', 'category retire'],
  },
  'category merge': {
    about: ['The entries and names of the first go to the second; feeds at the first one’s address go on with the entries of both.', named],
    exits: [refused],
    examples: [
      ['newsstand category merge ac-dc-3af7a9a2 ac-dc', 'by slugs'],
      ['newsstand category merge "AC DC" AC/DC --json', 'by names'],
    ],
    seeAlso: ['category rename'],
  },
  'category alias': {
    about: ['One more name that leads to a category: what sources call so joins it.', named],
    exits: [refused],
    examples: [
      ['newsstand category alias keji 科技频道', 'as aliases of config do'],
      ['newsstand category alias keji "Sci & Tech"', 'a name with spaces'],
    ],
    seeAlso: ['category merge'],
  },
  'category retire': {
    about: [
      'Ends a category, or the feeds at an old address: they answer 410. Nothing joins it any more; its entries keep their pages.',
      named,
    ],
    exits: [refused],
    examples: [
      ['newsstand category retire guojishangbao', 'the end'],
      ['newsstand category retire gjsb-old --json', 'of an address of before'],
    ],
    seeAlso: ['category approve'],
  },
  'category approve': {
    about: ['Lets in categories that wait, and takes back a retirement. Their entries are published where their dates put them.', named],
    exits: [refused],
    examples: [
      ['newsstand category approve keji 财经', 'these'],
      ['newsstand category approve --all', 'all that wait'],
    ],
    seeAlso: ['category list'],
  },
  token: {
    about: [
      'Who may read private categories and private output feeds. A token stands in an address (?token=…), or is sent as a password; of its secret only a hash is kept.',
    ],
    examples: [
      ['newsstand token add 内参 --label "Li’s phone"', 'gives the addresses, once'],
      ['newsstand token list', 'ids, labels, last used'],
      ['newsstand token revoke K3v9xQ', 'opens nothing from the next request on'],
    ],
    seeAlso: ['category'],
  },
  'token add': {
    about: ['Makes a token and prints its secret with the addresses that it opens. The secret is shown this once.'],
    exits: [[2, 'there is no such private category, or feed']],
    examples: [
      ['newsstand token add 内参 --label "Li’s phone" --expires 90d', 'one category, for a while'],
      ['newsstand token add --all --label editors', 'everything private, also what becomes so'],
    ],
    seeAlso: ['token list', 'token revoke'],
  },
  'token list': {
    about: ['Ids, what each opens, labels, when it ends and the day it was last used. Never a secret.'],
    examples: [
      ['newsstand token list', 'all'],
      ['newsstand token list 内参 --json', 'of one category, for scripts'],
    ],
    seeAlso: ['token revoke'],
  },
  'token revoke': {
    about: ['Takes a token back. It opens nothing from the next request on, wherever the service runs.'],
    exits: [[2, 'there is no such token']],
    examples: [
      ['newsstand token revoke K3v9xQ', 'the id, as token list shows it'],
      ['newsstand token revoke K3v9xQ --json', 'for scripts'],
    ],
    seeAlso: ['token list'],
  },
}
