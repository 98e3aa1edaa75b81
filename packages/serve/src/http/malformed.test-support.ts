import type { Random } from '@coelho/core/random'
import { orderOf } from './lab.test-support.js'
import { requestText } from './raw.test-support.js'

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'PROPFIND']
const NAMES = [
  'orders',
  '..',
  '%2e%2e%2f',
  'a'.repeat(300),
  '%00',
  '__proto__',
  '*',
  "'",
  '%ff',
  '1',
]
const HEADERS = [
  'content-type',
  'content-length',
  'transfer-encoding',
  'content-encoding',
  'origin',
  'host',
  'authorization',
  'idempotency-key',
  'last-event-id',
  'x-model',
  'x-request-id',
  'x-routing-key',
  'traceparent',
  'if-none-match',
  'accept-encoding',
  'expect',
  'connection',
  'upgrade',
]
const VALUES = [
  '',
  'application/json',
  'application/x-ndjson',
  'text/plain',
  'chunked',
  'gzip',
  '0',
  '5',
  '-1',
  '99999999999999999999',
  'null',
  'https://evil.example',
  'Bearer x',
  '../../etc/passwd',
  '\u00ff\u00fe',
  'x'.repeat(9000),
  '100-continue',
  'websocket',
  'keep-alive, upgrade',
]
const BODIES = [
  '',
  'null',
  '[]',
  '{}',
  '1',
  '"a"',
  'true',
  '1e999',
  '[null]',
  '{"instances":null}',
  '{"instances":[]}',
  '{"__proto__":{"a":1}}',
  '{"constructor":{"prototype":{"a":1}}}',
  '{"inputs":[{"name":"events","datatype":"BYTES","shape":[1],"data":["{"]}]}',
  '{"inputs":[{"name":"id","datatype":"BYTES","shape":[1e9],"data":[]}]}',
  '{"dataframe_split":{"columns":["__proto__"],"data":[[{"a":1}]]}}',
  '{"shares":[{"version":-1,"share":2}],"shadow":"x"}',
  '{"contestant":"\\u0000"}',
  '{"state":{}}',
  '{"id":{"toString":1},"amount":{},"shop":[]}',
  '\ufeff{}',
  '['.repeat(30_000),
  `{"a":"${'\\u0000'.repeat(3000)}"}`,
]

/** A request that is wrong in some way, or in several; as bytes. */
export function malformed(random: Random, paths: readonly string[], token: string): Buffer {
  const pick = <Item>(items: readonly Item[]) => items[Math.floor(random.random() * items.length)]!
  const chance = (share: number) => random.random() < share
  const named = pick(paths).replaceAll(/:\w+/g, () => (chance(0.7) ? 'orders' : pick(NAMES)))
  const path = chance(0.9) ? named : `${named}/${pick(NAMES)}?${pick(NAMES)}=${pick(NAMES)}&type=x`
  const headers: Record<string, string> = { connection: 'close' }
  if (chance(0.8)) headers['authorization'] = `Bearer ${token}`
  for (let n = Math.floor(random.random() * 3); n > 0; n--) headers[pick(HEADERS)] = pick(VALUES)
  const body = chance(0.2) ? JSON.stringify(orderOf(n4(random))) : pick(BODIES)
  const text = requestText({ method: pick(METHODS), path, headers, body })
  const bytes = Buffer.from(text, 'latin1')
  return chance(0.4) ? mutated(bytes, random) : bytes
}

const n4 = (random: Random) => Math.floor(random.random() * 1e4)

/** Some of its bytes changed, left out, or doubled. */
function mutated(bytes: Buffer, random: Random): Buffer {
  const at = Math.floor(random.random() * bytes.length)
  const length = 1 + Math.floor(random.random() * 8)
  const before = bytes.subarray(0, at)
  const after = bytes.subarray(at)
  const kind = Math.floor(random.random() * 4)
  if (kind === 0) return Buffer.concat([before, after.subarray(length)])
  if (kind === 1) return Buffer.concat([before, after.subarray(0, length), after])
  if (kind === 2) return before
  const changed = Buffer.from(bytes)
  for (let i = at; i < Math.min(bytes.length, at + length); i++) {
    changed[i] = Math.floor(random.random() * 256)
  }
  return changed
}

/** What an answer should not have; null where there is nothing. No answer is none to be judged. */
export function faultOf(text: string, secrets: readonly string[]): string | null {
  if (text === '') return null
  const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(text)?.[1] ?? 0)
  // 501 is said of what a model does not have.
  if (status === 0 || (status >= 500 && status !== 501)) return `status ${status}`
  const body = text.slice(text.indexOf('\r\n\r\n'))
  if (secrets.some((secret) => text.includes(secret))) return 'a secret'
  if (/\n\s+at .+[:(]/.test(text)) return 'a stack'
  if (/node_modules|node:internal|\.[cm]?[jt]s:\d+/.test(text)) return 'a module'
  if (/\/(home|root|tmp|etc|var|usr|work)\/\w/.test(body)) return 'a path'
  return null
}
