import { OffsetError } from '@coelho/runtime'

/** Numbers above this are not exact in JavaScript; no partition has ever come near. */
const LARGEST = BigInt(Number.MAX_SAFE_INTEGER)

/** An offset, or another count of 64 bits, as a number; refused where it would not be exact. */
export function safeNumber(value: bigint): number {
  if (value > LARGEST || value < -LARGEST) {
    throw new OffsetError('Kafka', `can count to ${LARGEST} only`, value)
  }
  return Number(value)
}

/** Reads what a broker sent, from the first byte to the last. */
export class Reader {
  at = 0
  readonly bytes: Buffer

  constructor(bytes: Buffer) {
    this.bytes = bytes
  }

  int8(): number {
    return this.bytes.readInt8(this.at++)
  }

  int16(): number {
    this.at += 2
    return this.bytes.readInt16BE(this.at - 2)
  }

  int32(): number {
    this.at += 4
    return this.bytes.readInt32BE(this.at - 4)
  }

  int64(): number {
    return safeNumber(this.bigint())
  }

  bigint(): bigint {
    this.at += 8
    return this.bytes.readBigInt64BE(this.at - 8)
  }

  uuid(): string {
    this.at += 16
    return this.bytes.toString('hex', this.at - 16, this.at)
  }

  uvarint(): number {
    let value = 0
    for (let factor = 1; ; factor *= 128) {
      const byte = this.bytes.readUInt8(this.at++)
      value += (byte & 127) * factor
      if (byte < 128) return value
    }
  }

  /** A length that was written plus one; -1 stands for null. */
  length(): number {
    return this.uvarint() - 1
  }

  text(): string | null {
    const length = this.length()
    if (length < 0) return null
    this.at += length
    return this.bytes.toString('utf8', this.at - length, this.at)
  }

  /** A view, not a copy. */
  block(): Buffer | null {
    const length = this.length()
    if (length < 0) return null
    this.at += length
    return this.bytes.subarray(this.at - length, this.at)
  }

  list<T>(read: (reader: Reader) => T): T[] {
    const length = Math.max(0, this.length())
    return Array.from({ length }, () => read(this))
  }

  /** Fields that later versions of a broker add. */
  skipTags(): void {
    for (let left = this.uvarint(); left > 0; left--) {
      this.uvarint()
      const length = this.uvarint()
      this.at += length
    }
  }
}

/** Writes what a broker is sent. */
export class Writer {
  private bytes: Buffer = Buffer.alloc(256)
  private size = 0

  finished(): Buffer {
    return this.bytes.subarray(0, this.size)
  }

  int8(value: number): this {
    this.size = this.room(1).writeInt8(value, this.size)
    return this
  }

  int16(value: number): this {
    this.size = this.room(2).writeInt16BE(value, this.size)
    return this
  }

  int32(value: number): this {
    this.size = this.room(4).writeInt32BE(value, this.size)
    return this
  }

  int64(value: number): this {
    this.size = this.room(8).writeBigInt64BE(BigInt(value), this.size)
    return this
  }

  uuid(hex: string): this {
    this.size += this.room(16).write(hex, this.size, 'hex')
    return this
  }

  uvarint(value: number): this {
    const bytes = this.room(5)
    let left = value
    for (; left > 127; left >>>= 7) bytes[this.size++] = (left & 127) | 128
    bytes[this.size++] = left
    return this
  }

  text(value: string): this {
    const length = Buffer.byteLength(value)
    this.uvarint(length + 1)
    this.size += this.room(length).write(value, this.size)
    return this
  }

  block(bytes: Buffer): this {
    this.uvarint(bytes.length + 1)
    this.size += bytes.copy(this.room(bytes.length), this.size)
    return this
  }

  list<T>(values: readonly T[], write: (value: T) => void): this {
    this.uvarint(values.length + 1)
    for (const value of values) write(value)
    return this
  }

  noTags(): this {
    return this.uvarint(0)
  }

  private room(wanted: number): Buffer {
    if (this.size + wanted > this.bytes.length) {
      const larger = Buffer.alloc(2 * (this.bytes.length + wanted))
      this.bytes.copy(larger)
      this.bytes = larger
    }
    return this.bytes
  }
}
