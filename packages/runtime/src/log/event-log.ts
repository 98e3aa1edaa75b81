import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { InvalidInputError, InvalidOptionError, type Rules, resolveOptions } from '@coelho/core'
import { SourceError } from '../errors.js'
import type { Batch, PartitionRange } from '../source/event-source.js'
import { machineDisk } from '../store/disk.js'
import { PartitionChooser } from './choose-partition.js'
import { bytesOf } from './memory-log.js'
import { PartitionReader } from './partition-reader.js'
import { PartitionWriter, type PlacedRecord } from './partition-writer.js'
import { factsPath, type LogFacts, MOST_PARTITIONS, readFacts } from './partitions.js'
import type { ProcessLock } from './process-lock.js'
import type { NewRecord, Placed, ReadableLog } from './readable-log.js'
import { LONGEST_RECORD } from './record-format.js'
import { takeWriterLock } from './writer-lock.js'

export interface EventLogOptions {
  /** Of a new log; one that is there keeps what it has. */
  readonly partitions?: number
  /** A segment that is longer is followed by another; 16 MB unless told. */
  readonly segmentBytes?: number
  /** So many segments of each partition are kept; all unless told. */
  readonly keepSegments?: number | null
  /** Whether an append is on the disk when it resolves; else the system writes when it likes. */
  readonly sync?: boolean
}

const RULES: Rules<EventLogOptions> = {
  partitions: { kind: 'integer', default: 1, atLeast: 1, atMost: MOST_PARTITIONS },
  segmentBytes: { kind: 'integer', default: 16 << 20, atLeast: 1000 },
  keepSegments: { kind: 'integer', default: null, nullable: true, atLeast: 1 },
  sync: { kind: 'boolean', default: true },
}

/**
 * A log in a folder: partitions of records that are only ever appended, each in files of its own.
 * One process writes, any number read, also in other processes and while it is written.
 *
 * @example
 * import { mkdtemp } from 'node:fs/promises'
 * const folder = await mkdtemp('/tmp/payments-')
 * const log = await EventLog.open(folder, { partitions: 2 })
 * await log.append([{ key: 'user-7', value: JSON.stringify({ amount: 12.5 }) }])
 * const ranges = await Promise.all([log.range('0'), log.range('1')])
 * ranges[0].end + ranges[1].end // => 1
 * await log.close()
 */
export class EventLog implements ReadableLog {
  readonly name: string
  readonly folder: string
  readonly facts: LogFacts
  private readonly options: Readonly<EventLogOptions>
  private readonly chooser: PartitionChooser
  private readonly readers: Map<string, PartitionReader> = new Map()
  private writing: Promise<PartitionWriter[]> | undefined
  private lock: ProcessLock | undefined

  private constructor(folder: string, facts: LogFacts, options: Readonly<EventLogOptions>) {
    this.name = `log:${folder}`
    this.folder = folder
    this.facts = facts
    this.options = options
    this.chooser = new PartitionChooser(facts.partitions)
  }

  /** The log in a folder, which is made where there is none. */
  static async open(folder: string, given: EventLogOptions = {}): Promise<EventLog> {
    const options = resolveOptions('EventLog', given, RULES)
    const facts = await findOrCreate(folder, options.partitions!)
    if (given.partitions !== undefined && given.partitions !== facts.partitions) {
      const expected = `must be ${facts.partitions}, which the log in ${folder} has`
      throw new InvalidOptionError('EventLog', 'partitions', expected, given.partitions)
    }
    return new EventLog(folder, facts, options)
  }

  async partitions(): Promise<string[]> {
    return Array.from({ length: this.facts.partitions }, (_, i) => String(i))
  }

  range(partition: string): Promise<PartitionRange> {
    return this.reader(partition).range()
  }

  read(partition: string, from: number): Promise<Batch | undefined> {
    return this.reader(partition).read(from)
  }

  /** Appends events; where each went. The first append makes this process the log's writer. */
  async append(records: readonly NewRecord[]): Promise<Placed[]> {
    const placed: PlacedRecord[][] = Array.from({ length: this.facts.partitions }, () => [])
    const places: { partition: string; offset: number }[] = []
    for (const { key = null, value, time = Date.now() } of records) {
      const record = { key: key === null ? null : bytesOf(key), value: bytesOf(value), time }
      const length = (record.key?.length ?? 0) + record.value.length
      if (length > LONGEST_RECORD - 100) {
        throw new InvalidInputError(this.name, `takes at most ${LONGEST_RECORD} bytes`, length)
      }
      const index = this.chooser.choose(record.key)
      places.push({ partition: String(index), offset: placed[index]!.length })
      placed[index]!.push(record)
    }
    const writers = await this.writers()
    const appended = placed.map((some, i) => (some.length > 0 ? writers[i]!.append(some) : 0))
    const firsts = await Promise.all(appended)
    for (const place of places) place.offset += firsts[Number(place.partition)]!
    return places
  }

  async close(): Promise<void> {
    for (const reader of this.readers.values()) await reader.close()
    const writers = (await this.writing) ?? []
    this.writing = undefined
    for (const writer of writers) await writer.close()
    await this.lock?.release()
  }

  private writers(): Promise<PartitionWriter[]> {
    this.writing ??= this.startWriting().catch((error) => {
      this.writing = undefined
      throw error
    })
    return this.writing
  }

  private async startWriting(): Promise<PartitionWriter[]> {
    this.lock = await takeWriterLock(this.folder)
    const { segmentBytes, keepSegments, sync } = this.options
    const options = {
      segmentBytes: segmentBytes!,
      keepSegments: keepSegments ?? Number.POSITIVE_INFINITY,
      sync: sync!,
    }
    const names = await this.partitions()
    return Promise.all(names.map((name) => PartitionWriter.open(join(this.folder, name), options)))
  }

  private reader(partition: string): PartitionReader {
    let reader = this.readers.get(partition)
    if (!reader) {
      if (!(Number(partition) < this.facts.partitions)) {
        throw new SourceError(
          this.name,
          `has partitions 0 to ${this.facts.partitions - 1}`,
          partition,
        )
      }
      reader = new PartitionReader(join(this.folder, partition), partition)
      this.readers.set(partition, reader)
    }
    return reader
  }
}

async function findOrCreate(folder: string, partitions: number): Promise<LogFacts> {
  try {
    return (await readFacts(folder)) ?? (await createLog(folder, partitions))
  } catch (error) {
    if (error instanceof SourceError) throw error
    throw new SourceError(`log:${folder}`, `cannot be opened (${(error as Error).message})`)
  }
}

/** Of several processes that make a log at once, one does; the others find it. */
async function createLog(folder: string, partitions: number): Promise<LogFacts> {
  await machineDisk.makeFolder(folder)
  const facts: LogFacts = { format: 1, id: randomUUID(), partitions }
  const unfinished = `${factsPath(folder)}.${facts.id}`
  try {
    await machineDisk.write(unfinished, new TextEncoder().encode(`${JSON.stringify(facts)}\n`))
    await machineDisk.link(unfinished, factsPath(folder))
  } finally {
    await machineDisk.remove(unfinished)
  }
  await machineDisk.syncFolder(folder)
  return (await readFacts(folder))!
}
