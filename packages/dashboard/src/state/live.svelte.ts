import type { LiveEvent, Series, Summary } from '#api'
import { modelPath } from '../api/client.js'
import type { SentEvent } from '../sse/parser.js'
import { type Connection, follow } from '../sse/stream.js'
import { announcer } from './announcer.svelte.js'
import { Model } from './model.svelte.js'
import { session } from './session.svelte.js'

/** Nobody sees more: what came in between is drawn together. */
const HIDDEN_MS = 250
const RENEW_MS = 15_000
/** A page that was asleep must not work for minutes when it wakes. */
const MOST_QUEUED = 20_000

/** All models, kept up to date over one connection. */
class Live {
  models: readonly Model[] = $state.raw([])
  connection: Connection = $state('connecting')
  /** Why there is nothing to see; undefined while there is. */
  failure: string | undefined = $state(undefined)
  isLoaded: boolean = $state(false)
  private queue: LiveEvent[] = []
  private isPlanned = false
  private restarts = 0
  private lastId = 0
  /** True until the first event after a break shows whether some were missed. */
  private isResumed = false

  start(): void {
    void this.renew()
    setInterval(() => document.hidden || void this.renew(), RENEW_MS)
    this.listen()
  }

  model(name: string | undefined): Model | undefined {
    return this.models.find((model) => model.name === name)
  }

  private listen(): void {
    const { client } = session
    follow({
      open: (lastId, signal) =>
        client.open('/v1/events', {
          signal,
          headers: { accept: 'text/event-stream', ...(lastId && { 'last-event-id': lastId }) },
        }),
      onEvent: (event) => this.take(event),
      onConnection: (connection) => this.connected(connection),
    })
  }

  /** Listens again after a token was given. */
  reopen(): void {
    void this.load()
    if (this.connection === 'refused') this.listen()
  }

  private connected(connection: Connection): void {
    const before = this.connection
    this.connection = connection
    if (connection === 'live') this.isResumed = this.lastId > 0
    if (connection === 'live' && !this.isLoaded) void this.renew()
    if (connection === 'waiting' && before === 'live') announcer.say('Connection lost')
    if (connection === 'live' && this.isResumed) announcer.say('Connected again')
  }

  private take({ data, id }: SentEvent): void {
    let event: LiveEvent
    try {
      event = JSON.parse(data) as LiveEvent
    } catch {
      return
    }
    const number = Number(id) || 0
    if (this.isResumed && number !== this.lastId + 1) void this.load()
    this.isResumed = false
    this.lastId = number
    this.queue.push(event)
    if (this.queue.length > MOST_QUEUED) this.queue.splice(0, this.queue.length - MOST_QUEUED)
    this.plan()
  }

  /** True until there is what events can be applied to. */
  private get isWaiting(): boolean {
    return !this.isLoaded || this.restarts > 0
  }

  /** Once a frame while somebody looks, four times a second otherwise. */
  private plan(): void {
    if (this.isPlanned || this.isWaiting || this.queue.length === 0) return
    this.isPlanned = true
    if (document.hidden) setTimeout(() => this.flush(), HIDDEN_MS)
    else {
      // A page that gets hidden before its frame comes would wait for ever.
      const late = setTimeout(() => this.flush(), HIDDEN_MS)
      requestAnimationFrame(() => {
        clearTimeout(late)
        this.flush()
      })
    }
  }

  private flush(): void {
    if (!this.isPlanned) return
    this.isPlanned = false
    if (this.isWaiting) return
    const events = this.queue
    this.queue = []
    for (const event of events) {
      const text = this.model(event.model)?.apply(event)
      if (text) announcer.say(`${event.model}: ${text}`)
    }
  }

  /** Everything anew. */
  private async load(): Promise<void> {
    const known = this.models
    await Promise.all([this.renew(), this.restart(known)])
  }

  private async renew(): Promise<void> {
    try {
      const { models } = await session.client.ask<{ models: Summary[] }>('/v1/models')
      const known = this.models
      this.models = models.map((summary) => {
        const model = this.model(summary.name)
        model?.renew(summary)
        return model ?? new Model(summary)
      })
      this.failure = undefined
      this.isLoaded = true
      await this.restart(this.models.filter((model) => !known.includes(model)))
    } catch (error) {
      this.failure = error instanceof Error ? error.message : String(error)
    }
  }

  /** What the server kept of these; what happens meanwhile is applied after it. */
  private async restart(models: readonly Model[]): Promise<void> {
    this.restarts++
    await Promise.all(
      models.map(async (model) => {
        const path = modelPath(model.name, 'series')
        const series = await session.client.ask<Series>(path).catch(() => undefined)
        if (series) model.restart(series)
      }),
    )
    this.restarts--
    this.plan()
  }
}

export const live: Live = new Live()
