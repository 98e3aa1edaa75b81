import { setTimeout as wait } from 'node:timers/promises'
import { Attempts, MS_PER_BYTE } from '@coelho/runtime'
import { Agent, type Dispatcher, EnvHttpProxyAgent, request } from 'undici'
import type { Access } from '../access/access.js'
import { MlflowError, PASSING_STATUS } from '../errors.js'
import { noAnswerOf, retryAfter } from './failure.js'

const PAUSES = { firstMs: 100, longestMs: 5000 }
/** More than any page of MLflow's; what is larger is none. */
const MOST_BYTES = 64 << 20

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** One request, and what may be done if its answer is lost. */
export interface Wanted {
  readonly method: Method
  /** A path of the server, or an address of its own: somebody else's, who learns nothing of us. */
  readonly path: string
  /** What is done, for errors: `get a run`. */
  readonly doing: string
  /** False where a repetition could do it twice. */
  readonly isRepeatable: boolean
  readonly headers?: Readonly<Record<string, string>>
  /** Made anew for each attempt. */
  readonly body?: () => Uint8Array | AsyncIterable<Uint8Array>
  readonly bytes?: number
  readonly signal?: AbortSignal | undefined
  /** A status that will be the same again, whatever it is elsewhere. */
  readonly final?: number
}

export interface Answered {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  /** To be read to its end, or destroyed. */
  readonly body: Dispatcher.ResponseData['body']
}

/** Requests over connections that are kept, each tried again where that does no harm. */
export class Connection {
  readonly access: Access
  private readonly server: Dispatcher
  private outside: Dispatcher | undefined
  private readonly closing: AbortController = new AbortController()

  constructor(access: Access) {
    this.access = access
    this.server = dispatcher(access, access.tls)
  }

  /** The bytes of an answer, whole. */
  async ask(wanted: Wanted): Promise<{ headers: Answered['headers']; bytes: Buffer }> {
    return await this.try(wanted, async (answered) => {
      const parts: Buffer[] = []
      let count = 0
      for await (const part of answered.body as AsyncIterable<Buffer>) {
        parts.push(part)
        count += part.length
        if (count > MOST_BYTES) throw new MlflowError(wanted.doing, 'NOT_MLFLOW', 'too much came')
      }
      return { headers: answered.headers, bytes: Buffer.concat(parts, count) }
    })
  }

  /** An answer that is read as it comes. */
  async open(wanted: Wanted): Promise<Answered> {
    return await this.try(wanted, async (answered) => answered)
  }

  /** Requests that are under way fail. */
  async close(): Promise<void> {
    this.closing.abort()
    await Promise.all([this.server.destroy(), this.outside?.destroy()])
  }

  private async try<T>(wanted: Wanted, take: (answered: Answered) => Promise<T>): Promise<T> {
    const attempts = new Attempts({ forMs: this.access.retryForMs, ...PAUSES })
    let mayBeDone = false
    for (;;) {
      const failure = await this.once(wanted, take)
      if (!('error' in failure)) return failure.result
      const { error, after } = failure
      mayBeDone ||= error.mayBeDone
      const rest = attempts.next(after)
      const mayRepeat = wanted.isRepeatable || !error.mayBeDone
      const isOver = this.closing.signal.aborted || wanted.signal?.aborted || rest === undefined
      if (!error.isPassing || error.status === wanted.final || !mayRepeat || isOver) {
        // The first attempt may have done what a later one could not.
        const { code, text, status } = error
        throw mayBeDone ? new MlflowError(wanted.doing, code, text, status, true) : error
      }
      await wait(rest, undefined, { signal: this.closing.signal }).catch(() => {
        throw error
      })
    }
  }

  private async once<T>(
    wanted: Wanted,
    take: (answered: Answered) => Promise<T>,
  ): Promise<{ result: T } | { error: MlflowError; after?: number | undefined }> {
    const { doing } = wanted
    try {
      const answered = await this.send(wanted)
      if (answered.status >= 200 && answered.status < 300) return { result: await take(answered) }
      const text = await textOf(answered.body)
      const error = errorOf(doing, answered.status, text)
      const after = retryAfter(single(answered.headers['retry-after']))
      return { error, after }
    } catch (error) {
      if (error instanceof MlflowError) throw error
      const { text, mayBeDone, isHopeless } = noAnswerOf(error)
      const what = wanted.signal?.aborted ? 'it was given up' : text
      const failed = new MlflowError(doing, 'NO_ANSWER', what, 0, mayBeDone)
      if (isHopeless || wanted.signal?.aborted || this.closing.signal.aborted) throw failed
      return { error: failed }
    }
  }

  private async send(wanted: Wanted): Promise<Answered> {
    const { method, path, body, bytes = 0, headers, signal } = wanted
    const { access } = this
    const isOurs = path.startsWith('/')
    const limit = access.requestMs + Math.ceil(bytes * MS_PER_BYTE)
    const answer = await request(isOurs ? access.uri + path : path, {
      method,
      dispatcher: isOurs ? this.server : this.elsewhere(),
      headers: {
        ...(isOurs ? { accept: 'application/json', ...access.headers() } : {}),
        ...(body ? { 'content-length': String(bytes) } : {}),
        ...headers,
      },
      ...(body ? { body: body() as Buffer } : {}),
      ...(signal ? { signal } : {}),
      headersTimeout: limit,
      bodyTimeout: access.requestMs,
    })
    return { status: answer.statusCode, headers: answer.headers, body: answer.body }
  }

  /** Buckets, to which a server sends us: they hear neither who we are nor of our certificates. */
  private elsewhere(): Dispatcher {
    this.outside ??= dispatcher(this.access, {})
    return this.outside
  }
}

function dispatcher({ connections, requestMs }: Access, tls: Access['tls']): Dispatcher {
  const options = {
    connections,
    connect: { ...tls, timeout: Math.min(requestMs, 10_000) },
    // Before servers close idle connections themselves, after 5 s or more.
    keepAliveTimeout: 4000,
  }
  const { env } = process
  const hasProxy = ['http_proxy', 'https_proxy', 'HTTP_PROXY', 'HTTPS_PROXY'].some(
    (one) => env[one],
  )
  return hasProxy ? new EnvHttpProxyAgent(options) : new Agent(options)
}

async function textOf(body: Answered['body']): Promise<string> {
  const text = await body.text()
  return text.slice(0, 4000)
}

/** What came where an answer was to come: MLflow's error, or somebody else's page. */
function errorOf(doing: string, status: number, body: string): MlflowError {
  let code: unknown
  let message: unknown
  try {
    ;({ error_code: code, message } = JSON.parse(body) as {
      error_code?: unknown
      message?: unknown
    })
  } catch {}
  // An error of a server may come after it has done its work; overload comes before.
  const mayBeDone = PASSING_STATUS.includes(status) && status !== 429
  if (typeof code === 'string' && /^[A-Z_]{1,64}$/.test(code)) {
    return new MlflowError(doing, code, String(message ?? 'no reason is told'), status, mayBeDone)
  }
  const shown = body
    .replace(/[^ -~]+/g, ' ')
    .trim()
    .slice(0, 200)
  const text = (shown || 'no reason is told') + (status === 403 ? ADVICE : '')
  return new MlflowError(doing, 'NOT_MLFLOW', text, status, mayBeDone)
}

const ADVICE =
  '; a server of MLflow 3 refuses names it does not know: start it with ' +
  "--allowed-hosts, or MLFLOW_SERVER_ALLOWED_HOSTS, holding this address' host"

function single(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header[0] : header
}
