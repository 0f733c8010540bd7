// What a life must come to, by its own small book: which articles are one entry, which entries are withdrawn, what each id means.
import { expect } from 'vitest'
import type { ShownDocument } from './life-site.ts'
import type { EntryLook, Look, SightingLook } from './life-store.ts'

interface Said {
  readonly kind: 'joined' | 'parted'
  /** Sightings of each side, as they were then. */
  readonly sides: readonly [readonly number[], readonly number[]]
}

export class LifeModel {
  /** Source and article that were shown under what others know them by. */
  readonly #shown = new Set<string>()
  /** Another article of the same story, as the operator's word made it one; of the first itself. */
  readonly #kin = new Map<number, number>()
  /** Articles that the operator said anything of. */
  readonly #corrected = new Set<number>()
  /** By story, what was said of it last. */
  readonly #said = new Map<number, Said>()
  /** An article that the entry showed when its id was seen first. */
  readonly #meanings = new Map<string, number>()
  readonly #paths = new Map<string, string>()
  readonly #withdrawn = new Set<string>()
  readonly #buried = new Set<string>()
  /** By article, the entry that readers know it as; of what the operator corrected: none. */
  readonly #known = new Map<number, string>()
  #isLost = false

  show({ source, shown }: ShownDocument): void {
    for (const { article, form } of shown) if (form !== 'bare') this.#shown.add(`${source} ${article}`)
  }

  say(kind: Said['kind'], sides: readonly [readonly SightingLook[], readonly SightingLook[]]): void {
    const told = sides.flat().map(({ article }) => article)
    const stories = new Set(told.map((article) => this.story(article)))
    const [first = 0] = stories
    for (const story of stories) {
      this.#said.delete(story)
      this.#kin.set(story, first)
    }
    for (const article of told) this.#corrected.add(article)
    this.#said.set(first, { kind, sides: [sides[0].map(({ id }) => id), sides[1].map(({ id }) => id)] })
  }

  withdraw(id: string): void {
    this.#withdrawn.add(id)
  }

  /** What became part of an entry comes back with it. */
  giveBack(row: number, { entries }: Look): void {
    for (const entry of entries) if (entry.id !== null && finalOf(entry, entries)?.row === row) this.#withdrawn.delete(entry.id)
  }

  /** Nothing is left but the registry. */
  lose(): void {
    this.#isLost = true
    this.#shown.clear()
    this.#said.clear()
  }

  /** All articles that may be one entry with this one. */
  story(article: number): number {
    const next = this.#kin.get(article) ?? article
    return next === article ? article : this.story(next)
  }

  check(look: Look): void {
    this.#checkNames(look)
    this.#checkFates(look)
    this.#checkArticles(look)
    this.#checkSaid(look)
    this.#checkAgain(look)
  }

  /** An id, and a path, is given once, and means one story for ever. */
  #checkNames({ entries, sightings }: Look): void {
    for (const { row, id, path } of entries) {
      if (id === null || path === null) continue
      expect([id, path]).toEqual([id, this.#paths.get(id) ?? path])
      this.#paths.set(id, path)
      for (const { article } of sightings.filter(({ entry }) => entry === row)) {
        const meant = this.#meanings.get(id) ?? article
        expect([id, this.story(article)], 'another story').toEqual([id, this.story(meant)])
        this.#meanings.set(id, meant)
      }
    }
    expect(new Set(this.#paths.values()).size).toBe(this.#paths.size)
    const there = new Set(entries.map(({ id }) => id))
    if (!this.#isLost) expect([...this.#paths.keys()].filter((id) => !there.has(id))).toEqual([])
  }

  #checkFates({ entries }: Look): void {
    for (const entry of entries) {
      if (entry.id === null) continue
      const final = finalOf(entry, entries)
      expect([entry.id, final?.state], 'leads to one that is none').not.toEqual([entry.id, 'merged'])
      if (this.#withdrawn.has(entry.id)) expect([entry.id, final?.isWithdrawn], 'stays withdrawn').toEqual([entry.id, true])
      if (this.#buried.has(entry.id))
        expect([entry.id, entry.state], 'came back').toEqual([entry.id, expect.stringMatching(/merged|pruned/)])
      if (entry.state === 'merged' || entry.state === 'pruned') this.#buried.add(entry.id)
    }
  }

  /** Every article once, never two as one. */
  #checkArticles({ sightings }: Look): void {
    for (const known of this.#shown) {
      const own = sightings.filter(({ source, article, isBare }) => !isBare && `${source} ${article}` === known)
      expect([known, own.length], 'sightings').toEqual([known, 1])
    }
    for (const article of new Set(sightings.map((one) => one.article))) {
      const own = sightings.filter((one) => one.article === article && !one.isBare)
      const entries = new Set(own.map(({ entry }) => entry))
      if (!this.#corrected.has(article)) expect([article, [...entries].slice(1)], 'more than one entry').toEqual([article, []])
    }
    for (const entry of new Set(sightings.map((one) => one.entry))) {
      const stories = new Set(sightings.filter((one) => one.entry === entry).map(({ article }) => this.story(article)))
      expect([entry, [...stories].slice(1)], 'of more than one story').toEqual([entry, []])
    }
  }

  /** What readers know is the same entry for them for ever, or leads to it; also where its store was lost. */
  #checkAgain({ entries, sightings, heirs }: Look): void {
    for (const { article, entry, isBare } of sightings) {
      const now = entries.find(({ row }) => row === entry)
      if (isBare || now?.id === undefined || now.id === null) continue
      const known = this.#known.get(article) ?? ''
      const before = entries.find(({ id, row }) => id === known || row === heirs.get(known))
      const heir = before === undefined ? undefined : finalOf(before, entries)?.row
      // A lost store knows no more which keys are one article's: of two sightings that share none, one goes on with what it was.
      const isBareNow = this.#isLost && sightings.some((one) => one.entry === heir && one.article === article && one.isBare)
      const isSame = isBareNow || (heir !== undefined && heir === now.row)
      if (this.#known.has(article) && !this.#corrected.has(article))
        expect([article, now.id, isSame], 'another id').toEqual([article, now.id, true])
      if (['published', 'retracted', 'pruned'].includes(now.state)) this.#known.set(article, now.id)
      else this.#known.delete(article)
    }
  }

  /** What was said of a story last holds, whatever came since. */
  #checkSaid({ sightings }: Look): void {
    const entryOf = new Map(sightings.map(({ id, entry }) => [id, entry]))
    for (const { kind, sides } of this.#said.values()) {
      const [left, taken] = sides.map((side) => new Set(side.flatMap((id) => entryOf.get(id) ?? [])))
      const all = [...(left ?? []), ...(taken ?? [])]
      if (kind === 'joined') expect(new Set(all).size, 'are one').toBeLessThanOrEqual(1)
      else
        expect(
          [...(left ?? [])].filter((entry) => taken?.has(entry)),
          'are two',
        ).toEqual([])
    }
  }
}

export function finalOf(entry: EntryLook, entries: readonly EntryLook[]): EntryLook | undefined {
  return entry.mergedInto === null ? entry : entries.find(({ row }) => row === entry.mergedInto)
}
