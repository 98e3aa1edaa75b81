import { readFileSync } from 'node:fs'
import { InvalidOptionError, type Rules, resolveOptions } from '@coelho/core'
import { Secret } from '@coelho/runtime'
import { credentialsOfHome } from './credentials.js'

/** How a tracking server is reached; what is not told comes from MLflow's own variables. */
export interface MlflowClientOptions {
  /** `https://host:port`, with a path where there is one; MLFLOW_TRACKING_URI unless told. */
  readonly uri?: string | null
  /** MLFLOW_TRACKING_USERNAME, or `~/.mlflow/credentials`, unless told. */
  readonly username?: string | null
  /** MLFLOW_TRACKING_PASSWORD, or `~/.mlflow/credentials`, unless told. */
  readonly password?: Secret | null
  /** Instead of a name: MLFLOW_TRACKING_TOKEN unless told. */
  readonly token?: Secret | null
  /** MLFLOW_WORKSPACE unless told; servers of MLflow 3 that have them. */
  readonly workspace?: string | null
  /** Whether a certificate that cannot be trusted will do: MLFLOW_TRACKING_INSECURE_TLS. */
  readonly insecureTls?: boolean | null
  /** A file with the certificates to trust: MLFLOW_TRACKING_SERVER_CERT_PATH. */
  readonly serverCertPath?: string | null
  /** A file with one's own certificate and its key: MLFLOW_TRACKING_CLIENT_CERT_PATH. */
  readonly clientCertPath?: string | null
  /** So long is waited for an answer to one attempt, in milliseconds. */
  readonly requestMs?: number
  /** So long it is tried again while the server is away or busy. */
  readonly retryForMs?: number
  /** Connections that are open at once. */
  readonly connections?: number
  /** Artifacts larger than this are sent in parts, where the server takes parts. */
  readonly multipartBytes?: number
  readonly partBytes?: number
}

const MIB = 1 << 20
const WHO = 'MlflowClient'

const RULES: Rules<MlflowClientOptions> = {
  uri: { kind: 'string', default: null, nullable: true },
  username: { kind: 'string', default: null, nullable: true },
  password: { kind: 'object', default: null, nullable: true },
  token: { kind: 'object', default: null, nullable: true },
  workspace: { kind: 'string', default: null, nullable: true },
  insecureTls: { kind: 'boolean', default: null, nullable: true },
  serverCertPath: { kind: 'string', default: null, nullable: true },
  clientCertPath: { kind: 'string', default: null, nullable: true },
  requestMs: { kind: 'integer', default: 30_000, atLeast: 10, atMost: 3_600_000 },
  retryForMs: { kind: 'integer', default: 60_000, atLeast: 0, atMost: 3_600_000 },
  connections: { kind: 'integer', default: 8, atLeast: 1, atMost: 1000 },
  multipartBytes: { kind: 'integer', default: 500 * MIB, atLeast: 1 },
  partBytes: { kind: 'integer', default: 10 * MIB, atLeast: 5 * MIB, atMost: 2 ** 30 },
}

/** How requests are made, with all that was told and found. */
export interface Access {
  /** Without a `/` at its end. */
  readonly uri: string
  /** Asked anew for each request: a secret in a file may be renewed. */
  readonly headers: () => Record<string, string>
  readonly tls: {
    readonly rejectUnauthorized?: boolean
    readonly ca?: string
    readonly cert?: string
    readonly key?: string
  }
  readonly requestMs: number
  readonly retryForMs: number
  readonly connections: number
  readonly multipartBytes: number
  readonly partBytes: number
}

/** Options, the environment and the file of credentials together. Throws if they do not fit. */
export function resolveAccess(
  given: MlflowClientOptions,
  env: Readonly<Record<string, string | undefined>> = process.env,
): Access {
  const options = resolveOptions(WHO, given, RULES) as Required<MlflowClientOptions>
  const { username, password, token, workspace } = options
  for (const [name, value] of Object.entries({ password, token })) Secret.check(WHO, name, value)
  const uri = checkUri(options.uri ?? env['MLFLOW_TRACKING_URI'])
  const space = workspace ?? env['MLFLOW_WORKSPACE']
  const who = () => authorization({ username, password, token }, env)
  who() // an error of it is to come now
  return {
    ...options,
    uri,
    headers: () => {
      const authorization = who()
      return {
        ...(authorization ? { authorization } : {}),
        ...(space ? { 'x-mlflow-workspace': space } : {}),
      }
    },
    tls: tlsOf(options, env),
  }
}

function checkUri(uri: string | undefined): string {
  const expected = 'must be https://host:port, or MLFLOW_TRACKING_URI must'
  // Not repeated: it may hold a password.
  if (!uri || !URL.canParse(uri)) throw new InvalidOptionError(WHO, 'uri', expected)
  const { protocol, username, password, search, hash } = new URL(uri)
  const isWeb = protocol === 'https:' || protocol === 'http:'
  if (!isWeb || search || hash) throw new InvalidOptionError(WHO, 'uri', expected)
  if (username || password) {
    const instead = 'holds no password: set MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD'
    throw new InvalidOptionError(WHO, 'uri', instead)
  }
  return uri.replace(/\/+$/, '')
}

/** As MLflow's own clients decide: a name before a token, what is told before what is found. */
function authorization(
  given: { username: string | null; password: Secret | null; token: Secret | null },
  env: Readonly<Record<string, string | undefined>>,
): string | undefined {
  if (given.token) {
    if (given.username === null && given.password === null) return bearer(given.token.reveal())
    throw new InvalidOptionError(WHO, 'token', 'takes the place of a username and a password')
  }
  const home = credentialsOfHome(env['HOME'])
  const username = given.username ?? (env['MLFLOW_TRACKING_USERNAME'] || home.username)
  const password = given.password?.reveal() ?? (env['MLFLOW_TRACKING_PASSWORD'] || home.password)
  if (username && password) {
    return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`
  }
  if (given.username !== null || given.password !== null) {
    throw new InvalidOptionError(WHO, 'username', 'needs a password, and a password a username')
  }
  const token = env['MLFLOW_TRACKING_TOKEN']
  return token ? bearer(token) : undefined
}

function bearer(token: string): string {
  // Anything else would end the header, or begin another.
  if (/^[\x21-\x7e]+$/.test(token)) return `Bearer ${token}`
  throw new InvalidOptionError(WHO, 'token', 'must be letters, digits and signs without spaces')
}

function tlsOf(
  options: Required<MlflowClientOptions>,
  env: Readonly<Record<string, string | undefined>>,
): Access['tls'] {
  const isInsecure = options.insecureTls ?? isTrue(env['MLFLOW_TRACKING_INSECURE_TLS'])
  const trusted = options.serverCertPath ?? env['MLFLOW_TRACKING_SERVER_CERT_PATH']
  const own = options.clientCertPath ?? env['MLFLOW_TRACKING_CLIENT_CERT_PATH']
  if (isInsecure && trusted) {
    const expected = 'trusts everybody, and serverCertPath only some: set one of them'
    throw new InvalidOptionError(WHO, 'insecureTls', expected)
  }
  const pem = own ? readPem('clientCertPath', own) : undefined
  return {
    ...(isInsecure ? { rejectUnauthorized: false } : {}),
    ...(trusted ? { ca: readPem('serverCertPath', trusted) } : {}),
    ...(pem === undefined ? {} : { cert: pem, key: pem }),
  }
}

function isTrue(text: string | undefined): boolean {
  return /^(true|1)$/i.test(text ?? '')
}

function readPem(option: string, path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw new InvalidOptionError(WHO, option, `must be a file that can be read (${code})`, path)
  }
}
