// The program's only console: JSON lines on stderr, pretty on a terminal.
import { type DestinationStream, pino } from 'pino'
import pretty from 'pino-pretty'

export type LogLevel = 'silent' | 'error' | 'warn' | 'info' | 'debug'

export interface Logger {
  error(facts: object, message: string): void
  warn(facts: object, message: string): void
  info(facts: object, message: string): void
  debug(facts: object, message: string): void
}

export function systemLogger(level: LogLevel): Logger {
  return pino(
    { level, base: null, timestamp: pino.stdTimeFunctions.isoTime, formatters: { level: (label) => ({ level: label }) } },
    destination(),
  )
}

export const silentLogger: Logger = { error: ignore, warn: ignore, info: ignore, debug: ignore }

function destination(): DestinationStream {
  if (!process.stderr.isTTY) return pino.destination({ fd: 2, sync: true })
  const colorize = process.env.NO_COLOR === undefined || process.env.NO_COLOR === ''
  return pretty({ destination: 2, sync: true, colorize, translateTime: 'SYS:HH:MM:ss', ignore: 'pid,hostname' })
}

function ignore(): void {}
