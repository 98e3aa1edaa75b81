import type {
  Clusters,
  DeadLetters,
  Explanation,
  Importances,
  Info,
  Prediction,
  Problem,
  Receipt,
  Report,
  Series,
  Summary,
  Traffic,
  TrafficState,
  Training,
  Version,
  VersionInfo,
} from '../api/shapes.js'
import { AnswerError } from './answer-error.js'
import { type EventsOptions, type ListedEvent, liveEvents } from './live-events.js'

export interface CoelhoClientOptions {
  /** Where the server is; the page's own, in a browser. */
  readonly url?: string
  readonly token?: string
  /** Instead of the global `fetch`. */
  readonly fetch?: typeof fetch
}

export interface AskOptions {
  readonly signal?: AbortSignal
}

export interface PredictOptions extends AskOptions {
  /** Who asks: the same version answers as long as it has a share of the requests. */
  readonly key?: string
  /** Keeps the event, too, so that its label may come later by its id. */
  readonly remember?: boolean
}

export interface LearnOptions extends AskOptions {
  /** The same key brings the same events only once; made up unless told. */
  readonly idempotencyKey?: string
}

type Body = string | undefined

/**
 * Asks a COELHO server: in browsers, Node, Deno and Bun.
 *
 * @example
 * const client = new CoelhoClient({ url: 'http://127.0.0.1:8080', token: 'a token of the server' })
 * String(client) // => 'CoelhoClient(http://127.0.0.1:8080)'
 */
export class CoelhoClient {
  readonly url: string
  private readonly token: string | undefined
  private readonly ask: typeof fetch

  constructor({ url = '', token, fetch: ask }: CoelhoClientOptions = {}) {
    this.url = url.endsWith('/') ? url.slice(0, -1) : url
    this.token = token
    // A browser's fetch must be called as a function of the window.
    this.ask = ask ?? ((input, init) => fetch(input, init))
  }

  models(options?: AskOptions): Promise<Summary[]> {
    return this.get<{ models: Summary[] }>('/v1/models', options).then(({ models }) => models)
  }

  info(model: string, options?: AskOptions): Promise<Info> {
    return this.get(at(model), options)
  }

  /** What the model says of an event. */
  predict(model: string, event: object, options: PredictOptions = {}): Promise<Prediction> {
    return this.post(`${at(model, 'predict')}${queryOf(options)}`, event, options)
  }

  /** What it says of each of many, all by one version. */
  async predictMany(
    model: string,
    events: readonly object[],
    options: PredictOptions = {},
  ): Promise<Prediction[]> {
    const path = `${at(model, 'predict')}${queryOf(options)}`
    const { predictions } = await this.post<{ predictions: Prediction[] }>(path, events, options)
    return predictions
  }

  explain(model: string, event: object, options?: AskOptions): Promise<Explanation> {
    return this.post(at(model, 'explain'), event, options)
  }

  /** Events with their labels, or without; they are learned from the log, in its order. */
  learn(
    model: string,
    events: object | readonly object[],
    options: LearnOptions = {},
  ): Promise<Receipt> {
    const key = options.idempotencyKey ?? randomKey()
    return this.post(at(model, 'learn'), events, options, { 'idempotency-key': key })
  }

  /** A label of an event that came before, in the form that the project has for it. */
  label(model: string, label: object, options?: LearnOptions): Promise<Receipt> {
    return this.learn(model, label, options)
  }

  report(model: string, options?: AskOptions): Promise<Report> {
    return this.get(at(model, 'report'), options)
  }

  clusters(model: string, options?: AskOptions): Promise<Clusters> {
    return this.get(at(model, 'clusters'), options)
  }

  importances(model: string, options?: AskOptions): Promise<Importances> {
    return this.get(at(model, 'importances'), options)
  }

  series(model: string, options?: AskOptions): Promise<Series> {
    return this.get(at(model, 'series'), options)
  }

  /** JSON Schema of an event. */
  schema(model: string, options?: AskOptions): Promise<Record<string, unknown>> {
    return this.get(at(model, 'schema'), options)
  }

  /** An event as it might come next. */
  sample(model: string, options?: AskOptions): Promise<Record<string, unknown>> {
    return this.get(at(model, 'sample'), options)
  }

  deadLetters(model: string, limit = 50, options?: AskOptions): Promise<DeadLetters> {
    return this.get(`${at(model, 'dead-letters')}?limit=${limit}`, options)
  }

  versions(
    model: string,
    options?: AskOptions,
  ): Promise<{ versions: VersionInfo[]; following: boolean }> {
    return this.get(at(model, 'versions'), options)
  }

  /** Goes back to a version, and stays there. */
  pin(model: string, version: number, options?: AskOptions): Promise<Version> {
    return this.post(at(model, `versions/${version}/pin`), undefined, options)
  }

  /** Follows the newest version again. */
  follow(model: string, options?: AskOptions): Promise<Version> {
    return this.post(at(model, 'follow'), undefined, options)
  }

  /** Makes a challenger the champion. */
  promote(model: string, contestant: string, options?: AskOptions): Promise<Summary> {
    return this.post(at(model, 'promote'), { contestant }, options)
  }

  training(model: string, options?: AskOptions): Promise<Training> {
    return this.get(at(model, 'training'), options)
  }

  startTraining(model: string, options?: AskOptions): Promise<Training> {
    return this.post(at(model, 'training/start'), undefined, options)
  }

  stopTraining(model: string, options?: AskOptions): Promise<Training> {
    return this.post(at(model, 'training/stop'), undefined, options)
  }

  traffic(model: string, options?: AskOptions): Promise<TrafficState> {
    return this.get(at(model, 'traffic'), options)
  }

  setTraffic(model: string, traffic: Traffic, options?: AskOptions): Promise<TrafficState> {
    return this.request('PUT', at(model, 'traffic'), JSON.stringify(traffic), options)
  }

  /** What happens, as it happens, for as long as it is listened to. */
  events(options: EventsOptions = {}): AsyncGenerator<ListedEvent, void, undefined> {
    const { model, types } = options
    const path = model === undefined ? '/v1/events' : at(model, 'events')
    const query = types === undefined ? '' : `?type=${types.join(',')}`
    return liveEvents(async (after, signal) => {
      const headers: Record<string, string> = { accept: 'text/event-stream' }
      if (after !== undefined) headers['last-event-id'] = String(after)
      return this.send('GET', `${path}${query}`, undefined, { signal }, headers)
    }, options)
  }

  toString(): string {
    return `CoelhoClient(${this.url})`
  }

  private get<Answer>(path: string, options?: AskOptions): Promise<Answer> {
    return this.request('GET', path, undefined, options)
  }

  private post<Answer>(
    path: string,
    body: unknown,
    options?: AskOptions,
    headers?: Readonly<Record<string, string>>,
  ): Promise<Answer> {
    const text = body === undefined ? undefined : JSON.stringify(body)
    return this.request('POST', path, text, options, headers)
  }

  private async request<Answer>(
    method: string,
    path: string,
    body: Body,
    options?: AskOptions,
    headers?: Readonly<Record<string, string>>,
  ): Promise<Answer> {
    const response = await this.send(method, path, body, options, headers)
    return (await response.json()) as Answer
  }

  /** A refusal becomes a AnswerError. */
  private async send(
    method: string,
    path: string,
    body: Body,
    { signal }: AskOptions = {},
    more: Readonly<Record<string, string>> = {},
  ): Promise<Response> {
    const headers: Record<string, string> = { accept: 'application/json', 'x-coelho': '1', ...more }
    if (body !== undefined) headers['content-type'] = 'application/json'
    if (this.token !== undefined) headers['authorization'] = `Bearer ${this.token}`
    const init = { method, headers, ...(body !== undefined && { body }), ...(signal && { signal }) }
    const response = await this.ask(`${this.url}${path}`, init)
    if (response.ok) return response
    const problem = (await response.json().catch(() => ({}))) as Partial<Problem>
    const after = Number(response.headers.get('retry-after') ?? Number.NaN)
    const retryAfterMs = Number.isNaN(after) ? undefined : after * 1000
    throw new AnswerError({ ...problem, status: response.status }, retryAfterMs)
  }
}

/** Pages that came without TLS have no `crypto.randomUUID`. */
function randomKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

function at(model: string, what?: string): string {
  const path = `/v1/models/${encodeURIComponent(model)}`
  return what === undefined ? path : `${path}/${what}`
}

function queryOf({ key, remember }: PredictOptions): string {
  const query = new URLSearchParams()
  if (key !== undefined) query.set('key', key)
  if (remember) query.set('remember', 'true')
  return query.size > 0 ? `?${query}` : ''
}
