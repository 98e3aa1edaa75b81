import { createReadStream, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { parquetWriteBuffer } from 'hyparquet-writer'
import { afterAll, describe, expect, it } from 'vitest'
import { CoelhoError, InvalidDataError, InvalidInputError, InvalidOptionError } from '../errors.js'
import { Random } from '../random/random.js'
import { iterParquet, type ParquetOptions } from './iter-parquet.js'
import type { ParquetSource } from './parquet-file.js'

const folder = mkdtempSync(join(tmpdir(), 'coelho-parquet-'))
afterAll(() => rmSync(folder, { recursive: true }))

const columnData = [
  { name: 'amount', data: [1.5, 2, 3, 4.25, 5] },
  { name: 'country', data: ['BR', 'PT', null, 'BR', 'PT'] },
  { name: 'id', data: [1n, 2n ** 60n, -3n, 4n, 5n] },
  { name: 'day', data: [0, 1, 2, 3, 4].map((day) => new Date(day * 1000)), type: 'TIMESTAMP' },
] as const
const buffer = parquetWriteBuffer({ columnData: [...columnData] as never, rowGroupSize: 2 })
const bytes = new Uint8Array(buffer)
const path = join(folder, 'trips.parquet')
writeFileSync(path, bytes)

const wanted = [0, 1, 2, 3, 4].map((i) => [
  {
    amount: [1.5, 2, 3, 4.25, 5][i],
    country: ['BR', 'PT', null, 'BR', 'PT'][i],
    id: [1, 2n ** 60n, -3, 4, 5][i],
    day: new Date(i * 1000),
  },
  undefined,
])

async function rows(source: ParquetSource, options?: ParquetOptions): Promise<unknown[]> {
  const all: unknown[] = []
  for await (const row of iterParquet(source, options)) all.push(row)
  return all
}

describe('iterParquet reads', () => {
  it.each<[string, () => ParquetSource]>([
    ['a path', () => path],
    ['a file URL', () => pathToFileURL(path)],
    ['a buffer', () => buffer],
    ['bytes', () => bytes],
    ['a Blob', () => new Blob([bytes])],
    ['what can be read anywhere', () => ({ byteLength: bytes.length, slice: sliceLater })],
    ['a Node stream', () => createReadStream(path)],
    ['a promise of a response', () => Promise.resolve(new Response(bytes))],
    ['a data URL', () => `data:;base64,${Buffer.from(bytes).toString('base64')}`],
  ])('%s', async (_, source) => {
    expect(await rows(source())).toEqual(wanted)
  })

  it('ranges of a file on a server, or all of it where there are none', async () => {
    const asked: (string | undefined)[] = []
    let ranges = true
    const server = createServer((request, response) => {
      const { range } = request.headers
      asked.push(request.method === 'HEAD' ? 'HEAD' : range)
      const [, from, to] = /bytes=(\d+)-(\d+)/.exec(range ?? '') ?? []
      const part = from ? bytes.subarray(Number(from), Number(to) + 1) : bytes
      const accept = ranges ? { 'accept-ranges': 'bytes' } : {}
      const status = request.url === '/lost' ? 404 : from ? 206 : 200
      response.writeHead(status, { ...accept, 'content-length': part.length })
      response.end(request.method === 'HEAD' ? undefined : part)
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
    try {
      expect(await rows(url)).toEqual(wanted)
      expect(asked[0]).toBe('HEAD')
      expect(asked.slice(1).every((range) => range?.startsWith('bytes='))).toBe(true)
      ranges = false
      asked.length = 0
      expect(await rows(url)).toEqual(wanted)
      expect(asked).toEqual(['HEAD', undefined])
      await expect(rows(`${url}lost`)).rejects.toThrow(InvalidInputError)
    } finally {
      server.close()
    }
  })

  it('targets apart, and drops, converts and samples as the readers of text do', async () => {
    const options = { target: 'country', drop: ['id', 'day'], converters: { amount: String } }
    expect((await rows(buffer, options)).slice(1, 3)).toEqual([
      [{ amount: '2' }, 'PT'],
      [{ amount: '3' }, null],
    ])
    const draws = [0.9, 0.9, 0.1, 0.9, 0.9]
    const seed = { random: () => draws.shift() ?? 1 }
    expect(await rows(buffer, { fraction: 0.5, seed, open: null })).toEqual([wanted[2]])
    expect(await rows(buffer, { drop: ['amount', 'country', 'id', 'day'] })).toHaveLength(5)
  })

  it('one row group before the next, without the columns that are dropped', async () => {
    const rng = new Random(1)
    const data = Array.from({ length: 60_000 }, () => rng.random())
    const columnData = ['a', 'b', 'c', 'd'].map((name) => ({ name, data }))
    const file = new Uint8Array(parquetWriteBuffer({ columnData, rowGroupSize: 5000 }))
    let read = 0
    const counted = {
      byteLength: file.length,
      slice: (start: number, end = file.length) => {
        read += end - start
        return file.slice(start, end).buffer
      },
    }
    const options = { drop: ['b', 'c', 'd'] }
    const metadata = 2 ** 19 // what hyparquet reads at the end of a file
    const group = 5000 * 8
    for await (const _ of iterParquet(counted, options)) break
    expect(read).toBeLessThan(metadata + 1.5 * group)
    read = 0
    for await (const _ of iterParquet(counted, options));
    expect(read).toBeLessThan(metadata + 12.5 * group)
  })

  it('files packed by other means than Snappy', async () => {
    const compressors = { GZIP: (input: Uint8Array) => new Uint8Array(gzipSync(input)) }
    const options = { columnData: [...columnData] as never, codec: 'GZIP', compressors } as const
    expect(await rows(parquetWriteBuffer(options as never))).toEqual(wanted)
  })
})

describe('iterParquet refuses', () => {
  const odd = parquetWriteBuffer({
    columnData: [{ name: 'a', data: [1, NaN, 3, Infinity], type: 'DOUBLE' }],
    rowGroupSize: 3,
  })

  it('numbers that are none, row by row as it is told', async () => {
    await expect(rows(odd)).rejects.toThrow(
      'iterParquet: row 2, column "a": must be a finite number, got NaN.',
    )
    const lines: number[] = []
    const reader = iterParquet(odd, { onError: ({ line }) => lines.push(line) })
    const kept: unknown[] = []
    for await (const [x] of reader) kept.push(x)
    expect([kept, lines, reader.skipped]).toEqual([[{ a: 1 }, { a: 3 }], [2, 4], 2])
  })

  it('columns that are not there, wrong options, and sources that are none', async () => {
    await expect(rows(odd, { target: 'b' })).rejects.toThrow(
      'iterParquet: option "target" must name columns of the file ("a"), got "b".',
    )
    expect(() => iterParquet(odd, { compression: 'gzip' } as never)).toThrow(InvalidOptionError)
    for (const source of [5, null, {}, ['text']]) {
      await expect(rows(source as never)).rejects.toThrow(InvalidInputError)
    }
    await expect(rows(join(folder, 'nothing'))).rejects.toThrow('ENOENT')
  })

  it('broken data with an error of ours, and hands on what went wrong with the file', async () => {
    const slice = () => Promise.reject(new Error('disk lost'))
    await expect(rows({ byteLength: 1000, slice })).rejects.toThrow('disk lost')
    await expect(rows(bytes.slice(0, 100))).rejects.toThrow(InvalidDataError)
    await expect(rows(new Uint8Array(0))).rejects.toThrow(InvalidDataError)
  })

  it('nothing else: files that were cut, or are none, give an error of ours', async () => {
    const magic = new TextEncoder().encode('PAR1')
    const foreign = fc.uint8Array({ maxLength: 100 }).map((list) => {
      return Uint8Array.from([...magic, ...list, ...magic])
    })
    const cut = fc.nat(bytes.length - 1).map((end) => bytes.slice(0, end))
    await fc.assert(
      fc.asyncProperty(fc.oneof(foreign, cut), async (file) => {
        const error = await rows(file, { onError: 'skip' }).catch((error: unknown) => error)
        expect(error).toBeInstanceOf(CoelhoError)
      }),
      { numRuns: 500 },
    )
  })
})

async function sliceLater(start: number, end?: number): Promise<ArrayBuffer> {
  return bytes.slice(start, end).buffer
}
