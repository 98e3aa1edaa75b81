import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { BatchWriter, type WrittenRecord } from './batch-writer.js'
import { crc32c } from './crc32c.js'
import { decodeRecords } from './record-batch.js'

const plain = async (bytes: Buffer) => bytes
const identity = { id: 77n, epoch: 3 }

async function written(records: readonly WrittenRecord[]): Promise<Buffer> {
  const writer = new BatchWriter()
  for (const record of records) writer.add(record)
  return writer.finish(identity, 5, 0, plain)
}

describe('a batch that is written', () => {
  it('is read as it was meant, whatever its keys, values, times and headers', async () => {
    const time = fc.integer({ min: 0, max: 4_000_000_000_000 })
    const bytes = fc.oneof(fc.string({ unit: 'binary' }), fc.uint8Array())
    const headers = fc.dictionary(fc.string({ minLength: 1 }), fc.string())
    const record = fc.record({ key: fc.option(bytes), value: bytes, time, headers })
    const list = fc.array(record, { minLength: 1, maxLength: 50 })
    await fc.assert(
      fc.asyncProperty(list, async (records) => {
        const { records: read, next } = await decodeRecords(
          await written(records),
          0,
          [],
          'events/0',
        )
        expect(next).toBe(records.length)
        expect(read.map(({ offset }) => offset)).toEqual(records.map((_, i) => i))
        expect(read.map((one) => one.time)).toEqual(records.map((one) => one.time))
        for (const [i, { key, value }] of records.entries()) {
          expect(Buffer.from(read[i]!.value)).toEqual(Buffer.from(value))
          const found = read[i]!.key
          expect(found && Buffer.from(found)).toEqual(key === null ? null : Buffer.from(key))
        }
      }),
    )
  })

  it('says who wrote it, and the number of its first record', async () => {
    const bytes = await written([
      { value: 'a', time: 1000 },
      { value: 'b', time: 500 },
    ])
    expect(bytes.readBigInt64BE(43)).toBe(77n)
    expect(bytes.readInt16BE(51)).toBe(3)
    expect(bytes.readInt32BE(53)).toBe(5)
    expect([bytes.readBigInt64BE(27), bytes.readBigInt64BE(35)]).toEqual([1000n, 1000n])
  })
})

describe('a checksum', () => {
  it('is CRC-32C', () => {
    const digits = Buffer.from('xx123456789x')
    expect(crc32c(digits, 2, 11) >>> 0).toBe(0xe3069283)
    expect(crc32c(Buffer.alloc(32), 0, 32) >>> 0).toBe(0x8a9136aa)
    expect(crc32c(Buffer.alloc(32, 255), 0, 32) >>> 0).toBe(0x62a8ab43)
    const rising = Buffer.from(Array.from({ length: 40 }, (_, i) => i))
    expect(crc32c(rising, 0, 32) >>> 0).toBe(0x46dd794e)
  })
})
