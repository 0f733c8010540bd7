// Who is told what, by config: each way to tell somebody has a name under which messages for it are kept. Pure.
import { usualAfter, type Watch, watchable } from '../../model/alert.ts'
import { foldName } from '../../model/category.ts'
import type { Recipient, Settings } from '../../model/settings.ts'

export type Way =
  | { readonly kind: 'post'; readonly url: string; readonly headers: Readonly<Record<string, string>> }
  | { readonly kind: 'command'; readonly command: readonly string[] }

/** Every way in config by its name, which outlives a new address: what waits goes there. */
export function waysOf({ alerts, notify }: Settings): ReadonlyMap<string, Way> {
  const recipients = [...(alerts === null ? [] : [[alertsName, alerts] as const]), ...namedNotify(notify)]
  return new Map(recipients.flatMap(([name, recipient]) => waysTo(name, recipient)))
}

/** What polls watch for: what is wrong is noted, whether anybody is told or not. */
export function watchOf({ alerts }: Settings): Watch {
  if (alerts === null) return { on: watchable, after: usualAfter, recipients: [] }
  return { on: alerts.on, after: alerts.after, recipients: waysTo(alertsName, alerts).map(([name]) => name) }
}

/** Who is told of new entries, with the category as config names it. */
export function listenersOf({ notify }: Settings): readonly { readonly category: string; readonly recipients: readonly string[] }[] {
  return namedNotify(notify).map(([name, recipient]) => ({
    category: recipient.category,
    recipients: waysTo(name, recipient).map(([way]) => way),
  }))
}

const alertsName = 'alerts'

/** One category may have several recipients. */
function namedNotify(notify: Settings['notify']) {
  const seen = new Map<string, number>()
  return notify.map((recipient) => {
    const category = foldName(recipient.category)
    const number = (seen.get(category) ?? 0) + 1
    seen.set(category, number)
    return [`notify ${category} ${number}`, recipient] as const
  })
}

function waysTo(name: string, { url, headers, command }: Recipient): readonly (readonly [string, Way])[] {
  return [
    ...(url === null ? [] : [[`${name} url`, { kind: 'post', url, headers }] as const]),
    ...(command === null ? [] : [[`${name} command`, { kind: 'command', command }] as const]),
  ]
}
