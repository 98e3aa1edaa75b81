import { type LogRecord, SourceError } from '@coelho/runtime'
import { AbortedFilter, type AbortedTransaction, type BatchFacts } from './aborted.js'
import { safeNumber } from './bytes.js'
import { inflate } from './compression.js'
import { crc32c } from './crc32c.js'

// A batch: where it begins (8 bytes), how long it is after these 12 (4), the leader's epoch (4),
// its format (1), a checksum (4), attributes (2), its last offset from the first (4), its first
// and its latest time (8, 8), producer (8), epoch (2), sequence (4), number of records (4).
const HEADER = 61
const LENGTH_AT = 8
const FORMAT_AT = 16
const CHECKSUM_AT = 17
const ATTRIBUTES_AT = 21
const LAST_AT = 23
const TIME_AT = 27
const LATEST_AT = 35
const PRODUCER_AT = 43
const COUNT_AT = 57

const FORMAT = 2
const COMPRESSION = 7
const TIME_IS_THE_BROKERS = 8
const TRANSACTIONAL = 16
const CONTROL = 32

const EMPTY = /* @__PURE__ */ Buffer.alloc(0)

/** What stood from an offset on, and where to read on. */
export interface DecodedRecords {
  readonly records: readonly LogRecord[]
  readonly next: number
}

/**
 * The records that count of what was fetched of a partition from an offset on. `next` is one
 * after the last whole batch, so that marks and records that were dropped or compacted away are
 * passed, too. A batch whose checksum is wrong is refused before anything of it is read.
 */
export async function decodeRecords(
  bytes: Buffer,
  from: number,
  aborted: readonly AbortedTransaction[],
  partition: string,
): Promise<DecodedRecords> {
  const filter = new AbortedFilter(aborted)
  const records: LogRecord[] = []
  let next = from
  for (let at = 0; at + HEADER <= bytes.length; ) {
    const length = LENGTH_AT + 4 + bytes.readInt32BE(at + LENGTH_AT)
    if (at + length > bytes.length) break
    const batch = bytes.subarray(at, at + Math.max(length, HEADER))
    check(batch, length, partition)
    const facts = factsOf(batch)
    if (filter.keeps(facts) && facts.lastOffset >= from) {
      const compression = batch.readInt16BE(ATTRIBUTES_AT) & COMPRESSION
      const body = batch.subarray(HEADER)
      readRecords(batch, compression ? await inflate(compression, body) : body, from, records)
    }
    next = Math.max(next, facts.lastOffset + 1)
    at += length
  }
  return { records, next }
}

/** Where it begins and which epoch its leader had is the broker's to write, and not covered. */
function check(batch: Buffer, length: number, partition: string): void {
  const format = batch.readInt8(FORMAT_AT)
  if (format !== FORMAT) {
    throw new SourceError(`kafka:${partition}`, `records must be of format ${FORMAT}`, format)
  }
  const checksum = batch.readInt32BE(CHECKSUM_AT)
  if (length >= HEADER && crc32c(batch, ATTRIBUTES_AT, length) === checksum) return
  const place = `the batch at offset ${batch.readBigInt64BE(0)}`
  throw new SourceError(`kafka:${partition}`, `${place} is damaged: its checksum is another`)
}

function factsOf(batch: Buffer): BatchFacts {
  const attributes = batch.readInt16BE(ATTRIBUTES_AT)
  return {
    lastOffset: safeNumber(batch.readBigInt64BE(0)) + batch.readInt32BE(LAST_AT),
    producer: batch.readBigInt64BE(PRODUCER_AT),
    isTransactional: (attributes & TRANSACTIONAL) !== 0,
    control: attributes & CONTROL ? markOf(batch) : null,
  }
}

/** A mark is one record, whose key says in its second number what it is: 0 is an abort. */
function markOf(batch: Buffer): 'abort' | 'commit' {
  if (batch.readInt32BE(COUNT_AT) === 0) return 'commit' // compacted away
  const record = new RecordReader(batch.subarray(HEADER))
  record.varint()
  record.at++
  record.varint()
  record.varint()
  record.varint()
  return record.bytes.readInt16BE(record.at + 2) === 0 ? 'abort' : 'commit'
}

/** Adds a batch's records from an offset on to `records`. */
function readRecords(batch: Buffer, body: Buffer, from: number, records: LogRecord[]): void {
  const firstOffset = safeNumber(batch.readBigInt64BE(0))
  const firstTime = safeNumber(batch.readBigInt64BE(TIME_AT))
  const isBrokersTime = (batch.readInt16BE(ATTRIBUTES_AT) & TIME_IS_THE_BROKERS) !== 0
  const brokersTime = isBrokersTime ? safeNumber(batch.readBigInt64BE(LATEST_AT)) : 0
  const count = batch.readInt32BE(COUNT_AT)
  const reader = new RecordReader(body)
  for (let i = 0; i < count; i++) {
    const length = reader.varint()
    const end = reader.at + length
    reader.at++
    const time = firstTime + reader.varint()
    const offset = firstOffset + reader.varint()
    if (offset >= from) {
      const keyLength = reader.varint()
      const keyAt = reader.at
      reader.at += Math.max(0, keyLength)
      const valueLength = reader.varint()
      const value = valueLength > 0 ? body.subarray(reader.at, reader.at + valueLength) : EMPTY
      const at = isBrokersTime ? brokersTime : time
      records.push(new KafkaRecord(offset, at, value, body, keyAt, keyLength))
    }
    reader.at = end
  }
}

/** A record; its key is cut out when it is asked for. */
class KafkaRecord implements LogRecord {
  readonly offset: number
  readonly time: number
  readonly value: Uint8Array
  private readonly body: Buffer
  private readonly keyAt: number
  private readonly keyLength: number

  constructor(
    offset: number,
    time: number,
    value: Uint8Array,
    body: Buffer,
    keyAt: number,
    keyLength: number,
  ) {
    this.offset = offset
    this.time = time
    this.value = value
    this.body = body
    this.keyAt = keyAt
    this.keyLength = keyLength
  }

  get key(): Uint8Array | null {
    if (this.keyLength < 0) return null
    return this.body.subarray(this.keyAt, this.keyAt + this.keyLength)
  }
}

/** Numbers of a length that depends on their size; the lowest bit is the sign. */
class RecordReader {
  at = 0
  readonly bytes: Buffer

  constructor(bytes: Buffer) {
    this.bytes = bytes
  }

  varint(): number {
    const { bytes } = this
    const first = bytes[this.at++]!
    if (first < 128) return (first >>> 1) ^ -(first & 1)
    let value = first & 127
    for (let factor = 128; ; factor *= 128) {
      const byte = bytes[this.at++]!
      value += (byte & 127) * factor
      if (byte < 128) break
    }
    // Times differ by more than 32 bits hold.
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2
  }
}
