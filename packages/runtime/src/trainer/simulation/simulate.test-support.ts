// One history: processes that train, a log that grows, and all that can go wrong meanwhile; then
// quiet, in which everything has to be learned; then the questions.
import { linearModel, metrics } from '@coelho/learners'
import type { StandardSchemaV1 } from '@standard-schema/spec'
import { Checkpoints } from '../../checkpoint/checkpoints.js'
import { sha256 } from '../../checkpoint/manifest.js'
import { Learning } from '../../learning/learning.js'
import { defineProject } from '../../project/project.js'
import { train } from '../trainer.js'
import { Bucket, violationsOf } from './bucket.test-support.js'
import { Group, SimulatedLog } from './group.test-support.js'
import { type Process, World } from './world.test-support.js'

interface Event {
  readonly id: number
  readonly x: number
  readonly y: number
}

const schema: StandardSchemaV1<unknown, Event> = {
  '~standard': { version: 1, vendor: 'test', validate: (value) => ({ value: value as Event }) },
}

/** Its weights depend on the order of what it learns, to the last bit. */
export const project = defineProject({
  name: 'simulated',
  schema,
  id: ({ id }) => id,
  knownLater: ['y'],
  features: ({ x }) => ({ x }),
  label: ({ y }) => y,
  pipeline: () => new linearModel.LinearRegression(),
  metric: () => new metrics.MAE(),
  bestBy: 'MAE',
})

export interface Sabotage {
  /** A store in which a number can be written twice. */
  readonly noFence?: boolean
}

/** What happened in one history. */
export interface History {
  readonly events: number
  readonly faults: number
  readonly generations: number
  readonly violations: readonly string[]
}

const QUIET = 300_000

class Simulation {
  private readonly world: World
  private readonly bucket: Bucket
  private readonly log: SimulatedLog
  private readonly group: Group
  private readonly running: { process: Process; stop: AbortController }[] = []
  private readonly every: { events: number; ms: number }
  private readonly wrong: string[] = []
  private faults = 0
  private started = 0

  constructor(seed: number, { noFence = false }: Sabotage) {
    this.world = new World(seed)
    this.bucket = new Bucket(this.world)
    this.bucket.faults.hasFence = !noFence
    this.log = new SimulatedLog(this.world, 1 + this.world.below(3))
    this.group = new Group(this.world, this.log)
    this.every = { events: 10 + this.world.below(80), ms: 50 + this.world.below(1000) }
  }

  async run(): Promise<History> {
    const { world, bucket, group } = this
    const events = 500
    for (let i = 0; i < events; i++) {
      world.plan(world.below(3000), undefined, () => this.log.append())
    }
    const processes = 1 + world.below(3)
    for (let i = 0; i < processes; i++) this.start()
    bucket.faults.lostAnswers = world.random() < 0.5 ? 0.1 * world.random() : 0
    bucket.faults.errors = world.random() < 0.5 ? 0.01 * world.random() : 0
    group.wrongBatches = world.random() < 0.3 ? 0.02 : 0
    for (let i = 10 + world.below(10); i > 0; i--) {
      world.plan(world.below(4000), undefined, () => this.strike())
    }
    world.plan(4000, undefined, () => this.calm())
    await world.run(QUIET, () => false)
    for (const { stop } of this.running) stop.abort()
    await world.run(2 * QUIET, () => false)
    await this.judge(events)
    const { length } = bucket.created
    return { events, faults: this.faults, generations: length, violations: this.wrong }
  }

  private start(): void {
    const process: Process = { name: `p${this.started++}`, isAlive: true, pausedUntil: 0 }
    const stop = new AbortController()
    const { world } = this
    const mine = { process, stop }
    this.running.push(mine)
    const ended = (error?: unknown) => {
      this.running.splice(this.running.indexOf(mine), 1)
      process.isAlive = false
      this.group.rebalance()
      const isExpected = !error || EXPECTED.includes((error as Error).constructor.name)
      if (!isExpected) this.wrong.push(`${(error as Error).stack}`)
      if (!stop.signal.aborted) world.plan(20 + world.below(200), undefined, () => this.start())
    }
    train(project, {
      source: this.group.source(process),
      store: this.bucket.of(process),
      writer: process.name,
      everyEvents: this.every.events,
      everyMs: this.every.ms,
      signal: stop.signal,
      clock: { now: () => world.now, sleep: (ms) => world.after(ms, process) },
    }).then(() => ended(), ended)
  }

  /** One thing that goes wrong. */
  private strike(): void {
    const { world, running } = this
    this.faults++
    const one = running[world.below(running.length)]
    const kind = world.below(6)
    if (!one || kind === 0) this.group.rebalance()
    else if (kind === 1) this.bucket.damage(project.name)
    else if (kind <= 3) this.kill(one.process)
    else this.pause(one.process)
  }

  private kill(process: Process): void {
    const { world, running } = this
    process.isAlive = false
    running.splice(
      running.findIndex((one) => one.process === process),
      1,
    )
    world.plan(30 + world.below(100), undefined, () => this.group.rebalance())
    world.plan(20 + world.below(300), undefined, () => this.start())
  }

  /** Stopped, taken for dead by the group, and awake again, not knowing of it. */
  private pause(process: Process): void {
    const { world } = this
    const long = world.random() < 0.2 ? 30_000 + world.below(200_000) : 50 + world.below(1500)
    process.pausedUntil = world.now + long
    world.plan(60, undefined, () => this.group.rebalance())
    world.plan(long + world.below(50), undefined, () => this.group.rebalance())
  }

  private calm(): void {
    Object.assign(this.bucket.faults, { lostAnswers: 0, errors: 0 })
    this.group.wrongBatches = 0
    this.group.rebalance()
  }

  private async judge(events: number): Promise<void> {
    this.wrong.push(...violationsOf(this.bucket.created))
    const reader: Process = { name: 'reader', isAlive: true, pausedUntil: 0 }
    const checkpoints = new Checkpoints(this.bucket.of(reader), project.name)
    let newest: Awaited<ReturnType<Checkpoints['newest']>>
    const done = checkpoints.newest().then((found) => {
      newest = found
    })
    await this.world.run(Number.POSITIVE_INFINITY, () => false)
    await done
    if (!newest) {
      this.wrong.push('nothing was saved')
      return
    }
    const { manifest, snapshot } = newest
    if (manifest.events !== events)
      this.wrong.push(`${manifest.events} of ${events} events learned`)
    const learning = Learning.fresh(project)
    const reached = this.log.partitions.map(() => 0)
    for (const [index, from, next] of manifest.order) {
      const partition = Number(manifest.positions[index]!.partition.slice(2))
      if (from > reached[partition]!)
        this.wrong.push(`events after ${reached[partition]} were left out`)
      if (from < reached[partition]!) this.wrong.push(`events from ${from} on were learned again`)
      reached[partition] = next
      for (const { offset, value, time } of this.log.partitions[partition]!) {
        if (offset >= from && offset < next) learning.take(project.parse(value, time), project)
      }
    }
    if (sha256(learning.save()) !== sha256(snapshot)) this.wrong.push('a replay gives other bytes')
  }
}

/** What a process may end with by itself: whatever restarts it starts another. */
const EXPECTED = ['FencedError', 'StoreError', 'SourceError', 'OffsetError']

export function simulate(seed: number, sabotage: Sabotage = {}): Promise<History> {
  return new Simulation(seed, sabotage).run()
}
