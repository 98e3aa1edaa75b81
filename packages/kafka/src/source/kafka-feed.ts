import { setTimeout as sleep } from 'node:timers/promises'
import {
  type Feed,
  type LogRecord,
  OffsetError,
  RuntimeError,
  SourceError,
  type SourceEvent,
} from '@coelho/runtime'
import {
  KafkaFault,
  type LedPartition,
  type Member,
  partitionName,
} from '../driver/kafka-driver.js'
import { Line } from '../driver/line.js'
import { Membership } from '../group/membership.js'
import { decodeRecords } from '../wire/record-batch.js'
import { Committer } from './committer.js'
import { Handover } from './handover.js'
import type { KafkaSourceOptions } from './kafka-source.js'
import { type Part, Reader } from './reader.js'

const FAREWELL_MS = 2000
const WATCH_MS = 500
/** A record that is not there any more says nothing of a log that is compacted. */
const HOLES = { compacted: true } as const

/** A topic, or several, that are read as a member of a group. */
export class KafkaFeed implements Feed {
  private readonly name: string
  private readonly options: Readonly<Required<KafkaSourceOptions>>
  private readonly handover: Handover = new Handover()
  private readonly closing: AbortController = new AbortController()
  readonly #line: Line
  readonly #membership: Membership
  readonly #reader: Reader
  readonly #committer: Committer
  private era = 0
  private parts: Part[] = []
  private member: Member | undefined
  /** The trainer holds partitions, and has to hear when they are lost. */
  private isHeld = false
  private closed: Promise<void> | undefined
  private readonly finished: Promise<unknown>

  constructor(name: string, options: Readonly<Required<KafkaSourceOptions>>) {
    const { driver, patienceMs, topics, groupId, sharding, sessionMs, metadataMs, log } = options
    const { signal } = this.closing
    this.name = name
    this.options = options
    this.#line = new Line({ name, driver: driver!, patienceMs, signal, log })
    this.#membership = new Membership({
      ...{ name, line: this.#line, topics, groupId, sharding, sessionMs, metadataMs, signal, log },
      isStuck: () => this.stuck(),
      onAssigned: (member, partitions) => this.begin(member, partitions),
      onRevoked: (reason) => this.revoke(reason),
    })
    this.#reader = new Reader({
      ...{ name, line: this.#line, handover: this.handover, signal, limits: options },
      onMoved: (part, lastTried) => this.offer(part, lastTried),
      look: () => this.#membership.look(),
    })
    this.#committer = new Committer(this.#line, log)
    const work = [this.#membership.run(), this.#reader.run(), this.watch()]
    for (const one of work) one.catch((error: Error) => this.fail(error))
    this.finished = Promise.allSettled(work)
  }

  async next(): Promise<SourceEvent> {
    const event = await this.handover.take()
    if (event.kind === 'assigned') this.isHeld = true
    if (event.kind === 'revoked') this.isHeld = false
    return event
  }

  async start(positions: ReadonlyMap<string, number>): Promise<void> {
    for (const [name, next] of positions) {
      const part = this.parts.find((one) => one.name === name)
      if (part) this.#reader.seek(part, next)
    }
  }

  async recordAt(partition: string, offset: number): Promise<LogRecord | undefined> {
    const part = this.parts.find(({ name }) => name === partition)
    if (!part || offset < part.start || offset >= part.end) return undefined
    const { topicId, index, leader } = part
    const limits = { maxWaitMs: 0, maxBytes: 1, maxBytesPerPartition: 1 }
    const wanted = [{ topicId, index, offset }]
    const [found] = await this.#line.use((link) => link.fetch(leader, wanted, limits))
    if (!found?.bytes) return undefined
    const { records } = await decodeRecords(found.bytes, offset, [], partition)
    return records[0]?.offset === offset ? records[0] : undefined
  }

  saved(positions: ReadonlyMap<string, number>): void {
    if (!this.member) return
    const next = new Map(
      this.parts.flatMap((part) => {
        const offset = positions.get(part.name)
        return offset === undefined ? [] : [[part, offset] as const]
      }),
    )
    this.#committer.commit(this.member, next)
  }

  close(): Promise<void> {
    this.closed ??= this.sayGoodbye()
    return this.closed
  }

  private async sayGoodbye(): Promise<void> {
    const clock = new AbortController()
    const farewell = this.#committer.settled().then(() => this.#membership.leave())
    const limit = sleep(FAREWELL_MS, undefined, { signal: clock.signal })
    await Promise.race([farewell, limit]).catch(() => {})
    clock.abort() // else the process could not end before its time
    this.closing.abort(new SourceError(this.name, 'was closed'))
    this.#line.close()
    this.handover.fail(new SourceError(this.name, 'was closed'))
    await this.finished
  }

  private begin(member: Member, partitions: readonly LedPartition[]): void {
    this.era++
    this.member = member
    this.parts = partitions.map((one) => ({
      ...{ ...one, name: partitionName(one), start: 0, next: 0, end: 0 },
      isActive: false,
    }))
    this.#reader.read(this.parts)
    if (partitions.length > 0) void this.offer().catch((error: Error) => this.fail(error))
  }

  /**
   * Says what there is to read, and nothing else until positions are told. Also when the log has
   * moved past where we stand: whoever keeps the positions decides what becomes of that.
   */
  private async offer(moved?: Part, lastTried?: number): Promise<void> {
    const { era } = this
    if (moved) this.revoke(`${moved.name} has no offset ${lastTried} any more`)
    for (const part of this.parts) part.isActive = false
    const [ranges, compacted] = await this.#line.use((link) =>
      Promise.all([link.ranges(this.parts), link.compacted(this.options.topics)]),
    )
    if (era !== this.era) return
    const partitions = ranges.map(({ topic, index, start, end }) => {
      const part = this.parts.find((one) => one.topic === topic && one.index === index)!
      Object.assign(part, { start, end, next: start })
      return { partition: part.name, start, end, ...(compacted.has(topic) ? HOLES : {}) }
    })
    if (moved && moved.start <= lastTried! && lastTried! <= moved.end) {
      const expected = `${moved.name} has offsets ${moved.start} to ${moved.end}, yet refuses one`
      throw new OffsetError(this.name, expected, lastTried)
    }
    this.handover.put({ kind: 'assigned', partitions })
  }

  /** What was fetched is not ours to learn any more. */
  private revoke(reason: string): void {
    for (const part of this.parts) part.isActive = false
    if (this.closing.signal.aborted) return
    this.handover.keep(({ kind }) => kind === 'revoked')
    if (!this.isHeld || !this.handover.isEmpty) return
    this.options.log(`${this.name}: gives its partitions up: ${reason}`)
    this.handover.put({ kind: 'revoked', reason })
  }

  private stuck(): string | undefined {
    const { unheardMs } = this.handover
    if (unheardMs < this.options.stuckMs) return undefined
    return `nothing was taken for ${Math.round(unheardMs / 1000)} s`
  }

  /** A fetch that neither answers nor fails would be noticed by nobody else. */
  private async watch(): Promise<never> {
    const { patienceMs } = this.options
    for (;;) {
      await sleep(WATCH_MS, undefined, { signal: this.closing.signal })
      if (this.#reader.silentMs < patienceMs + this.options.requestTimeoutMs) continue
      throw new SourceError(this.name, `no fetch was answered for ${patienceMs / 1000} s`)
    }
  }

  private fail(error: Error): void {
    if (this.closing.signal.aborted || this.handover.hasFailed) return
    const isOurs = error instanceof RuntimeError
    const told = error instanceof KafkaFault ? new SourceError(this.name, error.message) : error
    this.handover.keep(() => false)
    this.handover.fail(isOurs ? error : told)
    this.options.log(told.message)
  }
}
