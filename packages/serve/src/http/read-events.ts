import type { Ctx } from './call.js'
import type { Sent } from './endpoint.js'
import { readBody } from './limits/body.js'
import { type JsonLimits, parseJson } from './limits/json.js'
import { Refused } from './problem.js'

export interface BodyLimits {
  readonly bodyLimit: number
  readonly batchLimit: number
  readonly maxEvents: number
  readonly json: JsonLimits
}

const NEWLINE = 0x0a

/** What kind of body a header announces; refuses kinds that are not understood. */
export function kindOfBody(c: Ctx): 'json' | 'ndjson' {
  const { headers } = c.env.incoming
  const encoding = headers['content-encoding']
  if (encoding !== undefined && encoding !== 'identity') {
    throw new Refused('unsupported-type', 'Send the body as it is, without a Content-Encoding.')
  }
  const type = headers['content-type'] ?? ''
  if (type === 'application/json') return 'json'
  const known = /^application\/(json|x-ndjson)\s*(?:;\s*charset="?utf-8"?\s*)?$/i.exec(type)
  if (known) return known[1]!.toLowerCase() === 'json' ? 'json' : 'ndjson'
  throw new Refused(
    'unsupported-type',
    'Send `Content-Type: application/json`, or application/x-ndjson where many events may come.',
  )
}

export async function readJson(c: Ctx, limits: BodyLimits, isLarge = false): Promise<unknown> {
  if (kindOfBody(c) === 'ndjson') {
    throw new Refused('unsupported-type', 'Send one document: `Content-Type: application/json`.')
  }
  const limit = isLarge ? limits.batchLimit : limits.bodyLimit
  return parseJson(await readBody(c.env.incoming, limit), limits.json)
}

export async function readEvents(c: Ctx, limits: BodyLimits): Promise<Sent> {
  const kind = kindOfBody(c)
  const bytes = await readBody(c.env.incoming, limits.batchLimit)
  if (kind === 'ndjson') return { events: linesOf(bytes, limits), many: true }
  const body = parseJson(bytes, limits.json)
  const list = listOf(body)
  if (!list) return { events: [body], many: false }
  checkNumber(list.length, limits.maxEvents)
  return { events: list, many: true }
}

/** `[...]` or `{ "instances": [...] }`. */
function listOf(body: unknown): unknown[] | null {
  if (Array.isArray(body)) return body
  if (typeof body !== 'object' || body === null || !('instances' in body)) return null
  return Array.isArray(body.instances) && Object.keys(body).length === 1 ? body.instances : null
}

function linesOf(bytes: Buffer, limits: BodyLimits): unknown[] {
  const events: unknown[] = []
  for (let from = 0; from < bytes.length; ) {
    const found = bytes.indexOf(NEWLINE, from)
    const to = found < 0 ? bytes.length : found
    const line = bytes.subarray(from, to)
    if (!isBlank(line)) {
      checkNumber(events.length + 1, limits.maxEvents)
      events.push(parseJson(line, limits.json))
    }
    from = to + 1
  }
  checkNumber(events.length, limits.maxEvents)
  return events
}

function isBlank(line: Buffer): boolean {
  return line.every((byte) => byte === 0x20 || byte === 0x0d || byte === 0x09)
}

function checkNumber(events: number, most: number): void {
  if (events > most) throw new Refused('too-large', `At most ${most} events may come at once.`)
  if (events === 0) throw new Refused('unusable', 'There is no event in it.')
}
