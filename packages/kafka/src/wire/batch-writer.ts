import type { NewRecord } from '@coelho/runtime'
import { crc32c } from './crc32c.js'

const HEADER = 61
const CRC_AT = 17
const CHECKED_FROM = 21
/** Of one record: all that is not key, value or header. */
const OVERHEAD = 40

/** A record with what else Kafka can keep of it. */
export interface WrittenRecord extends NewRecord {
  readonly headers?: Readonly<Record<string, string>>
}

/** Who writes, so that what is sent twice is written once. */
export interface Identity {
  readonly id: bigint
  readonly epoch: number
}

/** Records on their way into a batch. */
export class BatchWriter {
  count = 0
  private bytes: Buffer = Buffer.allocUnsafe(1 << 14)
  private size = HEADER
  private firstTime = 0
  private lastTime = 0

  /** So many bytes it has, before they are compressed. */
  get length(): number {
    return this.size
  }

  add({ key = null, value, time = Date.now(), headers }: WrittenRecord): void {
    if (this.count === 0) this.firstTime = time
    this.lastTime = this.count === 0 ? time : Math.max(this.lastTime, time)
    const names = headers ? Object.entries(headers) : []
    const keyLength = key === null ? -1 : Buffer.byteLength(key)
    const valueLength = Buffer.byteLength(value)
    const start = this.size + 5 // the length is written once it is known
    this.reserve(start, keyLength, valueLength, names)
    let at = start
    this.bytes[at++] = 0
    at = this.varint(at, time - this.firstTime)
    at = this.varint(at, this.count++)
    at = this.varint(at, keyLength)
    if (key !== null) at = this.put(at, key, keyLength)
    at = this.varint(at, valueLength)
    at = this.put(at, value, valueLength)
    at = this.varint(at, names.length)
    for (const [name, text] of names) {
      const nameLength = Buffer.byteLength(name)
      at = this.put(this.varint(at, nameLength), name, nameLength)
      const textLength = Buffer.byteLength(text)
      at = this.put(this.varint(at, textLength), text, textLength)
    }
    const body = this.varint(this.size, at - start)
    this.bytes.copyWithin(body, start, at)
    this.size = body + at - start
  }

  /** The batch as a broker takes it. */
  async finish(
    { id, epoch }: Identity,
    sequence: number,
    code: number,
    compress: (bytes: Buffer) => Promise<Buffer>,
  ): Promise<Buffer> {
    let bytes = this.bytes.subarray(0, this.size)
    if (code !== 0) {
      const body = await compress(bytes.subarray(HEADER))
      bytes = Buffer.concat([bytes.subarray(0, HEADER), body])
    }
    bytes.fill(0, 0, HEADER)
    bytes.writeInt32BE(bytes.length - 12, 8)
    bytes.writeInt32BE(-1, 12)
    bytes.writeInt8(2, 16)
    bytes.writeInt16BE(code, 21)
    bytes.writeInt32BE(this.count - 1, 23)
    bytes.writeBigInt64BE(BigInt(this.firstTime), 27)
    bytes.writeBigInt64BE(BigInt(this.lastTime), 35)
    bytes.writeBigInt64BE(id, 43)
    bytes.writeInt16BE(epoch, 51)
    bytes.writeInt32BE(sequence, 53)
    bytes.writeInt32BE(this.count, 57)
    bytes.writeInt32BE(crc32c(bytes, CHECKED_FROM, bytes.length), CRC_AT)
    return bytes
  }

  private reserve(at: number, key: number, value: number, names: [string, string][]): void {
    let wanted = at + OVERHEAD + Math.max(0, key) + value
    for (const [name, text] of names) wanted += 10 + 3 * (name.length + text.length)
    if (wanted <= this.bytes.length) return
    const larger = Buffer.allocUnsafe(2 * wanted)
    this.bytes.copy(larger, 0, 0, this.size)
    this.bytes = larger
  }

  private put(at: number, value: Uint8Array | string, length: number): number {
    if (typeof value === 'string') this.bytes.write(value, at)
    else this.bytes.set(value, at)
    return at + length
  }

  /** The lowest bit is the sign; times may need more than 32 bits. */
  private varint(at: number, value: number): number {
    const { bytes } = this
    let left = value >= 0 ? 2 * value : -2 * value - 1
    let end = at
    for (; left > 127; left = Math.floor(left / 128)) bytes[end++] = (left % 128) | 128
    bytes[end++] = left
    return end
  }
}
