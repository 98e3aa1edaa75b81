import { connect, type Socket } from 'node:net'

/** What came over one connection. */
export interface RawAnswer {
  readonly text: string
  /** Of the first answer; 0 where there was none. */
  readonly status: number
  readonly ms: number
}

/** Sends bytes as they are, and gives what came until the server closed or the time was over. */
export function sendRaw(
  port: number,
  bytes: string | Buffer | ((socket: Socket) => void),
  waitMs = 2000,
): Promise<RawAnswer> {
  return new Promise((resolve) => {
    const begun = performance.now()
    const socket = connect(port, '127.0.0.1')
    let text = ''
    const end = () => {
      clearTimeout(timer)
      socket.destroy()
      const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(text)?.[1] ?? 0)
      resolve({ text, status, ms: performance.now() - begun })
    }
    const timer = setTimeout(end, waitMs)
    socket.on('connect', () => {
      if (typeof bytes === 'function') bytes(socket)
      else socket.write(bytes)
    })
    socket.on('data', (data) => {
      text += data.toString('latin1')
      const answer = completeAnswer(text)
      if (answer !== null) end()
    })
    socket.on('close', end).on('error', () => undefined)
  })
}

/** One answer with all of its body, or null while it has not come. */
export function completeAnswer(text: string): string | null {
  const head = text.indexOf('\r\n\r\n')
  if (head < 0) return null
  const length = Number(/\r\ncontent-length: (\d+)/i.exec(text.slice(0, head))?.[1] ?? Number.NaN)
  const end = head + 4 + (Number.isNaN(length) ? 0 : length)
  if (Number.isNaN(length) && !/^HTTP\/1\.1 (204|304|1\d\d)/.test(text)) return null
  return text.length >= end ? text.slice(0, end) : null
}

export interface RawRequest {
  readonly method?: string
  readonly path?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

/** A request as bytes; headers that are set to an empty text are left out. */
export function requestText(request: RawRequest): string {
  const { method = 'POST', path = '/v1/models/orders/predict', headers = {}, body = '' } = request
  const usual = {
    host: '127.0.0.1',
    'content-type': 'application/json',
    'content-length': String(Buffer.byteLength(body)),
  }
  const lines = Object.entries({ ...usual, ...headers }).filter(([, value]) => value !== '')
  const head = lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')
  return `${method} ${path} HTTP/1.1\r\n${head}\r\n${body}`
}
