/** Codes of connections that never came about: nothing was sent. */
const AWAY = [
  ...['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'],
  ...['UND_ERR_CONNECT_TIMEOUT'],
]
const UNTRUSTED = /CERT|SSL|TLS|SELF_SIGNED|UNABLE_TO_/

/** Why no answer came: whether the request may have been carried out, and is worth a repetition. */
export interface NoAnswer {
  readonly text: string
  readonly mayBeDone: boolean
  readonly isHopeless: boolean
}

export function noAnswerOf(error: unknown): NoAnswer {
  const { code, cause } = (error ?? {}) as { code?: unknown; cause?: { code?: unknown } }
  const known = [code, cause?.code].find((one) => typeof one === 'string') as string | undefined
  if (known === undefined || !/^[A-Z0-9_]{1,64}$/.test(known)) {
    return { text: 'no answer came', mayBeDone: true, isHopeless: false }
  }
  if (known === 'UND_ERR_HEADERS_TIMEOUT' || known === 'UND_ERR_BODY_TIMEOUT') {
    return { text: `no answer came in time (${known})`, mayBeDone: true, isHopeless: false }
  }
  if (UNTRUSTED.test(known)) {
    const text = `no secure connection (${known}): is the address right, and its certificate?`
    return { text, mayBeDone: false, isHopeless: true }
  }
  const text = `no connection (${known}): is the address right, and the server up?`
  return { text, mayBeDone: !AWAY.includes(known), isHopeless: false }
}

const LONGEST_MS = 60_000

/** Milliseconds that a `Retry-After` asks for, a minute at most; `undefined` if it says nothing. */
export function retryAfter(
  header: string | undefined,
  now: number = Date.now(),
): number | undefined {
  if (header === undefined) return undefined
  const text = header.trim()
  const ms = /^\d{1,9}$/.test(text) ? Number(text) * 1000 : Date.parse(text) - now
  if (Number.isNaN(ms) || (!/^\d+$/.test(text) && !/[A-Za-z]/.test(text))) return undefined
  return Math.min(Math.max(ms, 0), LONGEST_MS)
}
