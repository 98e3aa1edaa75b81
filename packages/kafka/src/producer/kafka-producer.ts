import { type Rules, resolveOptions } from '@coelho/core'
import { SourceError } from '@coelho/runtime'
import { ACCESS_RULES, type Access, checkAccess } from '../access/access.js'
import { KafkaFault } from '../driver/kafka-driver.js'
import { KafkajsDriver } from '../driver/kafkajs-driver.js'
import { Line } from '../driver/line.js'
import type { WrittenRecord } from '../wire/batch-writer.js'
import type { Outgoing } from '../wire/produce.js'
import { CODECS, type Compression, compressorOf } from './compress.js'
import { Packer } from './packer.js'
import { judge } from './verdict.js'

export interface KafkaProducerOptions extends Access {
  /** `gzip` needs nothing; the others need a codec, registered with kafkajs. */
  readonly compression?: Compression
  /** So many records are sent at once where many are there. */
  readonly batchRecords?: number
  /** No batch is larger, unless one record is; topics take 1 MB unless told. */
  readonly batchBytes?: number
  /** Brokers that give no answer for so long end it with an error. */
  readonly patienceMs?: number
  /** Takes a line when brokers are gone, and when they are back. */
  readonly log?: (line: string) => void
}

/** A record and where it goes. */
export interface TopicRecord extends WrittenRecord {
  readonly topic: string
}

const RULES: Rules<KafkaProducerOptions> = {
  ...ACCESS_RULES,
  compression: { kind: 'string', default: 'none', choices: CODECS },
  batchRecords: { kind: 'integer', default: 10_000, atLeast: 1 },
  batchBytes: { kind: 'integer', default: 900_000, atLeast: 1000 },
  patienceMs: { kind: 'integer', default: 60_000, atLeast: 1000 },
  log: { kind: 'function', default: () => {} },
}

/** How long the brokers may take to write a batch everywhere. */
const WRITE_MS = 10_000

/**
 * Writes records to topics: each once, in the order they were given, those of one key to one
 * partition. What a promise resolved for is on all the brokers that keep it.
 *
 * @example
 * import type { TopicRecord } from '@coelho/kafka'
 * const producer = new KafkaProducer({ brokers: ['localhost:9092'], compression: 'gzip' })
 * // Such as { topic: 'transactions', key: 'card-7', value: '{"amount":12.5}' }.
 * const events: TopicRecord[] = []
 * await producer.writeAll(events) // => 0
 * await producer.close()
 */
export class KafkaProducer {
  private readonly options: Readonly<Required<KafkaProducerOptions>>
  private readonly closing: AbortController = new AbortController()
  readonly #line: Line
  readonly #packer: Packer
  /** Packed in the order they are given, and sent in the order they were packed. */
  private packed: Promise<unknown> = Promise.resolve()
  private sent: Promise<unknown> = Promise.resolve()

  constructor(given: KafkaProducerOptions) {
    const resolved = resolveOptions('KafkaProducer', given, RULES)
    this.options = resolved as Readonly<Required<KafkaProducerOptions>>
    checkAccess('KafkaProducer', this.options)
    const { compression, batchBytes, patienceMs, log } = this.options
    this.#line = new Line({
      ...{ name: 'kafka', patienceMs, log, signal: this.closing.signal },
      driver: new KafkajsDriver(this.options),
    })
    this.#packer = new Packer({
      ...{ line: this.#line, batchBytes, code: CODECS.indexOf(compression) },
      compress: compressorOf(compression),
    })
  }

  /** Writes all of them. After an error some may be written. */
  async write(records: readonly TopicRecord[]): Promise<void> {
    if (records.length === 0) return
    // One is packed while the one before it is under way.
    const packing = this.packed.then(() => this.#packer.pack(records))
    this.packed = packing.catch(() => {})
    const sending = this.sent.then(async () => this.send(await packing))
    this.sent = sending.catch(() => {})
    await sending.catch((error) => {
      this.#packer.forget()
      throw error
    })
  }

  /** Writes a stream, as large as it is, in large batches. How many there were. */
  async writeAll(
    records: Iterable<TopicRecord> | AsyncIterable<TopicRecord>,
    onWritten: (count: number) => void = () => {},
  ): Promise<number> {
    const { batchRecords } = this.options
    let count = 0
    let batch: TopicRecord[] = []
    let before: Promise<void> = Promise.resolve()
    const flush = async () => {
      const { length } = batch
      const writing = this.write(batch).then(() => {
        count += length
        onWritten(count)
      })
      writing.catch(() => {})
      batch = []
      await before
      before = writing
    }
    if (Symbol.iterator in records) {
      for (const record of records) {
        if (batch.push(record) >= batchRecords) await flush()
      }
    } else {
      for await (const record of records) {
        if (batch.push(record) >= batchRecords) await flush()
      }
    }
    await flush()
    await before
    return count
  }

  async close(): Promise<void> {
    await this.sent
    this.closing.abort(new SourceError('kafka', 'the producer was closed'))
    this.#line.close()
  }

  /** Rounds of one batch for each partition at most, each after the one before. */
  private async send(rounds: readonly (readonly Outgoing[])[]): Promise<void> {
    for (const round of rounds) {
      let left = round
      while (left.length > 0) left = await this.attempt(left)
    }
  }

  /** What has to be sent again, with the same numbers, so that it is written once. */
  private async attempt(batches: readonly Outgoing[]): Promise<readonly Outgoing[]> {
    try {
      const leaders = this.#packer.byLeader(batches)
      const answers = await this.#line.once((link) =>
        Promise.all([...leaders].map(([node, own]) => link.produce(node, own, WRITE_MS))),
      )
      const again = answers.flat().filter((answer) => judge(answer) === 'again')
      if (again.length === 0) return []
      await this.recover(new KafkaFault('retry', `writing: the protocol's code ${again[0]!.error}`))
      return batches.filter(({ topic, index }) =>
        again.some((answer) => answer.topic === topic && answer.index === index),
      )
    } catch (error) {
      if (!(error instanceof KafkaFault)) throw error
      if (error.kind !== 'retry') throw new SourceError('kafka', error.message)
      await this.recover(error)
      return batches
    }
  }

  private async recover(fault: KafkaFault): Promise<void> {
    await this.#line.pause(fault)
    await this.#packer.lookAgain()
  }
}
