import type { Duplex } from 'node:stream'
import type { RequestMetrics } from './telemetry/requests.js'

const ANSWERS: Readonly<Record<string, readonly [status: number, text: string]>> = {
  HPE_HEADER_OVERFLOW: [431, 'Request Header Fields Too Large'],
  HPE_CHUNK_EXTENSIONS_OVERFLOW: [413, 'Payload Too Large'],
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'Request Timeout'],
}

/** What came is no request, or did not come in time. The connection ends. */
export function refuseBroken(
  error: NodeJS.ErrnoException,
  socket: Duplex,
  metrics: RequestMetrics,
): void {
  const [status, text] = ANSWERS[error.code ?? ''] ?? [400, 'Bad Request']
  metrics.tally('refused', 'other', status)
  // An answer that is on its way would be torn.
  const isAnswering = (socket as { _httpMessage?: { headersSent: boolean } | null })._httpMessage
  if (!socket.writable || isAnswering?.headersSent) return void socket.destroy(error)
  const body = JSON.stringify({ type: 'about:blank', title: text, status })
  const headers = [
    `HTTP/1.1 ${status} ${text}`,
    'connection: close',
    'content-type: application/problem+json',
    `content-length: ${body.length}`,
  ]
  socket.end(`${headers.join('\r\n')}\r\n\r\n${body}`, () => socket.destroy())
}
