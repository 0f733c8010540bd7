// Answers to what is no request, for which node has nothing to answer with.
import { STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'
import { systemCodeOf } from '../base/errors.ts'
import { refusal } from './answer.ts'

/** No HTTP, too large or too slow. */
export function refuseBrokenRequest(error: Error, socket: Duplex): void {
  const isMidAnswer = 'bytesWritten' in socket && socket.bytesWritten !== 0
  const code = systemCodeOf(error) ?? ''
  if (code === 'ECONNRESET' || isMidAnswer) socket.destroy()
  else refuse(brokenRequests[code] ?? 400, socket)
}

const brokenRequests: Readonly<Record<string, number>> = { HPE_HEADER_OVERFLOW: 431, ERR_HTTP_REQUEST_TIMEOUT: 408 }

/** Writes the answer as it goes over the wire, and ends the connection. */
export function refuse(status: number, socket: Duplex): void {
  if (!socket.writable) {
    socket.destroy()
    return
  }
  const { headers, body } = refusal(status)
  const lines = headers.flatMap((name, at) => (at % 2 === 0 ? [`${name}: ${headers[at + 1]}`] : []))
  socket.end([`HTTP/1.1 ${status} ${STATUS_CODES[status]}`, ...lines, 'Connection: close', '', body].join('\r\n'))
}
