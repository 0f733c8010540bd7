// What `doctor` looks at, and what it finds.

/** `problem`: must be seen to now; `warning`: should be; `hint`: may stay so. */
export const severities = ['problem', 'warning', 'hint'] as const
export type Severity = (typeof severities)[number]

export interface Finding {
  /** Stable, for scripts. */
  readonly code: string
  readonly severity: Severity
  /** Id of a source, a file, …; null: the site as a whole. */
  readonly subject: string | null
  /** What is so, with the value. */
  readonly message: string
  /** What comes of it. */
  readonly meaning: string
  /** What to do. */
  readonly advice: string
}

export interface Checkup {
  readonly findings: readonly Finding[]
  readonly ms: number
}

/** Something needs doing. */
export function isIll({ findings }: Checkup): boolean {
  return findings.some(({ severity }) => severity !== 'hint')
}

export function checkupShape({ findings, ms }: Checkup) {
  const count = (severity: Severity) => findings.filter((finding) => finding.severity === severity).length
  return { ok: !isIll({ findings, ms }), problems: count('problem'), warnings: count('warning'), hints: count('hint'), findings, ms }
}

/** In which condition a store is found, before it is asked anything. */
export type StoreCondition =
  | { readonly kind: 'missing' }
  | { readonly kind: 'damaged'; readonly problems: readonly string[] }
  | { readonly kind: 'unusable'; readonly code: string; readonly message: string; readonly advice: string }
  /** Tables of an earlier version: the next command that writes brings them up to date. */
  | { readonly kind: 'older'; readonly pending: readonly string[] }
  | { readonly kind: 'whole' }

/** A rule of the tables that some rows break. */
export interface Breach {
  readonly rule: BreachRule
  readonly count: number
  /** Some of them. */
  readonly examples: readonly string[]
}

export const breachRules = [
  'references',
  'unseen-entries',
  'keyless-sightings',
  'places',
  'merged-chains',
  'paths-twice',
  'unminted',
] as const
export type BreachRule = (typeof breachRules)[number]

/** A source's count of entries that is kept, and what counting them gives. */
export interface Miscount {
  readonly source: string
  readonly kept: number
  readonly counted: number
}

/** How well the entries of a source are told apart. */
export interface IdentitySurvey {
  readonly source: string
  readonly sightings: number
  /** Of them: with a guid; with more than one; with an address; with more than one. */
  readonly guids: number
  readonly changingGuids: number
  readonly addresses: number
  readonly changingAddresses: number
  /** With a configured identity. */
  readonly configured: number
  /** Guids and addresses that several articles had. */
  readonly burnt: number
  /** Titles that several published entries have, and how many entries those are. */
  readonly sharedTitles: number
  readonly sharingEntries: number
  /** Query parameters of its addresses that tell its articles apart, most telling first. */
  readonly parameters: readonly TellingParameter[]
}

export interface TellingParameter {
  readonly name: string
  /** All values are digits only. */
  readonly isNumber: boolean
}

export interface StoreSurvey {
  readonly entries: number
  readonly breaches: readonly Breach[]
  readonly miscounts: readonly Miscount[]
  /** Instants later than now, and of what. */
  readonly ahead: readonly { readonly what: string; readonly at: number }[]
  /** Leases that nobody can hold so long. */
  readonly longLeases: readonly { readonly subject: string; readonly until: number }[]
  readonly waiting: readonly string[]
  readonly identity: readonly IdentitySurvey[]
  /** Entries whose line of the registry file is to be written. */
  readonly linesBehind: number
  /** Size of the registry file when it was written last; null: it never was. */
  readonly registrySize: number | null
  /** Files that are to be written. */
  readonly staleFiles: number
  /** When a backup by the clock was tried last; since when they fail. */
  readonly backupTriedAt: number | null
  readonly backupFailingSince: number | null
}

/** Files as they lie there. */
export interface FolderSurvey {
  readonly dir: string
  /** That publishing wrote, as the store has it. */
  readonly known: number
  /** How many of those were looked for. */
  readonly looked: number
  readonly missing: readonly string[]
  /** Half written, by a process that is gone. */
  readonly torn: readonly string[]
  /** Nobody of ours wrote them. */
  readonly foreign: readonly string[]
  /** The folder has more in it than was looked at. */
  readonly isPartial: boolean
}

export interface DiskSurvey {
  readonly storeBytes: number
  readonly logBytes: number
  /** Null where the system does not say. */
  readonly freeBytes: number | null
  /** Copies that were put aside by `restore`, and by migrations. */
  readonly asides: readonly { readonly file: string; readonly bytes: number }[]
}

export interface RegistrySurvey {
  readonly file: string
  /** Null: it is not there. */
  readonly size: number | null
  /** Of its first line; null: there is none that can be read. */
  readonly site: string | null
}

export interface BackupSurvey {
  /** Null: config wants none. */
  readonly dir: string | null
  readonly newestAt: number | null
  readonly count: number
  /** When the next one is due; null: never tried. */
  readonly dueAt: number | null
  /** It is on the disk of the store. */
  readonly isBeside: boolean
}
