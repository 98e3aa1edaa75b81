import { type AnyProject, HeldCheckpoints, type Objects } from '@coelho/runtime'
import { type Listed, type Served, ServeError } from '../api/served.js'
import type {
  Clusters,
  DeadLetters,
  Explanation,
  Importances,
  Info,
  Prediction,
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
import type { EventGenerator } from '../generate/event-generator.js'
import type { Told } from '../training/messages.js'
import { deadLetterTail } from './dead-letter-tail.js'
import { type EventPlace, lagOf } from './event-place.js'
import { eventSchema } from './event-schema.js'
import { infoOf, summaryOf, type Traits, traitsOf } from './facts.js'
import { Insights } from './insights.js'
import { type Lesson, Lessons } from './lessons.js'
import type { LiveFeed } from './live-feed.js'
import { readEvent } from './read-event.js'
import { SampleEvents } from './sample-events.js'
import type { ServedVersion } from './served-version.js'
import { ServingState } from './serving-state.js'
import { Steering } from './steering.js'
import { StoreWatch } from './store-watch.js'
import { TrafficSplit } from './traffic-split.js'
import { Versions } from './versions.js'

/** A training that this server runs. */
export interface OwnTraining {
  readonly training: Training
  start(): void
  stop(): Promise<void>
  promote(contestant: string): Promise<void>
}

export interface ServedOptions {
  readonly store: Objects
  readonly feed: LiveFeed
  /** How often the store is looked at, and how often lags and ends of logs are. */
  readonly everyMs: number
  readonly place?: EventPlace | undefined
  readonly generator?: EventGenerator | undefined
  /** Where the trainer keeps events that could not be used. */
  readonly deadLetters?: string | undefined
  /** Something a person should know. */
  readonly note: (text: string) => void
}

const ELSEWHERE: Training = { state: 'elsewhere', reason: null, controllable: false }

/** A project as a server knows it: follows its store, answers, and tells how it goes. */
export class ServedProject implements Served {
  readonly name: string
  readonly project: AnyProject
  readonly state: ServingState
  private readonly options: ServedOptions
  private readonly watch: StoreWatch
  private readonly lessons: Lessons
  private readonly samples: SampleEvents
  private readonly split: TrafficSplit
  private readonly traits: Traits
  private readonly insights: Insights
  private readonly kept: Versions
  private readonly steering: Steering
  private own: OwnTraining | undefined
  private lagging: ReturnType<typeof setInterval> | undefined

  constructor(project: AnyProject, options: ServedOptions) {
    const { store, feed, everyMs, place, generator } = options
    this.name = project.name
    this.project = project
    this.options = options
    this.state = new ServingState(project, feed)
    this.traits = traitsOf(project)
    this.insights = new Insights(project, this.state, place)
    this.lessons = new Lessons(project, place)
    this.samples = new SampleEvents(project, generator, place?.log)
    this.split = new TrafficSplit(project)
    this.watch = new StoreWatch(store, project, {
      everyMs,
      beforeLook: () => this.steering.look(),
      onVersion: (version) => this.meet(version),
      onDamaged: (version, reason) => {
        this.state.damaged.push({ version, reason })
        options.note(`version ${version} of ${project.name} is not served: ${reason}`)
      },
      onTrouble: (error) => options.note(error?.message ?? `${store.url} answers again`),
    })
    const { state, split } = this
    const held = new HeldCheckpoints(store, this.name)
    this.kept = new Versions(this.watch.checkpoints, held.copies, state)
    const { kept: versions } = this
    this.steering = new Steering({ store, held, state, split, versions, note: options.note })
  }

  /** Begins to follow the store; a training of this server's own is told of here. */
  async start(own?: OwnTraining): Promise<void> {
    this.own = own
    await this.watch.look()
    this.watch.start()
    this.lagging = setInterval(() => void this.lookAtLag(), 1000)
  }

  async close(): Promise<void> {
    clearInterval(this.lagging)
    await this.watch.stop()
    await this.options.place?.close()
  }

  /** What a training of this server's own says. */
  hear(told: Told): void {
    if (told.kind === 'look') {
      this.insights.remember(told.said)
      this.state.meet(told.look)
    }
    if (told.kind === 'saved') void this.watch.look()
    if (told.kind === 'note') this.options.note(`${this.name}: ${told.text}`)
  }

  private meet(version: ServedVersion): void {
    const { state } = this
    state.newest = version
    state.meetVersion(version)
    if (state.pinned === undefined) state.serve(version)
  }

  private async lookAtLag(): Promise<void> {
    const { place } = this.options
    const positions = this.state.newest?.manifest.positions ?? []
    this.state.lag = place ? await lagOf(place.log, positions).catch(() => null) : null
  }

  get isReady(): boolean {
    return this.state.isReady
  }

  get version(): Version {
    return this.state.current.facts
  }

  summary(): Summary {
    return summaryOf(this.state, this.training, this.traits)
  }

  info(): Info {
    return infoOf(this.state, this.summary())
  }

  predict(event: unknown, key?: string): Prediction {
    const { current } = this.state
    const { id, x } = readEvent(this.project, event)
    if (!this.split.isSplit) return current.answer(id, x)
    return this.split.answer(current, id, x, key ?? id)
  }

  async predictBy(number: number, event: unknown): Promise<Prediction> {
    const version = await this.kept.of(number)
    const { id, x } = readEvent(this.project, event)
    return version.answer(id, x)
  }

  explain(event: unknown): Explanation {
    return this.insights.explain(event)
  }

  learn(events: readonly unknown[], idempotencyKey?: string): Promise<Receipt> {
    return this.lessons.append(events, idempotencyKey, (lessons) => this.judge(lessons))
  }

  /** Truths of what was answered here, for the versions that share the requests. */
  private judge(lessons: readonly Lesson[]): void {
    for (const { id, y } of lessons) if (y !== undefined) this.split.judge(id, y)
  }

  report(): Promise<Report> {
    return this.insights.report(this.traits.task)
  }

  clusters(): Promise<Clusters> {
    return this.insights.clusters()
  }

  importances(): Importances {
    return this.insights.importances()
  }

  encoders(): ReturnType<Served['encoders']> {
    return this.insights.encoders()
  }

  schema(): Record<string, unknown> {
    return eventSchema(this.project)
  }

  sampleEvent(): Promise<object> {
    return this.samples.next()
  }

  async deadLetters(limit: number): Promise<DeadLetters> {
    const { deadLetters: path } = this.options
    const letters = path === undefined ? [] : await deadLetterTail(path, limit)
    return { total: this.state.latest?.dead ?? 0, letters }
  }

  versions(): Promise<VersionInfo[]> {
    return this.kept.list()
  }

  get following(): boolean {
    return this.state.pinned === undefined
  }

  pin(number: number): Promise<Version> {
    return this.steering.pin(number)
  }

  follow(): Promise<Version> {
    return this.steering.follow()
  }

  async promote(contestant: string): Promise<void> {
    if (!this.own) throw elsewhere('promote')
    await this.own.promote(contestant)
  }

  get training(): Training {
    return this.own?.training ?? ELSEWHERE
  }

  async startTraining(): Promise<Training> {
    if (!this.own) throw elsewhere('start')
    this.own.start()
    return this.training
  }

  async stopTraining(): Promise<Training> {
    if (!this.own) throw elsewhere('stop')
    await this.own.stop()
    return this.training
  }

  traffic(): TrafficState {
    return this.split.state(this.version.version)
  }

  async setTraffic(traffic: Traffic): Promise<TrafficState> {
    await this.steering.setTraffic(traffic)
    return this.traffic()
  }

  series(): Series {
    return this.state.timeline.series
  }

  subscribe(listen: (listed: Listed) => void, after?: number): () => void {
    return this.options.feed.subscribe(listen, after, this.name)
  }
}

function elsewhere(what: string): ServeError {
  const advice = 'its trainer is another process: ask there'
  return new ServeError('conflict', `this server cannot ${what} the training: ${advice}`)
}
