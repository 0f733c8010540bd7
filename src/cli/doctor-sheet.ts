// What `doctor` tells people: what needs doing first.
import type { Checkup, Severity } from '../model/checkup.ts'
import type { Screen } from './context.ts'
import { colours } from './print.ts'
import { openSheet } from './sheet.ts'

interface Mended {
  readonly recounted: number
  readonly removed: number
}

const headings: Readonly<Record<Severity, string>> = {
  problem: 'To be seen to now',
  warning: 'To be seen to',
  hint: 'Could be better',
}

export function describeCheckup({ findings, ms }: Checkup, mended: Mended | null, screen: Screen): string {
  const sheet = openSheet(screen)
  const { bold } = colours(screen.isTerminal)
  if (mended !== null) {
    sheet.heading('Mended')
    sheet.line('counted', `${mended.recounted} sources had another number of entries`)
    sheet.line('removed', `${mended.removed} files that were left half written`)
  }
  for (const severity of ['problem', 'warning', 'hint'] as const) {
    const some = findings.filter((finding) => finding.severity === severity)
    if (some.length === 0) continue
    sheet.heading(headings[severity])
    for (const { code, message, meaning, advice } of some) {
      sheet.item(bold(message))
      sheet.detail('means', meaning)
      sheet.detail('do', advice)
      sheet.detail('code', code)
    }
  }
  const well = findings.every(({ severity }) => severity === 'hint')
  sheet.gap()
  sheet.copy(`${well ? 'Nothing needs to be done.' : 'See above.'} Looked through in ${(ms / 1_000).toFixed(1)} s.`)
  return sheet.text
}
