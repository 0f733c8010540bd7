// Where another identity rule would help.
import type { Finding, IdentitySurvey } from '../../model/checkup.ts'
import { findingsOn } from './finding.ts'

/** Of fewer sightings nothing can be said. */
const leastSightings = 20
const muchShare = 0.2
const someShare = 0.05

export function identityFindings(surveys: readonly IdentitySurvey[]): readonly Finding[] {
  return surveys.filter(({ sightings }) => sightings >= leastSightings).flatMap(identityFindingsOf)
}

function identityFindingsOf(survey: IdentitySurvey): readonly Finding[] {
  const { source, sightings, guids, changingGuids, changingAddresses, addresses, burnt, sharedTitles, sharingEntries } = survey
  const { hint } = findingsOn(source)
  const found: Finding[] = []
  if (guids > 0 && changingGuids / guids >= muchShare)
    found.push(
      hint('identity-guids-change', {
        message: `${source}: ${percent(changingGuids, guids)} of ${guids} articles were shown under several guids`,
        meaning: 'They are told apart by their addresses and titles; one whose address changes, too, comes as new.',
        advice: ruleAdvice(survey),
      }),
    )
  if (addresses > 0 && changingAddresses / addresses >= muchShare)
    found.push(
      hint('identity-addresses-change', {
        message: `${source}: ${percent(changingAddresses, addresses)} of ${addresses} articles were shown under several addresses`,
        meaning:
          'They are told apart by their guids; one whose guid changes, too, comes as new. A parameter of the address may differ each time.',
        advice: `If one parameter only says who asks, write canonical: { ignore: [name] }. ${ruleAdvice(survey)}`,
      }),
    )
  if (burnt / sightings >= someShare)
    found.push(
      hint('identity-keys-burnt', {
        message: `${source}: ${burnt} guids or addresses stood for several articles (of ${sightings})`,
        meaning: 'They identify nothing there any more; what has no other key is told apart by title and date.',
        advice: `newsstand explain tells which, and why. ${ruleAdvice(survey)}`,
      }),
    )
  if (sharingEntries / sightings >= someShare && sharedTitles > 1)
    found.push(
      hint('identity-titles', {
        message: `${source}: ${sharingEntries} entries share ${sharedTitles} titles`,
        meaning: 'Either its notices are titled alike, which is as it should be, or articles come again as new ones.',
        advice: `newsstand list entries --source ${source} shows them. ${ruleAdvice(survey)}`,
      }),
    )
  return found
}

function ruleAdvice({ configured, sightings, parameters }: IdentitySurvey): string {
  const [best] = parameters
  if (configured / sightings > 1 - someShare) return 'A configured identity holds for nearly all of them already.'
  if (best !== undefined)
    return `Its addresses have a parameter that names each article: identity: [{ name: ${best.name}, query: ${best.name}, pattern: '${best.isNumber ? '\\d+' : '[\\w-]+'}' }].`
  return 'If a field of its items, or a parameter of its links, names each article, write it as identity: [{ name, query or fields, pattern }].'
}

function percent(part: number, whole: number): string {
  return `${Math.round((part / whole) * 100)} %`
}
