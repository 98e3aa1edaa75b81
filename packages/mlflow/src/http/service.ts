import { Answer } from './answer.js'
import type { Connection, Method } from './connection.js'

/** A value that JSON can hold; what is `undefined` is left out. */
export type Json = string | number | boolean | null | undefined | readonly Json[] | JsonObject
export interface JsonObject {
  readonly [name: string]: Json
}

/** How a route is asked beside its path and what it is told. */
export interface Manner {
  /** What is done, for errors: `get a run`. */
  readonly doing: string
  /** False where a repetition could do it twice; true unless told. */
  readonly isRepeatable?: boolean
  readonly signal?: AbortSignal | undefined
}

const ROOT = '/api/2.0/mlflow/'

/** MLflow's REST API: JSON there, JSON back. */
export class Service {
  readonly connection: Connection

  constructor(connection: Connection) {
    this.connection = connection
  }

  get(path: string, query: JsonObject, manner: Manner): Promise<Answer> {
    const pairs = Object.entries(query).flatMap(([name, value]) => {
      const values = Array.isArray(value) ? value : [value]
      return values.filter((one) => one !== undefined).map((one) => [name, String(one)])
    })
    const question = new URLSearchParams(pairs as [string, string][]).toString()
    return this.ask('GET', question === '' ? path : `${path}?${question}`, undefined, manner)
  }

  post(path: string, body: JsonObject, manner: Manner): Promise<Answer> {
    return this.ask('POST', path, body, manner)
  }

  /** A path below `/api/2.0/mlflow/`, or from the server's root where it begins with `/`. */
  async ask(
    method: Method,
    path: string,
    body: JsonObject | undefined,
    { doing, isRepeatable = true, signal }: Manner,
  ): Promise<Answer> {
    const bytes = body === undefined ? undefined : Buffer.from(JSON.stringify(body))
    const { bytes: answer } = await this.connection.ask({
      ...{ method, doing, isRepeatable, signal },
      path: path.startsWith('/') ? path : ROOT + path,
      ...(bytes && { bytes: bytes.length, body: () => bytes }),
      ...(bytes && { headers: { 'content-type': 'application/json' } }),
    })
    return Answer.parse(answer.toString('utf8'), doing)
  }

  /** All that the pages of a route hold, one page after the other. */
  async *pages<T>(
    page: (token: string | undefined) => Promise<Answer>,
    take: (answer: Answer) => readonly T[],
  ): AsyncGenerator<T, void, undefined> {
    let token: string | undefined
    do {
      const answer = await page(token)
      yield* take(answer)
      const next = answer.maybeText('next_page_token')
      // A server that gives the same page for ever is broken.
      token = next === token ? undefined : next || undefined
    } while (token !== undefined)
  }
}
