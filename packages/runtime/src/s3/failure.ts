/**
 * Why a request failed, as far as what to do next depends on it: `exists` and `missing` are
 * answers; after `away` it was not done, after `passing` it may have been, and both can be tried
 * again; `final` will be the same again.
 */
export interface Failure {
  readonly kind: 'exists' | 'missing' | 'away' | 'passing' | 'final'
  /** What came, and what to do about it. Never what the server wrote: that may hold secrets. */
  readonly what: string
}

/** No answer came in time. */
export class NoAnswerError extends Error {
  constructor(limitMs: number) {
    super(`no answer within ${limitMs / 1000} s`)
  }
}

interface Answered {
  readonly name?: string
  readonly code?: string
  readonly $metadata?: { readonly httpStatusCode?: number }
}

const CREDENTIALS = 'set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or a profile that is right'
const REGION = 'name the region of the bucket, as in ?region=eu-central-1'

/** What to do about errors by their S3 name. */
const ADVICE: Readonly<Record<string, string>> = {
  NoSuchBucket: 'there is no such bucket: create it, or correct the address',
  AccessDenied: 'these credentials may not do this: they need to get, put, delete and list objects',
  InvalidAccessKeyId: `this access key is not known: ${CREDENTIALS}`,
  SignatureDoesNotMatch: `the secret key is not the access key's: ${CREDENTIALS}`,
  ExpiredToken: 'the credentials are no longer valid: renew them',
  CredentialsProviderError: `there are no credentials: ${CREDENTIALS}`,
  PermanentRedirect: `the bucket is in another region: ${REGION}`,
  AuthorizationHeaderMalformed: `the region is not the bucket's: ${REGION}`,
  NotImplemented: 'the store does not know conditional writes: use one that does',
  XMinioStorageFull: 'the store is full: make room',
  QuotaExceeded: 'the store is full: make room',
  KeyTooLongError: 'the key is too long: use a shorter prefix',
}

/** Statuses and names of what passes: overload, a race, a clock that the SDK has set by now. */
const PASSING_STATUS = [408, 409, 425, 429, 500, 502, 503, 504]
const PASSING_NAMES = ['RequestTimeout', 'RequestTimeTooSkewed', 'SlowDown', 'BadDigest']
/** Codes of connections that never came about. */
const AWAY = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']
const UNTRUSTED = /CERT|SSL|TLS|SELF_SIGNED|UNABLE_TO_/

export function failureOf(error: unknown): Failure {
  if (error instanceof NoAnswerError) return { kind: 'passing', what: error.message }
  const { name = 'Error', code, $metadata } = (error ?? {}) as Answered
  const status = $metadata?.httpStatusCode
  if (status === undefined) return unanswered(name, code, error)
  const what = explain(name, `HTTP ${status}`)
  if (status === 412) return { kind: 'exists', what }
  if (name === 'NoSuchKey' || (name === 'NotFound' && status === 404))
    return { kind: 'missing', what }
  if (PASSING_STATUS.includes(status) || PASSING_NAMES.includes(name)) {
    return { kind: 'passing', what }
  }
  // A proxy between gave an answer that is none of S3's, or a broken one.
  if (status < 300) return { kind: 'passing', what }
  return { kind: 'final', what }
}

function unanswered(name: string, code: string | undefined, error: unknown): Failure {
  if (error instanceof Error && error.message === 'Region is missing') {
    return { kind: 'final', what: `no region is known: ${REGION}, or set AWS_REGION` }
  }
  if (typeof code === 'string' && /^[A-Z0-9_]{1,64}$/.test(code)) {
    if (UNTRUSTED.test(code)) {
      return { kind: 'final', what: `no secure connection (${code}): is the endpoint right?` }
    }
    const kind = AWAY.includes(code) ? 'away' : 'passing'
    return { kind, what: `no connection (${code}): is the endpoint right, and the store up?` }
  }
  return {
    kind: Object.hasOwn(ADVICE, name) ? 'final' : 'passing',
    what: explain(name, 'no answer'),
  }
}

function explain(name: string, how: string): string {
  const shown = /^[A-Za-z][A-Za-z0-9._-]{0,63}$/.test(name) ? `${name}, ${how}` : how
  // The answer to a HEAD has no body that could name an error.
  const known = how === 'HTTP 403' && !Object.hasOwn(ADVICE, name) ? 'AccessDenied' : name
  const advice = Object.hasOwn(ADVICE, known) ? ADVICE[known] : undefined
  return advice === undefined ? shown : `${shown}: ${advice}`
}
