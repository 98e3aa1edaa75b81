import type { ServerResponse } from 'node:http'
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response'
import type { Listed } from '../api/served.js'
import type { LiveEvent } from '../api/shapes.js'
import type { Ctx } from './call.js'
import { Refused } from './problem.js'
import { headersOf, send } from './reply.js'
import type { RequestMetrics } from './telemetry/requests.js'

/** What can be listened to: a model, or all of them. */
export interface LiveSource {
  subscribe(listen: (listed: Listed) => void, after?: number): () => void
}

export interface StreamSettings {
  readonly maxStreams: number
  readonly heartbeatMs: number
}

/** Bytes that may wait for a client to read them. */
const MAX_UNREAD = 256 * 1024
/** Milliseconds after which a browser connects again. */
const RETRY = 2000

/**
 * Live events, as server-sent events. Each client is written to as fast as it reads; one that falls
 * behind is dropped, and may go on from the last event that it got.
 */
export class Streams {
  private readonly settings: StreamSettings
  private readonly metrics: RequestMetrics
  /** With what ends their subscription. */
  private readonly clients: Map<ServerResponse, () => void> = new Map()
  /** An event is written for all clients once. */
  private readonly texts: WeakMap<LiveEvent, string> = new WeakMap()
  private heart: NodeJS.Timeout | undefined
  private isClosed = false

  constructor(settings: StreamSettings, metrics: RequestMetrics) {
    this.settings = settings
    this.metrics = metrics
  }

  /** Answers with events of these kinds, the ones after `after` first as far as they are kept. */
  open(c: Ctx, source: LiveSource, kinds?: ReadonlySet<string>, after?: number): Response {
    if (this.isClosed) throw new Refused('draining', 'Ask again in some seconds.')
    if (this.clients.size >= this.settings.maxStreams) {
      throw new Refused('too-many', `${this.clients.size} clients get live events already.`)
    }
    const { outgoing, call } = c.env
    const type = { 'content-type': 'text/event-stream' }
    if (c.req.method === 'HEAD') return send(c, 200, null, type)
    call.status = 200
    outgoing.writeHead(200, headersOf(call, type))
    outgoing.write(`retry: ${RETRY}\n\n`)
    this.add(outgoing, source, kinds, after)
    return RESPONSE_ALREADY_SENT
  }

  /** Ends all streams; clients connect elsewhere, or here again. */
  close(): void {
    this.isClosed = true
    for (const [client, leave] of this.clients) {
      leave()
      client.end()
    }
  }

  private add(
    client: ServerResponse,
    source: LiveSource,
    kinds: ReadonlySet<string> | undefined,
    after: number | undefined,
  ): void {
    let mayBeUnread = Number.POSITIVE_INFINITY
    const leave = source.subscribe(({ event, id }) => {
      if (kinds && !kinds.has(event.kind)) return
      if (client.writableLength > mayBeUnread) return void client.destroy()
      client.write(`id: ${id}\n${this.textOf(event)}`)
    }, after)
    // What it missed came at once: it may take its time for that.
    mayBeUnread = client.writableLength + MAX_UNREAD
    this.clients.set(client, leave)
    this.metrics.streams = this.clients.size
    this.heart ??= setInterval(() => this.beat(), this.settings.heartbeatMs).unref()
    client.on('error', () => undefined) // it is closed then
    client.once('close', () => {
      leave()
      this.clients.delete(client)
      this.metrics.streams = this.clients.size
      if (this.clients.size > 0) return
      clearInterval(this.heart)
      this.heart = undefined
    })
  }

  private beat(): void {
    for (const client of this.clients.keys()) {
      if (client.writableLength <= MAX_UNREAD) client.write(':\n\n')
    }
  }

  private textOf(event: LiveEvent): string {
    let text = this.texts.get(event)
    if (text === undefined) {
      text = `event: ${event.kind}\ndata: ${JSON.stringify(event)}\n\n`
      this.texts.set(event, text)
    }
    return text
  }
}
