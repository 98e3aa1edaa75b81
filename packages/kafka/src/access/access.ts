import { InvalidOptionError, type Rules, resolveOptions } from '@coelho/core'
import { Secret } from '@coelho/runtime'

/** Who we are, by a password or by a token. */
export interface Sasl {
  readonly mechanism: 'plain' | 'scram-sha-256' | 'scram-sha-512' | 'oauthbearer'
  readonly username?: string | Secret
  readonly password?: Secret
  /** For `oauthbearer`: asked whenever a token is needed. */
  readonly token?: () => Promise<string>
}

/** Certificates and keys in PEM, each from a file or the environment. */
export interface Tls {
  readonly ca?: Secret
  readonly cert?: Secret
  readonly key?: Secret
  readonly passphrase?: Secret
  /** The name the broker's certificate is for, where it is not its address. */
  readonly servername?: string
}

/** How a cluster is reached. */
export interface Access {
  /** `host:port`, some of the cluster; it tells the others. */
  readonly brokers: readonly string[]
  readonly clientId?: string
  readonly sasl?: Sasl | null
  readonly ssl?: boolean | Tls
  /** No answer after so long is none. */
  readonly requestTimeoutMs?: number
  readonly connectTimeoutMs?: number
}

export const ACCESS_RULES: Rules<Access> = {
  brokers: { kind: 'strings' },
  clientId: { kind: 'string', default: 'coelho' },
  sasl: { kind: 'any', default: null },
  ssl: { kind: 'any', default: false },
  requestTimeoutMs: { kind: 'integer', default: 5000, atLeast: 100 },
  connectTimeoutMs: { kind: 'integer', default: 2000, atLeast: 100 },
}

const SASL_RULES: Rules<Sasl> = {
  mechanism: {
    kind: 'string',
    choices: ['plain', 'scram-sha-256', 'scram-sha-512', 'oauthbearer'],
  },
  username: { kind: 'any', default: null },
  password: { kind: 'any', default: null },
  token: { kind: 'any', default: null },
}
const TLS_RULES: Rules<Tls> = {
  ca: { kind: 'any', default: null },
  cert: { kind: 'any', default: null },
  key: { kind: 'any', default: null },
  passphrase: { kind: 'any', default: null },
  servername: { kind: 'any', default: null },
}

const BROKER = /^(\[[0-9a-f:]+\]|[^\s:/]+):[0-9]{1,5}$/i

/** Throws unless it can be used. What it says never holds a value that could be a secret. */
export function checkAccess(who: string, { brokers, sasl, ssl }: Access): void {
  const odd = brokers.find((broker) => !BROKER.test(broker))
  if (odd !== undefined || brokers.length === 0) {
    throw new InvalidOptionError(who, 'brokers', 'must be a list of "host:port"', odd ?? [])
  }
  if (sasl) checkSasl(who, sasl)
  if (ssl === null || (typeof ssl !== 'boolean' && typeof ssl !== 'object')) {
    throw new InvalidOptionError(who, 'ssl', 'must be true, false, or an object of certificates')
  }
  if (typeof ssl === 'object') {
    const { servername, ...secrets } = resolveOptions(`${who}.ssl`, ssl, TLS_RULES)
    for (const [name, value] of Object.entries(secrets)) Secret.check(who, `ssl.${name}`, value)
  }
}

function checkSasl(who: string, given: Sasl): void {
  const { mechanism, username, password, token } = resolveOptions(`${who}.sasl`, given, SASL_RULES)
  if (mechanism === 'oauthbearer') {
    if (typeof token === 'function' && !username && !password) return
    throw new InvalidOptionError(who, 'sasl.token', 'must be a function, and there is no password')
  }
  if (typeof username !== 'string') Secret.check(who, 'sasl.username', username)
  Secret.check(who, 'sasl.password', password)
  if (username && password && !token) return
  throw new InvalidOptionError(who, 'sasl', `needs a username and a password for ${mechanism}`)
}
