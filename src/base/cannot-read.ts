import { AppError, messageOf } from './errors.ts'

/** A file or folder that a command was given cannot be read. */
export function cannotRead(path: string, cause: unknown): AppError {
  return new AppError('cannot-read', `Cannot read ${path}: ${messageOf(cause)}`, 'Check the path and the permissions.', { path }, { cause })
}
