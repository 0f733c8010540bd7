// What went wrong: its stable name with what that means, and the message as it was recorded.
import type { Code } from '../../base/errors.ts'
import type { SiteSettings } from '../../model/settings.ts'
import type { Trouble } from '../../model/troubles.ts'
import { troubleName } from './trouble-phrases.ts'

interface MessageProps {
  readonly trouble: Trouble | { readonly name: Code | null; readonly message: string }
  readonly site: SiteSettings
}

export function TroubleMessage({ trouble: { name, message }, site }: MessageProps) {
  return (
    <>
      {name === null ? '' : `${troubleName(name, site)}: `}
      <span lang="en">{message}</span>
    </>
  )
}
