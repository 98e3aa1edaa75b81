import { setTimeout as sleep } from 'node:timers/promises'
import { faultOfCode, OUT_OF_RANGE } from '../driver/faults.js'
import { KafkaFault, type LedPartition } from '../driver/kafka-driver.js'
import type { Line } from '../driver/line.js'
import type { FetchedPartition, FetchLimits } from '../wire/fetch.js'
import type { TopicAnswer } from '../wire/metadata.js'
import { decodeRecords } from '../wire/record-batch.js'
import type { Handover } from './handover.js'

/** A partition that is ours, and how far it was handed on. */
export interface Part extends LedPartition {
  readonly name: string
  leader: number
  start: number
  next: number
  /** One after the last record there is, as far as is known. */
  end: number
  /** Its position was told: it may be read. */
  isActive: boolean
}

export interface ReaderOptions {
  readonly name: string
  readonly line: Line
  readonly handover: Handover
  readonly signal: AbortSignal
  readonly limits: FetchLimits
  /** The log has no such offset. */
  readonly onMoved: (part: Part, offset: number) => Promise<void>
  readonly look: () => Promise<readonly TopicAnswer[]>
}

/**
 * Fetches each partition from exactly where it stands, and hands batches on as long as there is
 * room. An answer counts only if its partition still stands where it stood when it was asked.
 */
export class Reader {
  private readonly options: ReaderOptions
  private parts: readonly Part[] = []
  private wake: () => void = () => {}
  private saidDrained = false
  /** When a fetch was begun that has not been answered. */
  private askedAt: number | undefined

  constructor(options: ReaderOptions) {
    this.options = options
  }

  /** For so long a fetch has waited for its answer, whatever was tried. */
  get silentMs(): number {
    return this.askedAt === undefined ? 0 : performance.now() - this.askedAt
  }

  /** These are ours from now on, and no others. */
  read(parts: readonly Part[]): void {
    this.parts = parts
  }

  /** Reads a partition on from here; what was fetched of it before is forgotten. */
  seek(part: Part, next: number): void {
    this.options.handover.keep(
      (event) => event.kind !== 'batch' || event.batch.partition !== part.name,
    )
    part.next = next
    part.isActive = true
    this.saidDrained = false
    this.wake()
  }

  async run(): Promise<never> {
    const { signal, handover } = this.options
    signal.addEventListener('abort', () => this.wake())
    for (;;) {
      signal.throwIfAborted()
      const active = this.parts.filter(({ isActive }) => isActive)
      if (active.length === 0) {
        await new Promise<void>((resolve) => {
          this.wake = resolve
        })
        continue
      }
      this.sayDrained()
      await handover.room()
      await this.round(active)
    }
  }

  /** One fetch from each node that leads some of them. */
  private async round(active: readonly Part[]): Promise<void> {
    const { line } = this.options
    this.askedAt ??= performance.now()
    try {
      const nodes = [...new Set(active.map(({ leader }) => leader))]
      const asked = new Map(active.map((part) => [part, part.next]))
      const wanted = (node: number) => active.filter(({ leader }) => leader === node)
      const found = await line.once((link) =>
        Promise.all(
          nodes.map((node) => {
            const parts = wanted(node)
            const offsets = parts.map(({ topicId, index, next }) => ({
              ...{ topicId, index, offset: next },
            }))
            return link.fetch(node, offsets, this.options.limits)
          }),
        ),
      )
      this.askedAt = undefined
      for (const one of found.flat()) await this.hand(one, asked)
    } catch (error) {
      if (!(error instanceof KafkaFault) || error.kind !== 'retry') throw error
      await line.pause(error)
      await this.follow()
    }
  }

  private async hand(found: FetchedPartition, asked: ReadonlyMap<Part, number>): Promise<void> {
    const { handover, onMoved } = this.options
    const { topicId, index, error, highWatermark, aborted, bytes } = found
    const part = this.parts.find((one) => one.topicId === topicId && one.index === index)
    if (!part || !this.isAt(part, asked.get(part))) return
    if (error === OUT_OF_RANGE) return onMoved(part, part.next)
    if (error !== 0) throw faultOfCode(error, `fetching ${part.name}`)
    part.end = Math.max(part.end, highWatermark)
    if (!bytes || bytes.length === 0) return
    const from = part.next
    const { records, next } = await decodeRecords(bytes, from, aborted, part.name)
    if (next === from) return
    await handover.room()
    if (!this.isAt(part, from)) return
    part.next = next
    this.saidDrained = false
    handover.put({ kind: 'batch', batch: { partition: part.name, from, next, records } })
  }

  private isAt(part: Part, offset: number | undefined): boolean {
    return this.parts.includes(part) && part.isActive && part.next === offset
  }

  private sayDrained(): void {
    const { handover } = this.options
    if (this.saidDrained || !handover.isEmpty) return
    if (!this.parts.every(({ isActive, next, end }) => isActive && next >= end)) return
    this.saidDrained = true
    handover.put({ kind: 'drained' })
  }

  /** Partitions may have moved to other nodes. */
  private async follow(): Promise<void> {
    const { signal, look } = this.options
    const topics = await look().catch((error) => {
      if (error instanceof KafkaFault && error.kind === 'retry') return []
      throw error
    })
    for (const part of this.parts) {
      const topic = topics.find(({ id }) => id === part.topicId)
      const leader = topic?.partitions.find(({ index }) => index === part.index)?.leader
      if (leader !== undefined && leader >= 0) part.leader = leader
    }
    await sleep(0, undefined, { signal })
  }
}
