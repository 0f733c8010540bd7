// What `doctor` tells people: what needs doing first.
import type { Mended } from '../app/doctor.ts'
import { type Checkup, isIll, type Severity, severities } from '../model/checkup.ts'
import type { Screen } from './context.ts'
import { colours } from './print.ts'
import { openSheet } from './sheet.ts'

const headings: Readonly<Record<Severity, string>> = {
  problem: 'To be seen to now',
  warning: 'To be seen to',
  hint: 'Could be better',
}

export function describeCheckup(checkup: Checkup, mended: Mended | null, screen: Screen): string {
  const { findings, ms } = checkup
  const sheet = openSheet(screen)
  const { bold } = colours(screen.isTerminal)
  if (mended !== null) {
    sheet.heading('Mended')
    sheet.line('counted', `${mended.recounted} sources had another number of entries`)
    sheet.line('removed', `${mended.removed} files that were left half written`)
  }
  for (const severity of severities) {
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
  sheet.gap()
  sheet.copy(`${isIll(checkup) ? 'See above.' : 'Nothing needs to be done.'} Looked through in ${(ms / 1_000).toFixed(1)} s.`)
  return sheet.text
}
