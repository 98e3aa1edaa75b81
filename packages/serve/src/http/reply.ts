import { createHash } from 'node:crypto'
import type { Version } from '../api/shapes.js'
import type { Call, Ctx } from './call.js'
import { type Fault, type ProblemCode, problemBody, problemHeaders, problems } from './problem.js'

type Headers = Readonly<Record<string, string>>

/**
 * The headers of every answer; `more` counts before the ones that are usual. A browser may do
 * nothing with data but hand it to the page that asked.
 */
export function headersOf(call: Call, more?: Headers): Record<string, string> {
  const headers: Record<string, string> = {
    'content-type': 'application/json',
    'cache-control': 'no-store',
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    'cross-origin-resource-policy': 'same-origin',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'x-request-id': call.id,
  }
  for (const name in more) headers[name] = more[name]!
  if (call.isLast) headers['connection'] = 'close'
  if (call.origin !== null) {
    headers['access-control-allow-origin'] = call.origin
    headers['access-control-expose-headers'] =
      'etag, retry-after, x-model-sha256, x-model-version, x-request-id'
    headers['cross-origin-resource-policy'] = 'cross-origin'
    headers['vary'] = 'origin'
  }
  return headers
}

export function send(
  c: Ctx,
  status: number,
  body: string | Uint8Array<ArrayBuffer> | null,
  more?: Headers,
): Response {
  const { call } = c.env
  call.status = status
  return new Response(body, { status, headers: headersOf(call, more) })
}

export function sendJson(c: Ctx, value: unknown, status = 200, more?: Headers): Response {
  return send(c, status, toJson(value), more)
}

export function sendProblem(
  c: Ctx,
  code: ProblemCode,
  detail: string,
  more?: Headers,
  errors?: readonly Fault[],
): Response {
  const [status] = problems[code]
  const problem = problemBody(code, detail, c.env.call.id, errors)
  const headers = { ...problemHeaders(code), ...more }
  // The Open Inference Protocol has errors of its own form.
  const isOip = c.env.call.route.startsWith('/v2')
  if (!isOip) return send(c, status, JSON.stringify(problem), headers)
  const body = JSON.stringify({ error: detail, ...problem })
  return send(c, status, body, { ...headers, 'content-type': 'application/json' })
}

/** Which state of the model an answer is of. */
export function versionHeaders(version: Version): Record<string, string> {
  return { 'x-model-version': String(version.version), 'x-model-sha256': version.sha256 }
}

/** With an `ETag`: 304 to who has it already. */
export function sendCached(c: Ctx, text: string, more?: Headers): Response {
  const etag = `"${createHash('sha256').update(text).digest('base64url').slice(0, 22)}"`
  const headers = { ...more, etag, 'cache-control': 'private, no-cache' }
  const known = c.env.incoming.headers['if-none-match']
  if (known?.split(',').some((one) => one.trim().replace(/^W\//, '') === etag)) {
    return send(c, 304, null, headers)
  }
  return send(c, 200, text, headers)
}

/** JSON has no infinities and no NaN: what is not a number is told as null. */
export function toJson(value: unknown): string {
  return JSON.stringify(value)
}
