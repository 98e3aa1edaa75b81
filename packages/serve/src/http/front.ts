import { randomBytes } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Sites } from './access/sites.js'
import type { Call } from './call.js'
import type { Turn } from './limits/turn.js'
import { type ProblemCode, problemBody, problemHeaders, problems } from './problem.js'
import { headersOf } from './reply.js'
import type { RequestMetrics } from './telemetry/requests.js'

/** Asked by machines that know the server by an address, and end it by what they hear. */
const HEALTH = new Set([
  '/livez',
  '/readyz',
  '/healthz',
  '/ping',
  '/v2/health/live',
  '/v2/health/ready',
])
const ASKABLE = `authorization, content-type, idempotency-key, last-event-id, traceparent, \
x-coelho, x-model, x-request-id, x-routing-key`
const LONGEST_URL = 4096
const LARGE = 64 * 1024
/** How long another site's page may remember what it may do. */
const PREFLIGHT_SECONDS = '600'

export interface Front {
  readonly sites: Sites
  readonly turn: Turn
  readonly metrics: RequestMetrics
  /** Whether answers are the last of their connections. */
  readonly isClosing: () => boolean
}

/**
 * What can be told of a request by its first lines, before anything is done for it: null if it was
 * answered here, by a refusal or as a preflight.
 */
export function admit(
  front: Front,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Call | null {
  const { url = '', headers } = incoming
  const now = performance.now()
  const call: Call = {
    id: idOf(incoming),
    begun: now,
    origin: null,
    isLast: front.isClosing(),
    route: 'refused',
    status: 0,
    identity: null,
  }
  const refuse = (code: ProblemCode, detail: string): null => {
    const [status] = problems[code]
    if (isLarge(headers)) call.isLast = true
    const body = JSON.stringify(problemBody(code, detail, call.id))
    const length = String(Buffer.byteLength(body))
    const more = { ...problemHeaders(code), 'content-length': length }
    outgoing.writeHead(status, headersOf(call, more)).end(body)
    front.metrics.tally(call.route, incoming.method ?? '', status)
    return null
  }
  if (HEALTH.has(url)) return call
  if (front.turn.isOver(now)) return refuse('overloaded', 'Ask again in a second, or less often.')
  if (url.length > LONGEST_URL) return refuse('uri-too-long', `At most ${LONGEST_URL} characters.`)
  if (url.charCodeAt(0) !== 0x2f || url.includes('\\')) {
    return refuse('malformed', 'The address must be a path, without a backslash.')
  }
  if (!front.sites.isOurs(headers.host)) {
    return refuse('foreign-host', 'Allow the name by --allow-host, or use the address.')
  }
  if (headers.origin !== undefined) {
    const judged = front.sites.judge(headers.origin, headers.host!)
    if (judged === 'foreign') return refuse('foreign-origin', 'Allow the site by --allow-origin.')
    if (judged === 'allowed') Object.assign(call, { origin: headers.origin })
  }
  if (incoming.method === 'OPTIONS') return answerPreflight(call, outgoing)
  return call
}

/** The rest of it would have to be read, only to be thrown away. */
function isLarge(headers: IncomingMessage['headers']): boolean {
  return (
    headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > LARGE
  )
}

function answerPreflight(call: Call, outgoing: ServerResponse): null {
  const allow = 'GET, HEAD, POST, PUT'
  const headers = {
    'access-control-allow-methods': allow,
    'access-control-allow-headers': ASKABLE,
    'access-control-max-age': PREFLIGHT_SECONDS,
  }
  outgoing.writeHead(204, headersOf(call, call.origin === null ? { allow } : headers)).end()
  return null
}

const SESSION = /* @__PURE__ */ randomBytes(6).toString('hex')
let calls = 0

/** As it was given, or of the trace it belongs to, or made up. */
function idOf({ headers }: IncomingMessage): string {
  const given = headers['x-request-id']
  if (typeof given === 'string' && /^[\w.-]{1,128}$/.test(given)) return given
  const { traceparent } = headers
  if (typeof traceparent === 'string') {
    const trace = /^[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}/.exec(traceparent)?.[1]
    if (trace !== undefined) return trace
  }
  calls = (calls + 1) % Number.MAX_SAFE_INTEGER
  return `${SESSION}-${calls.toString(36)}`
}
