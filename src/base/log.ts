// The program's only console: JSON lines on stderr, pretty on a terminal.
import { type DestinationStream, pino } from 'pino'
import { type Hide, hiddenIn } from './secrets.ts'

export type LogLevel = 'silent' | 'error' | 'warn' | 'info' | 'debug'

export interface Logger {
  error(facts: object, message: string): void
  warn(facts: object, message: string): void
  info(facts: object, message: string): void
  debug(facts: object, message: string): void
}

export async function systemLogger(level: LogLevel): Promise<Logger> {
  const logger: Logger = pino(
    { level, base: null, timestamp: pino.stdTimeFunctions.isoTime, formatters: { level: (label) => ({ level: label }) } },
    await destination(),
  )
  return logger
}

/** A logger without secrets, whatever they are by then. */
export function hidingLogger(logger: Logger, hide: () => Hide): Logger {
  return {
    error: (facts, message) => logger.error(hiddenIn(facts, hide()), message),
    warn: (facts, message) => logger.warn(hiddenIn(facts, hide()), message),
    info: (facts, message) => logger.info(hiddenIn(facts, hide()), message),
    debug: (facts, message) => logger.debug(hiddenIn(facts, hide()), message),
  }
}

export const silentLogger: Logger = { error: ignore, warn: ignore, info: ignore, debug: ignore }

async function destination(): Promise<DestinationStream> {
  if (!process.stderr.isTTY) return pino.destination({ fd: 2, sync: true })
  // Only a terminal pays for it: 0.1 s of loading.
  const { default: pretty } = await import('pino-pretty')
  const colorize = process.env.NO_COLOR === undefined || process.env.NO_COLOR === ''
  return pretty({ destination: 2, sync: true, colorize, translateTime: 'SYS:HH:MM:ss', ignore: 'pid,hostname' })
}

function ignore(): void {}
