import { crc32c } from './crc32c.js'

/** A record as a test writes it. */
export interface TestRecord {
  readonly key?: Buffer | null
  readonly value: Buffer
}

export interface TestBatch {
  readonly firstOffset: number
  readonly producer?: number
  readonly isTransactional?: boolean
  readonly control?: 'abort' | 'commit'
  readonly records: readonly TestRecord[]
  /** Offsets of the records from the first; one after the other unless told. */
  readonly deltas?: readonly number[]
  /** As if more had stood at its end, before it was compacted away. */
  readonly lastDelta?: number
  readonly time?: number
  readonly compression?: { readonly code: number; readonly compress: (bytes: Buffer) => Buffer }
}

/** A batch as it stands in a log. */
export function batchBytes(batch: TestBatch): Buffer {
  const { firstOffset, producer = -1, control, time = 0, compression } = batch
  const records = control ? [{ key: mark(control), value: Buffer.alloc(6) }] : batch.records
  const deltas = batch.deltas ?? records.map((_, i) => i)
  const plain = Buffer.concat(records.map((record, i) => recordBytes(record, deltas[i]!)))
  const body = compression ? compression.compress(plain) : plain
  const header = Buffer.alloc(61)
  header.writeBigInt64BE(BigInt(firstOffset), 0)
  header.writeInt32BE(49 + body.length, 8)
  header.writeInt8(2, 16)
  const isTransactional = batch.isTransactional ?? control !== undefined
  const flags = (isTransactional ? 16 : 0) + (control ? 32 : 0)
  header.writeInt16BE(flags + (compression?.code ?? 0), 21)
  header.writeInt32BE(batch.lastDelta ?? deltas.at(-1) ?? 0, 23)
  header.writeBigInt64BE(BigInt(time), 27)
  header.writeBigInt64BE(BigInt(time), 35)
  header.writeBigInt64BE(BigInt(producer), 43)
  header.writeInt32BE(records.length, 57)
  const bytes = Buffer.concat([header, body])
  bytes.writeInt32BE(crc32c(bytes, 21, bytes.length), 17)
  return bytes
}

function mark(control: 'abort' | 'commit'): Buffer {
  return Buffer.from([0, 0, 0, control === 'abort' ? 0 : 1])
}

function recordBytes({ key = null, value }: TestRecord, delta: number): Buffer {
  const body = Buffer.concat([
    Buffer.from([0]),
    varint(0),
    varint(delta),
    varint(key ? key.length : -1),
    key ?? Buffer.alloc(0),
    varint(value.length),
    value,
    varint(0),
  ])
  return Buffer.concat([varint(body.length), body])
}

export function varint(value: number): Buffer {
  const bytes: number[] = []
  let left = value >= 0 ? 2 * value : -2 * value - 1
  for (; left > 127; left = Math.floor(left / 128)) bytes.push((left % 128) | 128)
  bytes.push(left)
  return Buffer.from(bytes)
}
