import { isIP } from 'node:net'
import { UsageError } from '../failure.js'
import { shown } from '../text.js'
import type { Role, Token } from './access/keyring.js'
import type { JsonLimits } from './limits/json.js'
import type { Log } from './telemetry/log.js'

export interface ServerOptions {
  /** The address to listen at: only this machine's own unless tokens are set. */
  readonly host?: string
  /** 0 takes one that is free. */
  readonly port?: number
  /** Who may do what. Without any, whoever can connect may do everything. */
  readonly tokens?: readonly Token[]
  /** Names by which the server may be called, besides `localhost` and addresses of digits. */
  readonly allowedHosts?: readonly string[]
  /** Sites, such as `https://example.org`, whose pages may ask. */
  readonly allowedOrigins?: readonly string[]
  /** Bytes of a request's body. */
  readonly bodyLimit?: number
  /** The same where many events may come at once; as `bodyLimit` unless told. */
  readonly batchLimit?: number
  /** Events of one request. */
  readonly maxEvents?: number
  /** Requests that are worked on at a time. */
  readonly maxConcurrent?: number
  /** Requests that may wait for that. */
  readonly maxWaiting?: number
  /** Open connections, those that wait for live events among them. */
  readonly maxConnections?: number
  /** Clients that get live events at a time. */
  readonly maxStreams?: number
  /**
   * Requests that have waited this long are refused while there is too much to do; who is refused
   * hears it within four times as long.
   */
  readonly maxDelayMs?: number
  /** Between a request's first and last byte. */
  readonly requestTimeoutMs?: number
  /** How long the last requests may take when the server stops. */
  readonly drainMs?: number
  /** Between two signs of life of live events. */
  readonly heartbeatMs?: number
  /** The folder of the built dashboard; there is none without. */
  readonly dashboard?: string
  /** What the server says it is. */
  readonly version?: string
  readonly log?: Log
  readonly json?: Partial<JsonLimits>
}

/** Options that can be used, each with a value. */
export type Settings = Required<Omit<ServerOptions, 'dashboard' | 'log' | 'json'>> & {
  readonly dashboard: string | undefined
  readonly log: Log | undefined
  readonly json: JsonLimits
}

const SECOND = 1000
const HOUR = 3600 * SECOND
/** An hour is more than anybody waits, a gigabyte more than fits. */
const BOUNDS: Readonly<Record<string, readonly [least: number, most: number, usual: number]>> = {
  port: [0, 65_535, 8080],
  bodyLimit: [1024, 2 ** 30, 64 * 1024],
  batchLimit: [1024, 2 ** 30, 64 * 1024],
  maxEvents: [1, 1_000_000, 1000],
  maxConcurrent: [1, 10_000, 64],
  maxWaiting: [0, 100_000, 256],
  maxConnections: [1, 100_000, 1024],
  maxStreams: [0, 10_000, 100],
  maxDelayMs: [1, HOUR, 50],
  requestTimeoutMs: [100, HOUR, 13 * SECOND],
  drainMs: [0, HOUR, 8 * SECOND],
  heartbeatMs: [10, HOUR, 15 * SECOND],
}
const JSON_BOUNDS: Readonly<Record<keyof JsonLimits, readonly [number, number, number]>> = {
  maxDepth: [1, 1000, 32],
  maxKeys: [1, 1_000_000, 10_000],
  maxKeyBytes: [1, 65_536, 256],
  maxTextBytes: [1, 2 ** 30, 16 * 1024],
}
const ROLES: readonly Role[] = ['read', 'predict', 'admin']

/** Checks options, all of them, before anything is begun. */
export function settingsOf(options: ServerOptions): Settings {
  const lists = [
    'host',
    'tokens',
    'allowedHosts',
    'allowedOrigins',
    'dashboard',
    'version',
    'log',
    'json',
  ]
  const known = new Set([...lists, ...Object.keys(BOUNDS)])
  const stranger = Object.keys(options).find((name) => !known.has(name))
  if (stranger !== undefined) throw refuse(stranger, `must be one of ${[...known].join(', ')}`)
  const given = options.batchLimit ?? options.bodyLimit
  const numbers = numbersOf(BOUNDS, {
    ...options,
    ...(given !== undefined && { batchLimit: given }),
  })
  const { host = '127.0.0.1', tokens = [], allowedHosts = [], allowedOrigins = [] } = options
  if (typeof host !== 'string' || host === '') throw refuse('host', 'must be an address', host)
  tokens.forEach(checkToken)
  allowedHosts.forEach(checkHost)
  allowedOrigins.forEach(checkOrigin)
  if (tokens.length === 0 && !isLoopback(host)) {
    const advice = 'set one (COELHO_TOKENS, or --tokens <file>), or listen at 127.0.0.1'
    throw new UsageError(
      `others can connect to ${host}, so a token is needed: ${advice}. Nothing was started.`,
    )
  }
  return {
    ...(numbers as unknown as Settings),
    host,
    tokens,
    allowedHosts: isIP(host) > 0 ? allowedHosts : [...allowedHosts, host],
    allowedOrigins,
    dashboard: options.dashboard,
    version: options.version ?? '0.0.0',
    log: options.log,
    json: numbersOf(JSON_BOUNDS, options.json ?? {}) as unknown as JsonLimits,
  }
}

/** Whether only this machine can connect. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host)
}

function numbersOf(
  bounds: Readonly<Record<string, readonly [number, number, number]>>,
  given: Readonly<Record<string, unknown>>,
): Record<string, number> {
  const checked = Object.entries(bounds).map(([name, [least, most, usual]]) => {
    const value = given[name] ?? usual
    const isGood = Number.isInteger(value) && Number(value) >= least && Number(value) <= most
    if (!isGood) throw refuse(name, `must be an integer from ${least} to ${most}`, value)
    return [name, Number(value)] as const
  })
  return Object.fromEntries(checked)
}

function checkToken(token: Token, i: number): void {
  const where = `tokens[${i}]`
  const { sha256, roles } = token
  if (token.token === undefined && sha256 === undefined) throw refuse(where, 'must have a token')
  if (token.token !== undefined && !/^[\x21-\x7e]{16,512}$/.test(token.token)) {
    throw refuse(where, 'must have 16 to 512 characters, no blanks among them')
  }
  if (sha256 !== undefined && !/^[0-9a-f]{64}$/i.test(sha256)) {
    throw refuse(`${where}.sha256`, 'must be 64 hexadecimal digits')
  }
  if (roles.length === 0 || roles.some((role) => !ROLES.includes(role))) {
    throw refuse(`${where}.roles`, `must be some of ${ROLES.join(', ')}`, roles.join(', '))
  }
}

function checkHost(host: string): void {
  if (/^\.?[a-z0-9]([a-z0-9._-]*[a-z0-9])?$/i.test(host)) return
  throw refuse('allowedHosts', 'must be names without a port, such as example.org', host)
}

function checkOrigin(origin: string): void {
  if (URL.canParse(origin) && new URL(origin).origin === origin) return
  throw refuse('allowedOrigins', 'must be such as https://example.org', origin)
}

/** What was given is not said of a token: it would stand in a log. */
function refuse(option: string, expected: string, received?: unknown): UsageError {
  const got = received === undefined ? '' : `, got ${shown(received)}`
  return new UsageError(`${option} ${expected}${got}.`)
}
