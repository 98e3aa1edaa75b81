import { createRequire } from 'node:module'
import { gzipSync } from 'node:zlib'
import { SourceError } from '@coelho/runtime'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { AbortedTransaction } from './aborted.js'
import { batchBytes, type TestBatch } from './batches.test-support.js'
import { decodeRecords } from './record-batch.js'

const full = process.env['COELHO_FULL'] !== undefined
const RUNS = full ? 100_000 : 3000

const text = (value: string) => ({ value: Buffer.from(value) })
const valuesOf = (records: readonly { value: Uint8Array }[]) =>
  records.map(({ value }) => Buffer.from(value).toString())

describe('records of a batch', () => {
  it('come with offset, time, key and value, from an offset in its middle on', async () => {
    const bytes = batchBytes({
      ...{ firstOffset: 100, time: 1_700_000_000_000 },
      records: [text('a'), { key: Buffer.from('k'), value: Buffer.from('b') }, text('')],
    })
    const { records, next } = await decodeRecords(bytes, 101, [], 'events/0')
    expect(next).toBe(103)
    expect(valuesOf(records)).toEqual(['b', ''])
    const [first, second] = records
    expect(first).toMatchObject({ offset: 101, time: 1_700_000_000_000 })
    expect(Buffer.from(first!.key!).toString()).toBe('k')
    expect(second!.key).toBeNull()
  })

  it('are passed where they were compacted away, and the batch with them', async () => {
    const holes = { firstOffset: 10, records: [text('a'), text('b')], deltas: [3, 7], lastDelta: 9 }
    expect(await decodeRecords(batchBytes(holes), 5, [], 'events/0')).toMatchObject({
      next: 20,
      records: [{ offset: 13 }, { offset: 17 }],
    })
    const empty = batchBytes({ firstOffset: 20, records: [], lastDelta: 4 })
    expect(await decodeRecords(empty, 20, [], 'events/0')).toEqual({ records: [], next: 25 })
  })

  it('of a batch that was cut off come with the next fetch', async () => {
    const one = batchBytes({ firstOffset: 0, records: [text('a')] })
    const two = batchBytes({ firstOffset: 1, records: [text('b')] })
    for (let cut = 0; cut < two.length; cut++) {
      const bytes = Buffer.concat([one, two.subarray(0, cut)])
      const { records, next } = await decodeRecords(bytes, 0, [], 'events/0')
      expect([valuesOf(records), next]).toEqual([['a'], 1])
    }
  })

  it('that are compressed are read by gzip, and refused where no codec is there', async () => {
    const batch = { firstOffset: 0, records: [text('a'.repeat(1000)), text('b')] }
    const gzip = batchBytes({ ...batch, compression: { code: 1, compress: gzipSync } })
    expect(valuesOf((await decodeRecords(gzip, 0, [], 'events/0')).records)).toEqual([
      'a'.repeat(1000),
      'b',
    ])
    const names = ['snappy', 'lz4', 'zstd']
    for (const [i, name] of names.entries()) {
      const bytes = batchBytes({ ...batch, compression: { code: 2 + i, compress: (one) => one } })
      await expect(decodeRecords(bytes, 0, [], 'events/0')).rejects.toThrow(
        `Kafka: events are compressed by ${name}: set its codec`,
      )
    }
    const broken = batchBytes({ ...batch, compression: { code: 1, compress: (one) => one } })
    await expect(decodeRecords(broken, 0, [], 'events/0')).rejects.toThrow('cannot be read')
  })

  it('may be larger than what was asked for', async () => {
    const huge = batchBytes({ firstOffset: 0, records: [text('x'.repeat(5_000_000))] })
    const { records } = await decodeRecords(huge, 0, [], 'events/0')
    expect(records[0]!.value.length).toBe(5_000_000)
  })

  it('are refused where a number cannot say their offset, or the format is older', async () => {
    const bytes = batchBytes({ firstOffset: 0, records: [text('a')] })
    const beyond = Buffer.from(bytes)
    beyond.writeBigInt64BE(2n ** 53n, 0)
    await expect(decodeRecords(beyond, 0, [], 'events/0')).rejects.toThrow(
      'can count to 9007199254740991 only',
    )
    const old = Buffer.from(bytes)
    old.writeInt8(1, 16)
    await expect(decodeRecords(old, 0, [], 'events/0')).rejects.toThrow(
      'records must be of format 2, got 1',
    )
  })
})

describe('a batch that is damaged', () => {
  const records = [text('a'), { key: Buffer.from('k'), value: Buffer.from('bcd') }]
  const whole = batchBytes({ firstOffset: 40, records })
  const before = batchBytes({ firstOffset: 39, records: [text('z')] })
  const zipped = batchBytes({
    firstOffset: 40,
    records,
    compression: { code: 1, compress: gzipSync },
  })

  it.each([
    ['plain', whole],
    ['compressed', zipped],
  ])('is refused with its place, whichever bit is another: %s', async (_, batch) => {
    const expected = 'kafka:events/0: the batch at offset 40 is damaged: its checksum is another.'
    for (let bit = 17 * 8; bit < batch.length * 8; bit++) {
      const wrong = Buffer.concat([before, batch])
      wrong[before.length + (bit >> 3)]! ^= 1 << (bit & 7)
      await expect(decodeRecords(wrong, 39, [], 'events/0')).rejects.toThrow(expected)
    }
  })

  it('is refused, or looks cut off, where its length or its format is another', async () => {
    for (let bit = 8 * 8; bit < 17 * 8; bit++) {
      if (bit >= 12 * 8 && bit < 16 * 8) continue // the leader's epoch: nothing reads it
      const wrong = Buffer.from(whole)
      wrong[bit >> 3]! ^= 1 << (bit & 7)
      const outcome = await decodeRecords(wrong, 40, [], 'events/0').catch((error) => error)
      if (!(outcome instanceof SourceError)) expect(outcome).toEqual({ records: [], next: 40 })
    }
  })
})

/** A log that several producers wrote, and what a reader of committed records may see of it. */
interface Story {
  readonly batches: readonly TestBatch[]
  readonly transactions: readonly { producer: number; first: number; mark: number }[]
  readonly committed: readonly number[]
  readonly end: number
}

type Step = readonly [producer: number, what: 'write' | 'plain' | 'commit' | 'abort', count: number]

/** Written without looking at the filter: by what each producer meant. */
function tell(steps: readonly Step[]): Story {
  const batches: TestBatch[] = []
  const transactions: { producer: number; first: number; mark: number }[] = []
  const committed: number[] = []
  const open = new Map<number, number[]>()
  let end = 0
  const zero = Buffer.alloc(4)
  const finish = (producer: number, control: 'commit' | 'abort') => {
    const offsets = open.get(producer)
    if (!offsets) return
    batches.push({ firstOffset: end, producer, control, records: [] })
    if (control === 'commit') committed.push(...offsets)
    else transactions.push({ producer, first: offsets[0]!, mark: end })
    open.delete(producer)
    end++
  }
  const write = (producer: number, count: number, isTransactional: boolean) => {
    const records = Array.from({ length: count }, (_, i) => ({
      key: i % 2 ? zero : null, // what a mark's key looks like
      value: Buffer.from(`${end + i}`),
    }))
    batches.push({ firstOffset: end, producer, isTransactional, records })
    const offsets = records.map((_, i) => end + i)
    if (isTransactional) open.set(producer, [...(open.get(producer) ?? []), ...offsets])
    else committed.push(...offsets)
    end += count
  }
  for (const [producer, what, count] of steps) {
    if (what === 'commit' || what === 'abort') finish(producer, what)
    // One producer has transactions or has none.
    else write(what === 'plain' ? producer + 100 : producer, count, what === 'write')
  }
  for (const producer of [...open.keys()]) finish(producer, producer % 2 ? 'abort' : 'commit')
  return { batches, transactions, committed: committed.sort((a, b) => a - b), end }
}

const step = fc.tuple(
  fc.integer({ min: 1, max: 4 }),
  fc.constantFrom('write', 'write', 'plain', 'commit', 'abort'),
  fc.integer({ min: 1, max: 3 }),
)

/** What a broker answers to a fetch: whole batches, and aborted transactions that reach into it. */
function answer({ batches, transactions }: Story, from: number) {
  const left = batches.filter((batch) => {
    const length = batch.control ? 1 : batch.records.length
    return batch.firstOffset + length > from
  })
  const aborted = transactions
    .filter(({ mark }) => mark >= from)
    .map(({ producer, first }): AbortedTransaction => {
      return { producer: BigInt(producer), firstOffset: first }
    })
  return { left, aborted }
}

describe('committed records', () => {
  it('and no others are read, whatever the interleaving, and wherever one begins', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { maxLength: 30 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        async (steps, where) => {
          const story = tell(steps as readonly Step[])
          const from = Math.floor(where * story.end)
          const { left, aborted } = answer(story, from)
          const { records, next } = await decodeRecords(
            Buffer.concat(left.map(batchBytes)),
            from,
            aborted,
            'events/0',
          )
          expect(records.map(({ offset }) => offset)).toEqual(
            story.committed.filter((at) => at >= from),
          )
          expect(next).toBe(story.end)
        },
      ),
      { numRuns: RUNS },
    )
  }, 600_000)

  it("are not what kafkajs' own filter gives", () => {
    const filter = createRequire(import.meta.url)('kafkajs/src/consumer/filterAbortedMessages')
    const check = fc.check(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        const story = tell(steps as readonly Step[])
        const { left, aborted } = answer(story, 0)
        const messages = left.flatMap((batch) => {
          const records = batch.control
            ? [{ key: Buffer.from([0, 0, 0, batch.control === 'abort' ? 0 : 1]) }]
            : batch.records
          return records.map(({ key = null }, i) => ({
            ...{ offset: `${batch.firstOffset + i}`, key, isControlRecord: Boolean(batch.control) },
            batchContext: {
              producerId: `${batch.producer}`,
              inTransaction: batch.isTransactional ?? Boolean(batch.control),
            },
          }))
        })
        const abortedTransactions = aborted
          .map(({ producer, firstOffset }) => ({ producerId: `${producer}`, firstOffset }))
          .sort((a, b) => a.firstOffset - b.firstOffset)
        const kept: { offset: string; isControlRecord: boolean }[] = filter({
          messages,
          abortedTransactions,
        })
        const offsets = kept
          .filter((one) => !one.isControlRecord)
          .map(({ offset }) => Number(offset))
        expect(offsets).toEqual(story.committed)
      }),
      { numRuns: 2000 },
    )
    expect(check.failed).toBe(true)
  })
})
