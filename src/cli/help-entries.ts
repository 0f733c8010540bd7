// Help of the commands that look at entries, and correct them.
import type { HelpTexts } from './help-text.ts'

const meant =
  'An entry is meant by a key such as infoCode:NW1 or its value, by any address of the original or of our page, by its id or the beginning of it.'
const unknown = [1, 'there is no such entry'] as const
const several = [2, 'the words name none, or several'] as const

export const entryHelp: HelpTexts = {
  list: {
    about: ['What is stored, the newest first: entries in the order of feeds, categories by their slug, sources by their id.'],
    examples: [
      ['newsstand list entries --category keji --limit 20', 'the newest of a category'],
      ['newsstand list entries --search 银行 --json', 'whole entries whose title or text holds the word'],
      ['newsstand list sources', 'with outcome and next visit'],
    ],
    seeAlso: ['explain', 'status', 'category list'],
  },
  explain: {
    about: [
      'An entry’s life: where it was seen, why it is one entry and not two, which keys are burnt, where its dates and text are from, its categories with the rule that chose each, its place in every feed or why it is in none, the editions of digests it stands in, and what changed with each revision. Reads only.',
      meant,
    ],
    exits: [unknown, several],
    examples: [
      ['newsstand explain NW202201232257818698', 'by the value of a configured identity'],
      ['newsstand explain https://news.example/keji/2026/01/09/C1.html', 'by its page'],
      ['newsstand explain guid:36kr:1234 --json', 'by its guid at a source'],
    ],
    seeAlso: ['list', 'retract', 'merge', 'split'],
  },
  retract: {
    about: [
      'Withdraws an entry and publishes that at once. For 30 days its id stands in feeds as retracted with your reason; its page is a notice (410); its text is erased from the store, files and exports, and it never comes back as new.',
      'Said again, it changes the reason. With --undo id, path and place come back at once, the text when its sources are read next. Backups, and copies that readers keep, are not within reach.',
      meant,
    ],
    exits: [unknown, [2, 'the words name none, or several; or it is not withdrawn (--undo)']],
    examples: [
      ['newsstand retract NW202201232257818698 --why "The figures were wrong."', 'readers are told'],
      ['newsstand retract NW202201232257818698 --why "By court order" --silent', 'nothing stands in its place'],
      ['newsstand retract NW202201232257818698 --undo', 'gives it back'],
    ],
    seeAlso: ['explain', 'prune'],
  },
  merge: {
    about: [
      'Says that two entries are one. The one that was published first keeps its id, path and dates and takes over the other’s keys and categories; the other’s page leads to it (301). It holds through all later polls.',
      meant,
    ],
    exits: [unknown, several],
    examples: [
      ['newsstand merge NW202201232257818698 https://other.example/same-story', 'the same story under two addresses'],
      ['newsstand merge tag:news.example,2026:0a1b tag:news.example,2026:9f8e --json', 'by the beginnings of their ids'],
    ],
    seeAlso: ['split', 'explain'],
  },
  split: {
    about: [
      'Says that what a source shows is not this entry. It becomes an entry of its own, with an id and a page of its own; what is left keeps those it had. It holds through all later polls.',
      meant,
    ],
    exits: [unknown, several],
    examples: [
      ['newsstand split NW202201232257818698 --source linkblog', 'all that this source shows of it'],
      ['newsstand split NW202201232257818698 --source linkblog --key guid:linkblog:77', 'of several only what has this key'],
    ],
    seeAlso: ['merge', 'explain'],
  },
  plan: {
    about: [
      'Replays the answers that the store keeps of the last visits against another config, and shows what would be: entries new, lost, changed, merged, split, moved between categories, and the feeds that this changes. Stores nothing, asks nobody.',
    ],
    examples: [
      ['newsstand plan --config new.yaml', 'what the new config would change'],
      ['newsstand plan --config new.yaml --markdown', 'as a comment for a pull request'],
      ['newsstand plan --source gazette', 'what today’s rules would make of what was read by others'],
    ],
    seeAlso: ['check', 'reread'],
  },
  reread: {
    about: [
      'Rules, mappings and categories apply to what is read from now on. This applies them to what is kept of sources, too, and publishes that; no source is asked. Broken off, it goes on where it was.',
    ],
    exits: [[2, 'there is no such source']],
    examples: [
      ['newsstand reread gazette', 'after its rules changed'],
      ['newsstand reread --all', 'every source whose entries were read by other rules than today’s'],
    ],
    seeAlso: ['plan', 'check'],
  },
}
