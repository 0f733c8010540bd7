// What stands beside a category's name: it adds nothing for those who do not see it.
import { webAddress } from '../addresses.ts'

export function CategoryIcon({ icon }: { readonly icon: string | null }) {
  if (icon === null) return null
  const address = webAddress(icon)
  if (address !== null) return <img class="icon" src={address} alt="" width="20" height="20" loading="lazy" />
  return (
    <span class="icon" aria-hidden="true">
      {icon}
    </span>
  )
}
