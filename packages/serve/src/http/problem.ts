import type { Refusal } from '../api/served.js'
import type { Problem } from '../api/shapes.js'

/** Every way in which a request is refused, with its status and title. */
const PROBLEMS = {
  malformed: [400, 'The request cannot be read'],
  unauthorized: [401, 'A token is needed'],
  forbidden: [403, 'The token does not allow this'],
  'foreign-host': [403, 'This server is not known by that name'],
  'foreign-origin': [403, 'Other sites may not ask'],
  'no-intent': [403, 'A page of another site might have sent this'],
  'not-found': [404, 'There is no such thing'],
  'wrong-method': [405, 'Not by this method'],
  conflict: [409, 'Not in this state'],
  'too-large': [413, 'The body is too large'],
  'uri-too-long': [414, 'The address is too long'],
  'unsupported-type': [415, 'Only JSON is understood'],
  unusable: [422, 'This is not what the model takes'],
  'too-many': [429, 'Too many requests at once'],
  internal: [500, 'Something went wrong here'],
  unsupported: [501, 'This kind of model has no such thing'],
  'not-ready': [503, 'There is no model yet'],
  overloaded: [503, 'Too much to do'],
  draining: [503, 'The server is about to stop'],
} as const satisfies Record<string, readonly [number, string]>

export type ProblemCode = keyof typeof PROBLEMS
export const problems: { readonly [code in ProblemCode]: readonly [number, string] } = PROBLEMS

/** Seconds after which it is worth to ask again. */
const RETRY_AFTER: { readonly [code in ProblemCode]?: string } = {
  'too-many': '1',
  'not-ready': '2',
  overloaded: '1',
  draining: '5',
}

/** What is wrong with which of several events. */
export type Fault = NonNullable<Problem['errors']>[number]

export interface RefusedExtras {
  readonly headers?: Readonly<Record<string, string>>
  readonly errors?: readonly Fault[]
  /** The rest of the request is not worth reading. */
  readonly isLast?: boolean
}

/** A request that is not met; `detail` is for who asked and holds nothing of this machine. */
export class Refused extends Error {
  readonly code: ProblemCode
  readonly extras: RefusedExtras

  constructor(code: ProblemCode, detail: string, extras: RefusedExtras = {}) {
    super(detail)
    this.name = 'Refused'
    this.code = code
    this.extras = extras
  }
}

/** By why a model refused. */
export const codeOf: { readonly [refusal in Refusal]: ProblemCode } = {
  unusable: 'unusable',
  unknown: 'not-found',
  conflict: 'conflict',
  'not-ready': 'not-ready',
  unsupported: 'unsupported',
}

export function problemHeaders(code: ProblemCode): Record<string, string> {
  const headers: Record<string, string> = { 'content-type': 'application/problem+json' }
  const after = RETRY_AFTER[code]
  if (after !== undefined) headers['retry-after'] = after
  if (code === 'unauthorized') headers['www-authenticate'] = 'Bearer realm="coelho"'
  return headers
}

export function problemBody(
  code: ProblemCode,
  detail: string,
  requestId: string,
  errors?: readonly Fault[],
): Problem {
  const [status, title] = problems[code]
  const instance = `urn:request:${requestId}`
  const body = { type: `/docs#${code}`, title, status, code, detail, instance, requestId }
  return errors ? { ...body, errors: [...errors] } : body
}
