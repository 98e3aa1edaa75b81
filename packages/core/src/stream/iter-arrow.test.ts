import {
  Float64,
  RecordBatch,
  RecordBatchReader,
  RecordBatchStreamWriter,
  Table,
  tableFromArrays,
  tableToIPC,
  vectorFromArray,
} from 'apache-arrow'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CoelhoError, InvalidDataError, InvalidInputError, InvalidOptionError } from '../errors.js'
import { type ArrowOptions, type ArrowSource, iterArrow } from './iter-arrow.js'

const table = tableFromArrays({
  amount: Float64Array.of(1.5, 2, 3),
  country: ['BR', 'PT', 'BR'],
  id: BigInt64Array.of(1n, 2n ** 60n, -3n),
  day: [new Date(0), new Date(86_400_000), null] as unknown as Date[],
  paid: [true, false, null] as unknown as boolean[],
})
const wanted = [
  [{ amount: 1.5, country: 'BR', id: 1, day: new Date(0), paid: true }, undefined],
  [{ amount: 2, country: 'PT', id: 2n ** 60n, day: new Date(86_400_000), paid: false }, undefined],
  [{ amount: 3, country: 'BR', id: -3, day: null, paid: null }, undefined],
]
const ipc = tableToIPC(table, 'stream')

async function rows(source: ArrowSource, options?: ArrowOptions): Promise<unknown[]> {
  const all: unknown[] = []
  for await (const row of iterArrow(source, options)) all.push(row)
  return all
}

describe('iterArrow reads', () => {
  it.each<[string, () => ArrowSource]>([
    ['a table', () => table],
    ['the record batches of a table', () => table.batches],
    ['a reader of record batches', () => RecordBatchReader.from(ipc)],
    ['bytes of the stream format', () => ipc],
    ['bytes of the file format', () => tableToIPC(table, 'file')],
    ['a Blob', () => new Blob([new Uint8Array(ipc)])],
    ['a promise of a response', () => Promise.resolve(new Response(new Uint8Array(ipc)))],
    ['chunks cut anywhere', () => Array.from(ipc, (byte) => Uint8Array.of(byte))],
  ])('%s', async (_, source) => {
    expect(await rows(source())).toEqual(wanted)
  })

  it('a table of any library that has columns by number', async () => {
    const columns = [
      [1, 2],
      ['x', undefined],
    ]
    const bare = {
      numRows: 2,
      schema: { fields: [{ name: 'n' }, { name: 's' }] },
      getChildAt: (i: number) => ({ get: (row: number) => columns[i][row] }),
    }
    expect(await rows(bare, { target: 's' })).toEqual([
      [{ n: 1 }, 'x'],
      [{ n: 2 }, null],
    ])
  })

  it('targets apart, and drops, converts and samples as the readers of text do', async () => {
    const options = { target: 'paid', drop: ['id', 'day'], converters: { amount: String } }
    expect(await rows(table, options)).toEqual([
      [{ amount: '1.5', country: 'BR' }, true],
      [{ amount: '2', country: 'PT' }, false],
      [{ amount: '3', country: 'BR' }, null],
    ])
    expect(await rows(table, { drop: ['amount', 'id'], dropNones: true })).toContainEqual([
      { country: 'BR' },
      undefined,
    ])
    const draws = [0.9, 0.1, 0.9]
    const seed = { random: () => draws.shift() ?? 1 }
    expect(await rows(table, { fraction: 0.5, seed })).toEqual([wanted[1]])
  })

  it('one record batch before it asks for the next', async () => {
    const many = Array.from({ length: 100 }, () => table.batches[0])
    const bytes = await RecordBatchStreamWriter.writeAll(many).toUint8Array()
    let pulled = 0
    let closed = false
    async function* chunks() {
      try {
        for (; pulled < bytes.length; pulled += 64) yield bytes.subarray(pulled, pulled + 64)
      } finally {
        closed = true
      }
    }
    let taken = 0
    for await (const _ of iterArrow(chunks())) if (++taken === 10) break
    expect(pulled).toBeLessThan(bytes.length / 10)
    expect(closed).toBe(true)
  })
})

describe('iterArrow refuses', () => {
  const odd = new Table({ a: vectorFromArray([1, NaN, 3, Infinity], new Float64()) })

  it('numbers that are none, row by row as it is told', async () => {
    await expect(rows(odd)).rejects.toThrow(
      'iterArrow: row 2, column "a": must be a finite number, got NaN.',
    )
    const lines: number[] = []
    const reader = iterArrow(odd, { onError: ({ line }) => lines.push(line) })
    const kept: unknown[] = []
    for await (const [x] of reader) kept.push(x)
    expect([kept, lines, reader.skipped]).toEqual([[{ a: 1 }, { a: 3 }], [2, 4], 2])
    const converters = { a: (value: number) => (Number.isFinite(value) ? value : 0) }
    expect(await rows(odd, { converters })).toHaveLength(4)
  })

  it('what a library cannot read', async () => {
    const broken = {
      numRows: 1,
      schema: { fields: [{ name: 'n' }] },
      getChildAt: () => ({
        at: () => {
          throw new Error('no')
        },
      }),
    }
    await expect(rows(broken)).rejects.toThrow(
      'row 1, column "n": must be a value that can be read',
    )
  })

  it('columns that are not there, also in a table without rows', async () => {
    const batch = new RecordBatch({ a: vectorFromArray([1], new Float64()).data[0] })
    const empty = new Table([batch.slice(0, 0)])
    for (const source of [empty, tableToIPC(empty, 'stream')]) {
      await expect(rows(source, { target: 'b' })).rejects.toThrow(
        'iterArrow: option "target" must name columns of the file ("a"), got "b".',
      )
      expect(await rows(source)).toEqual([])
    }
  })

  it('sources and options that are none', async () => {
    for (const source of [5, null, {}, ['text'], [table.batches[0], 5]]) {
      await expect(rows(source as never)).rejects.toThrow(InvalidInputError)
    }
    expect(() => iterArrow(table, { columns: [] } as never)).toThrow(InvalidOptionError)
  })

  it('broken data with an error of ours; what happens to the source is handed on', async () => {
    async function* cutOff() {
      yield ipc.subarray(0, 200)
      throw new Error('connection lost')
    }
    await expect(rows(cutOff())).rejects.toThrow('connection lost')
    await expect(rows(ipc.subarray(0, ipc.length - 100))).rejects.toThrow(InvalidDataError)
  })

  it('nothing else: what was cut, or is no stream, gives rows or an error of ours', async () => {
    const cut = fc.nat(ipc.length).map((end) => ipc.slice(0, end))
    await fc.assert(
      fc.asyncProperty(fc.oneof(cut, fc.uint8Array({ maxLength: 7 })), async (bytes) => {
        await rows(bytes).catch((error) => expect(error).toBeInstanceOf(CoelhoError))
      }),
      { numRuns: 500 },
    )
  })
})
