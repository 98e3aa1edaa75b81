import { Checkpoints } from '../checkpoint/checkpoints.js'
import type { Manifest } from '../checkpoint/manifest.js'
import { SourceError } from '../errors.js'
import type { Learning } from '../learning/learning.js'
import type { AnyProject } from '../project/project.js'
import type { Feed, Sharding, SourceEvent } from '../source/event-source.js'
import { processClock } from './clock.js'
import type { Input } from './messages.js'
import { Station, type Surroundings } from './station.js'
import type { TrainerOptions } from './trainer-options.js'
import { Worker } from './worker.js'

/** One model that was trained, and the last generation that was written of it. */
export interface Shard {
  readonly manifest: Manifest
  readonly learning: Learning
}

/** What was reached when a trainer ended. */
export class Trained {
  /** One of the project; or one for each partition, by `sharding: 'partition'`. */
  readonly shards: readonly Shard[]

  constructor(shards: readonly Shard[]) {
    this.shards = shards
  }

  get manifest(): Manifest {
    return this.only.manifest
  }

  get learning(): Learning {
    return this.only.learning
  }

  private get only(): Shard {
    const [shard, ...others] = this.shards
    if (shard && others.length === 0) return shard
    const expected = 'a trainer of one model has ended here; look at its shards'
    throw new SourceError('Trained', expected, `${this.shards.length} of them`)
  }
}

/**
 * Learns a project's events from a source until it is told to end: predicts, judges and learns
 * each, and saves models, metrics and positions as one. After a crash the next run goes on from
 * the last checkpoint, and learns each event exactly once.
 *
 * An error that it throws says by its `exitCode` what the process should end with.
 *
 * @example
 * import { z } from 'zod'
 * const project = defineProject({
 *   name: 'temperatures',
 *   schema: z.object({ hour: z.number(), degrees: z.number() }),
 *   id: ({ hour }) => hour,
 *   knownLater: ['degrees'],
 *   features: ({ hour }) => ({ hour: hour % 24 }),
 *   label: ({ degrees }) => degrees,
 *   pipeline: () => new linearModel.LinearRegression(),
 *   metric: () => new metrics.MAE(),
 *   bestBy: 'MAE',
 * })
 * const log = new MemoryLog()
 * await log.append([{ value: '{"hour":6,"degrees":11}' }, { value: '{"hour":7,"degrees":13}' }])
 * const source = new LogSource(log)
 * const store = new MemoryObjects()
 * const { manifest } = await train(project, { source, store, untilDrained: true })
 * manifest.events // => 2
 */
export function train(project: AnyProject, options: TrainerOptions): Promise<Trained> {
  return new Trainer(project, options).run()
}

/** Brings together a source and the workers that learn from it: one, or one for each partition. */
class Trainer {
  private readonly project: AnyProject
  private readonly options: TrainerOptions
  private readonly sharding: Sharding
  private readonly stations: Map<string, Station> = new Map()
  private readonly running: Set<Station> = new Set()
  private feed: Feed | undefined
  private failure: Error | undefined
  private isStopping = false
  private hasEnded = false
  private roomMade: () => void = () => {}
  private declareFinished: () => void = () => {}
  private readonly finished: Promise<void> = new Promise((resolve) => {
    this.declareFinished = resolve
  })

  constructor(project: AnyProject, options: TrainerOptions) {
    this.project = project
    this.options = options
    this.sharding = options.sharding ?? options.source.sharding ?? 'single'
    options.control?.hold(this.stations)
  }

  async run(): Promise<Trained> {
    const { signal, source } = this.options
    this.feed = await source.open()
    const stop = () => this.stop()
    signal?.addEventListener('abort', stop)
    if (signal?.aborted) stop()
    try {
      await this.read(this.feed)
      await this.finished
    } finally {
      signal?.removeEventListener('abort', stop)
      await this.feed.close()
    }
    if (this.failure) throw this.failure
    const shards = [...this.stations.values()].flatMap(({ manifest, worker: { learning } }) =>
      manifest && learning ? [{ manifest, learning }] : [],
    )
    return new Trained(shards)
  }

  /** Hands on what the source says, as long as there is room for it. */
  private async read(feed: Feed): Promise<void> {
    while (!this.hasEnded) {
      if (!this.hasRoom) {
        await new Promise<void>((resolve) => (this.roomMade = resolve))
        continue
      }
      const event = await feed.next().catch((error: Error) => error)
      if (this.hasEnded) return
      if (event instanceof Error) return this.abandon(event)
      this.route(event)
    }
  }

  /** All has ended: what the source was asked for last is not needed any more. */
  private end(): void {
    this.hasEnded = true
    this.roomMade()
    this.declareFinished()
    void this.feed?.close()
  }

  private get hasRoom(): boolean {
    for (const { worker } of this.stations.values()) if (!worker.hasRoom) return false
    return true
  }

  private route(event: SourceEvent): void {
    if (event.kind === 'batch') {
      const { batch } = event
      this.station(this.shardOf(batch.partition)).hear({ kind: 'batch', batch })
    } else if (event.kind === 'assigned') {
      for (const { partition } of event.partitions) this.station(this.shardOf(partition))
      for (const [shard, station] of this.stations) {
        const partitions = event.partitions.filter((one) => this.shardOf(one.partition) === shard)
        station.hear({ kind: 'assigned', partitions })
      }
    } else {
      this.tellAll({ kind: event.kind })
    }
  }

  private tellAll(input: Input): void {
    for (const station of this.stations.values()) station.hear(input)
  }

  private stop(): void {
    this.isStopping = true
    this.tellAll({ kind: 'stop' })
    if (this.running.size === 0) this.end()
  }

  private fail(error: Error): void {
    this.failure ??= error
    this.stop()
  }

  /** Without its source nobody knows whose the events are: what was not saved is dropped. */
  private abandon(error: Error): void {
    this.tellAll({ kind: 'revoked' })
    this.fail(error)
  }

  /** Partitions of one number go to one model, whatever their topic: labels meet their events. */
  private shardOf(partition: string): string {
    return this.sharding === 'single' ? '' : partition.slice(partition.lastIndexOf('/') + 1)
  }

  private station(shard: string): Station {
    const there = this.stations.get(shard)
    if (there) return there
    const { name } = this.project
    const { store, onSkipped } = this.options
    const checkpoints = new Checkpoints(store, shard ? `${name}.${shard}` : name, onSkipped)
    const station = new Station(this.worker(), checkpoints, this.surroundings(shard))
    this.stations.set(shard, station)
    this.running.add(station)
    if (this.isStopping) station.hear({ kind: 'stop' })
    return station
  }

  private worker(): Worker {
    const { project, options } = this
    const { source, everyEvents, everyMs, untilDrained, mostDead, onGap, sampling } = options
    return new Worker({
      project,
      source: source.name,
      everyEvents: everyEvents ?? Number.POSITIVE_INFINITY,
      everyMs: everyMs ?? 1000,
      untilDrained: untilDrained ?? false,
      mostDead: mostDead ?? 0.5,
      onGap: onGap ?? 'stop',
      predicts: options.predictions !== undefined,
      sampleEvents: sampling?.everyEvents ?? Number.POSITIVE_INFINITY,
    })
  }

  private surroundings(shard: string): Surroundings {
    const { options, project } = this
    return {
      ...{ project, options, shard },
      feed: this.feed!,
      writer: options.writer ?? `${process.pid}-${crypto.randomUUID()}`,
      clock: options.clock ?? processClock,
      onRoom: () => this.roomMade(),
      onEnd: (station, error) => {
        this.running.delete(station)
        if (error) this.fail(error)
        else if (this.running.size === 0) this.end()
      },
    }
  }
}
