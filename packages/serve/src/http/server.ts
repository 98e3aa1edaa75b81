import { createServer as createHttpServer, type Server } from 'node:http'
import { type AddressInfo, Server as NetServer } from 'node:net'
import { setTimeout } from 'node:timers/promises'
import { getRequestListener, RequestError } from '@hono/node-server'
import { collectDefaultMetrics, Registry } from 'prom-client'
import type { Service } from '../api/served.js'
import { UsageError } from '../failure.js'
import { Keyring } from './access/keyring.js'
import { Sites } from './access/sites.js'
import { createApp } from './app.js'
import { refuseBroken } from './broken.js'
import type { Call } from './call.js'
import { admit } from './front.js'
import { Slots } from './limits/slots.js'
import { Turn } from './limits/turn.js'
import { type ServerOptions, type Settings, settingsOf } from './options.js'
import { readPages } from './pages/files.js'
import type { Parts } from './parts.js'
import { problemHeaders, problems } from './problem.js'
import { Streams } from './streams.js'
import { ModelMetrics } from './telemetry/models.js'
import { RequestMetrics } from './telemetry/requests.js'

/** A server that answers. */
export interface HttpServer {
  /** Where it listens, such as `http://127.0.0.1:8080`. */
  readonly url: string
  /**
   * Stops: it is no longer ready from now on, what was asked is still answered, live events end.
   * Resolves when the last connection is closed.
   */
  close(): Promise<void>
}

interface State {
  /** It is no longer ready. */
  isDraining: boolean
  /** Answers are the last of their connections. */
  isClosing: boolean
}

/** Starts to answer for all models of the service; the service itself is closed by who made it. */
export async function createServer(
  service: Service,
  options: ServerOptions = {},
): Promise<HttpServer> {
  const settings = settingsOf(options)
  const pages = settings.dashboard === undefined ? [] : await readPages(settings.dashboard)
  const state: State = { isDraining: false, isClosing: false }
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const requests = new RequestMetrics(registry)
  const models = new ModelMetrics(registry)
  const streams = new Streams(settings, requests)
  const parts: Parts = {
    service,
    settings,
    keyring: new Keyring(settings.tokens),
    slots: new Slots(settings.maxConcurrent, settings.maxWaiting),
    streams,
    pages,
    requests,
    models,
    scrape: async () => {
      models.refresh(service)
      return [await registry.metrics(), registry.contentType]
    },
    about: aboutOf(settings.version),
    isDraining: () => state.isDraining,
  }
  const server = listenerOf(parts, state)
  const url = await listen(server, settings)
  let closed: Promise<void> | undefined
  const close = async () => {
    streams.close()
    await drain(server, settings.drainMs, state)
  }
  return { url, close: () => (closed ??= close()) }
}

function listenerOf(parts: Parts, state: State): Server {
  const { settings, requests } = parts
  const app = createApp(parts)
  const calls = new WeakMap<object, Call>()
  const front = {
    sites: new Sites(settings.allowedHosts, settings.allowedOrigins),
    turn: new Turn(settings.maxDelayMs),
    metrics: requests,
    isClosing: () => state.isClosing,
  }
  const answer = getRequestListener(
    (request, env) => app.fetch(request, { ...env, call: calls.get(env.incoming) }),
    { errorHandler: (error) => answerUnanswerable(error, parts) },
  )
  const server = createHttpServer(
    {
      headersTimeout: Math.min(10_000, settings.requestTimeoutMs),
      requestTimeout: settings.requestTimeoutMs,
      connectionsCheckingInterval: Math.min(500, settings.requestTimeoutMs / 4),
      keepAliveTimeout: 5000,
      maxHeaderSize: 16 * 1024,
    },
    (incoming, outgoing) => {
      const call = admit(front, incoming, outgoing)
      if (call === null) return
      calls.set(incoming, call)
      void answer(incoming, outgoing)
    },
  )
  server.maxRequestsPerSocket = 1000
  server.maxConnections = settings.maxConnections
  // Who neither reads nor writes; live events have a heartbeat.
  server.timeout = 4 * settings.heartbeatMs
  server.on('clientError', (error, socket) => refuseBroken(error, socket, requests))
  server.on('drop', () => requests.tally('refused', 'other', 0))
  return server
}

/** What no route could be asked for: an address that is none, or an error in the server itself. */
function answerUnanswerable(error: unknown, { requests, settings }: Parts): Response {
  const code = error instanceof RequestError ? 'malformed' : 'internal'
  const [status, title] = problems[code]
  if (code === 'internal') settings.log?.error({ err: error }, 'failed')
  requests.tally('refused', 'other', status)
  const body = JSON.stringify({ type: `/docs#${code}`, title, status, code })
  return new Response(body, { status, headers: problemHeaders(code) })
}

async function listen(server: Server, { host, port }: Settings): Promise<string> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen({ host, port }, () => {
      server.off('error', reject)
      resolve()
    })
  }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EADDRINUSE') throw error
    throw new UsageError(`port ${port} of ${host} is taken: choose another one by --port.`)
  })
  const { address, port: chosen, family } = server.address() as AddressInfo
  return `http://${family === 'IPv6' ? `[${address}]` : address}:${chosen}`
}

/** How long whoever balances the load may take to see that the server is not ready. */
const LAME_DUCK = 500
/** How long connections may end by themselves, each with its next answer. */
const FAREWELL = 500
/** Both are shorter where nobody has been connected for so long. */
const QUIET = 100
const LOOK = 20

/**
 * Goes on as ever for a moment, but for telling that it is not ready; then lets nobody new in and
 * tells with each answer that it is the last of its connection, so that clients leave between two
 * requests; what is still there at the end of the time is cut off.
 */
async function drain(server: Server, drainMs: number, state: State): Promise<void> {
  const begun = performance.now()
  state.isDraining = true
  await untilQuiet(server, Math.min(LAME_DUCK, drainMs / 4))
  state.isClosing = true
  // Not the server's own `close`: it would end connections over which a request is on its way.
  const closed = new Promise<void>((resolve) =>
    NetServer.prototype.close.call(server, () => resolve()),
  )
  await untilQuiet(server, Math.min(FAREWELL, drainMs / 4))
  server.closeIdleConnections()
  const rest = Math.max(0, drainMs - (performance.now() - begun))
  const timer = globalThis.setTimeout(() => server.closeAllConnections(), rest)
  await closed
  clearTimeout(timer)
  server.close()
}

async function untilQuiet(server: Server, longest: number): Promise<void> {
  const until = performance.now() + longest
  for (let quiet = 0; quiet < QUIET && performance.now() < until; quiet += LOOK) {
    await setTimeout(LOOK)
    if ((await openConnections(server)) > 0) quiet = 0
  }
}

function openConnections(server: Server): Promise<number> {
  return new Promise((resolve) => server.getConnections((_, count) => resolve(count ?? 0)))
}

function aboutOf(version: string): Parts['about'] {
  const description = 'Models that learn while they answer: predictions, labels, and how it goes.'
  return { openapi: '3.1.0', info: { title: 'COELHO', version, description } }
}
