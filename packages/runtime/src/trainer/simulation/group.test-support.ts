// A log, and the group of processes that read it: one owns all its partitions, the others wait.
import { SourceError } from '../../errors.js'
import type { Batch, EventSource, Feed, LogRecord, SourceEvent } from '../../source/event-source.js'
import type { Process, World } from './world.test-support.js'

/** Partitions whose offsets have gaps, as those of a real log have. */
export class SimulatedLog {
  readonly partitions: LogRecord[][]
  private readonly world: World
  private readonly next: number[]
  private count = 0

  constructor(world: World, partitions: number) {
    this.world = world
    this.partitions = Array.from({ length: partitions }, () => [])
    this.next = this.partitions.map(() => world.below(5))
  }

  append(): void {
    const { world } = this
    const partition = world.below(this.partitions.length)
    const id = this.count++
    const value = encoder.encode(`{"id":${id},"x":${world.below(100)},"y":${world.below(50)}}`)
    const offset = this.next[partition]!
    this.partitions[partition]!.push({ offset, key: null, value, time: id })
    this.next[partition] = offset + (world.random() < 0.05 ? 1 + world.below(4) : 1)
  }

  get length(): number {
    return this.count
  }

  end(partition: number): number {
    return this.next[partition]!
  }

  /** What is there from an offset on; the last records of a batch reach over the gap after them. */
  batch(partition: number, from: number, most: number): Batch | undefined {
    const all = this.partitions[partition]!
    const first = all.findIndex(({ offset }) => offset >= from)
    if (first < 0) return undefined
    const records = all.slice(first, first + most)
    const next = all[first + most]?.offset ?? this.next[partition]!
    return { partition: `t/${partition}`, from, next, records }
  }
}

const encoder = new TextEncoder()

/** Who owns the partitions, as the broker knows it; each member hears of it later. */
export class Group {
  readonly log: SimulatedLog
  /** The share of batches that are delivered twice, or from a wrong place. */
  wrongBatches = 0
  private readonly world: World
  private readonly members: SimulatedFeed[] = []

  constructor(world: World, log: SimulatedLog) {
    this.world = world
    this.log = log
  }

  source(process: Process): EventSource {
    return {
      name: 'simulated:t',
      open: async () => {
        const feed = new SimulatedFeed(this.world, this, process)
        this.members.push(feed)
        this.rebalance()
        return feed
      },
    }
  }

  /** The oldest member that lives and is not stopped owns everything. */
  rebalance(): void {
    const { world } = this
    const there = this.members.filter(
      ({ process, isClosed }) => process.isAlive && process.pausedUntil <= world.now && !isClosed,
    )
    const owner = there[0]
    for (const feed of this.members) feed.hear(feed === owner)
  }
}

class SimulatedFeed implements Feed {
  readonly process: Process
  isClosed = false
  private readonly world: World
  private readonly group: Group
  private readonly heard: SourceEvent[] = []
  private positions: Map<number, number> | undefined
  private isOwner = false
  private isDrained = false
  private failure: Error | undefined

  constructor(world: World, group: Group, process: Process) {
    this.world = world
    this.group = group
    this.process = process
  }

  /** What the broker decided reaches the member after a while. */
  hear(isOwner: boolean): void {
    const { world, process } = this
    world.plan(1 + world.below(40), process, () => {
      this.positions = undefined
      if (this.isOwner) this.heard.push({ kind: 'revoked', reason: 'rebalance' })
      this.isOwner = isOwner
      const { partitions } = this.group.log
      const ranges = partitions.map((_, i) => ({
        partition: `t/${i}`,
        start: 0,
        end: this.group.log.end(i),
      }))
      this.heard.push({ kind: 'assigned', partitions: isOwner ? ranges : [] })
    })
  }

  fail(): void {
    this.failure = new SourceError('simulated:t', 'must be there', 'ECONNRESET')
  }

  async next(): Promise<SourceEvent> {
    for (let wait = 10; ; wait = Math.min(3 * wait, 30_000)) {
      await this.world.after(1 + this.world.below(4), this.process)
      if (this.isClosed) throw new SourceError('simulated:t', 'was closed')
      if (this.failure) throw this.failure
      const told = this.heard.shift() ?? this.read()
      if (told) return told
      await this.world.after(wait, this.process)
    }
  }

  async start(positions: ReadonlyMap<string, number>): Promise<void> {
    await this.world.after(0, this.process)
    if (this.heard.length > 0) return
    this.positions = new Map([...positions].map(([name, next]) => [Number(name.slice(2)), next]))
  }

  async recordAt(partition: string, offset: number): Promise<LogRecord | undefined> {
    await this.world.after(1 + this.world.below(4), this.process)
    const records = this.group.log.partitions[Number(partition.slice(2))]!
    return records.find((record) => record.offset === offset)
  }

  async close(): Promise<void> {
    if (this.isClosed) return
    this.isClosed = true
    this.group.rebalance()
  }

  private read(): SourceEvent | undefined {
    const { positions, world } = this
    if (!positions) return undefined
    const all = [...positions.keys()]
    const turn = world.below(all.length)
    for (let i = 0; i < all.length; i++) {
      const partition = all[(turn + i) % all.length]!
      const from = this.maybeWrong(positions.get(partition)!)
      const batch = this.group.log.batch(partition, from, 1 + world.below(24))
      if (!batch) continue
      positions.set(partition, batch.next)
      this.isDrained = false
      return { kind: 'batch', batch }
    }
    if (this.isDrained) return undefined
    this.isDrained = true
    return { kind: 'drained' }
  }

  private maybeWrong(from: number): number {
    if (this.world.random() >= this.group.wrongBatches) return from
    return Math.max(0, from - 1 - this.world.below(6))
  }
}
