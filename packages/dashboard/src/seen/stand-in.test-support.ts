// A server of the pages whose models do as a test tells them.
import { readFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import type { LiveEvent, Summary } from '#api'
import * as models from './stand-in-models.test-support.js'

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
}
const POLICY = [
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'",
  "img-src 'self' data:; font-src 'self'; base-uri 'none'; form-action 'none'",
].join('; ')

export interface StandIn {
  readonly url: string
  /** What was asked for, such as `POST /v1/models/fraud/predict`. */
  readonly asked: readonly string[]
  /** Ids from which listeners went on. */
  readonly resumed: readonly string[]
  tell(event: LiveEvent): void
  /** One more sample of each model, so many events further. */
  step(events: number): void
  /** Breaks all live connections. */
  hangUp(): void
  close(): Promise<void>
}

export interface StandInOptions {
  /** The built pages. */
  readonly pages: string
  readonly summaries: Summary[]
  readonly token?: string
  /** How long it takes to tell what was, in milliseconds. */
  readonly seriesMs?: number
}

export async function standIn(options: StandInOptions): Promise<StandIn> {
  const listeners = new Set<ServerResponse>()
  const sent: string[] = []
  const asked: string[] = []
  const resumed: string[] = []
  const server = createServer(async (request, response) => {
    const url = new URL(request.url!, 'http://here')
    asked.push(`${request.method} ${url.pathname}`)
    if (!url.pathname.startsWith('/v1')) return page(options.pages, url.pathname, response)
    const { token } = options
    if (token && request.headers.authorization !== `Bearer ${token}`) {
      return say(response, 401, { title: 'Who are you?', detail: 'A token is needed.' })
    }
    if (url.pathname.endsWith('/series')) await setTimeout(options.seriesMs ?? 0)
    if (url.pathname !== '/v1/events') return api(options.summaries, url, request, response)
    const after = request.headers['last-event-id'] as string | undefined
    if (after) resumed.push(after)
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    response.write(`retry: 100\n\n${sent.slice(Number(after ?? sent.length)).join('')}`)
    listeners.add(response)
    response.on('close', () => listeners.delete(response))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const tell = (event: LiveEvent) => {
    const text = `id: ${sent.length + 1}\nevent: ${event.kind}\ndata: ${JSON.stringify(event)}\n\n`
    sent.push(text)
    for (const listener of listeners) listener.write(text)
  }
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    resumed,
    tell,
    step(events) {
      for (const summary of options.summaries) {
        summary.events += events
        const sample = models.sample(summary, summary.events)
        tell({ kind: 'sample', model: summary.name, sample })
      }
    },
    hangUp() {
      for (const listener of listeners) listener.destroy()
    },
    close() {
      server.closeAllConnections()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}

async function page(folder: string, path: string, response: ServerResponse): Promise<void> {
  const name = path === '/' ? 'index.html' : path.slice(1)
  const bytes = await readFile(join(folder, name)).catch(() => undefined)
  const type = TYPES[extname(name)] ?? 'application/octet-stream'
  const headers = { 'content-type': type, 'content-security-policy': POLICY }
  response.writeHead(bytes ? 200 : 404, headers).end(bytes)
}

function say(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}

function api(
  summaries: readonly Summary[],
  url: URL,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const [, , , name, ...rest] = url.pathname.split('/').map(decodeURIComponent)
  const of = summaries.find((summary) => summary.name === name)
  if (name === undefined || !of) {
    say(response, of || name === undefined ? 200 : 404, { models: summaries })
    return
  }
  const answers: Record<string, () => unknown> = {
    'GET ': () => models.info(of),
    'GET series': () => ({
      samples: Array.from({ length: 60 }, (_, i) => models.sample(of, (i + 1) * 100)),
      markers: [],
    }),
    'GET report': () => models.report(of),
    'GET clusters': () => models.clusters(of),
    'GET importances': () => ({
      version: of.version,
      importances: [{ feature: 'amount', importance: 1 }],
    }),
    'GET encoders': () => ({
      version: of.version,
      encoders: [{ encoder: 'OrdinalEncoder', codes: { kind: [{ category: 'view', code: 0 }] } }],
    }),
    'GET schema': () => models.schema,
    'GET sample': () => ({ id: 'e-1', amount: 12, kind: 'view', label: 1 }),
    'GET dead-letters': () => ({
      total: 1,
      letters: [{ partition: 'events-0', offset: 4, reason: 'not JSON', value: '{' }],
    }),
    'GET versions': () => ({ versions: models.versions(of), following: !of.pinned }),
    'GET traffic': () => ({ shares: [], shadow: null, arms: [] }),
    'POST predict': () => models.explanation(of),
    'POST explain': () => models.explanation(of),
    'POST learn': () => ({
      queued: [{ id: 'e-1', kind: 'event', partition: 'events-0', offset: 9, repeated: false }],
    }),
    'POST training/stop': () => {
      of.training = { ...of.training, state: 'stopped' }
      return of.training
    },
    'POST versions/6/pin': () => {
      Object.assign(of, { pinned: true, version: models.version(of.name, 6) })
      return of.version
    },
  }
  const answer = answers[`${request.method} ${rest.join('/')}`]
  say(response, answer ? 200 : 404, answer ? answer() : { detail: 'no such route' })
}
