import { userInfo } from 'node:os'
import type { Context } from './context.ts'

/** Who is at the keyboard, also behind sudo. */
export function operatorIn({ env }: Context): string | null {
  if (env.SUDO_USER) return env.SUDO_USER
  try {
    return userInfo().username
  } catch {
    // Containers run as users that the system knows no name of.
    return null
  }
}
