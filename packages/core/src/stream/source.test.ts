import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { CoelhoError, InvalidInputError } from '../errors.js'
import { iterArff } from './iter-arff.js'
import { iterCsv } from './iter-csv.js'
import { iterJsonl } from './iter-jsonl.js'
import { iterLibsvm } from './iter-libsvm.js'
import type { RowReader } from './row-reader.js'
import type { Source } from './source.js'

const bytes = new TextEncoder().encode('a,b\n1,2\n')
const file = new Blob([bytes])

async function all<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const list: Item[] = []
  for await (const item of items) list.push(item)
  return list
}

describe('a source may also be', () => {
  it.each<[string, () => Source]>([
    ['a buffer', () => bytes.slice().buffer],
    ['a view of one', () => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)],
    ['a list of buffers', () => [bytes.slice(0, 3).buffer, bytes.slice(3)]],
    ['a promise of a response', () => Promise.resolve(new Response(bytes))],
    ['an open file of Deno', () => ({ readable: file.stream() })],
    ['the handle of a file picker', () => ({ getFile: () => Promise.resolve(file) })],
  ])('%s', async (_, source) => {
    expect(await all(iterCsv(source()))).toEqual([[{ a: '1', b: '2' }, undefined]])
  })

  it('a response, unless the server said no', async () => {
    const page = new Response('<h1>Not found</h1>', { status: 404 })
    await expect(all(iterCsv(page))).rejects.toThrow(
      'iterCsv: the file of the response must be there for reading, got "HTTP status 404".',
    )
    const fetched = vi.spyOn(globalThis, 'fetch').mockResolvedValue(page)
    await expect(all(iterCsv('https://example.org/x.csv'))).rejects.toThrow(InvalidInputError)
    fetched.mockRestore()
  })
})

interface TextReading {
  readonly name: string
  readonly read: (source: Source, options?: { onError: 'skip' }) => RowReader<object, unknown>
  /** What its files are made of. */
  readonly letters: string
  readonly header: string
  readonly line: (a: number) => string
}

const readers: TextReading[] = [
  { name: 'iterCsv', read: iterCsv, letters: '\n,"\r1a', header: 'a\n', line: (a) => `${a}\n` },
  {
    name: 'iterJsonl',
    read: iterJsonl,
    letters: '\n{":1}a,\r',
    header: '',
    line: (a) => `{"a":${a}}\n`,
  },
  {
    name: 'iterLibsvm',
    read: iterLibsvm,
    letters: '\n :1a#\r-',
    header: '',
    line: (a) => `1 a:${a}\n`,
  },
  {
    name: 'iterArff',
    read: (source, options) => iterArff(prefixed(source), options),
    letters: '\n,\'"?%{} 1u\\',
    header: '',
    line: (a) => `${a},u\n`,
  },
]

async function* prefixed(source: Source): AsyncGenerator<string | Uint8Array> {
  yield '@attribute a numeric\n@attribute b {u,v}\n@data\n'
  yield* source as Iterable<Uint8Array>
}

describe.each(readers)('$name', ({ read, letters, header, line }) => {
  const signs = new TextEncoder().encode(letters)
  const byte = fc.oneof(fc.constantFrom(...signs), fc.nat(255))
  const contents = fc.array(byte, { maxLength: 120 }).map((list) => Uint8Array.from(list))

  it('gives rows or an error of ours for any bytes, the same however they are cut', async () => {
    await fc.assert(
      fc.asyncProperty(contents, fc.array(fc.nat(), { maxLength: 6 }), async (content, places) => {
        for (const options of [undefined, { onError: 'skip' } as const]) {
          const whole = await outcome(read([content], options))
          expect(await outcome(read(cut(content, places), options))).toEqual(whole)
        }
      }),
      { numRuns: 500 },
    )
  })

  it('asks for no more than it has given out', async () => {
    let [asked, closed] = [0, false]
    function* endless() {
      try {
        for (;;) {
          yield asked++ === 0 ? header + line(1) : line(1)
        }
      } finally {
        closed = true
      }
    }
    let taken = 0
    for await (const _ of read(endless())) if (++taken === 20) break
    expect([asked, closed]).toEqual([20, true])
  })

  it('gives rows in order to a caller who does not wait', async () => {
    const reader = read([header, line(1), line(2), line(3)])
    const results = await Promise.all([1, 2, 3, 4, 5].map(() => reader.next()))
    const values = results.map(({ value }) => Number((value?.[0] as { a?: unknown })?.a))
    expect(values).toEqual([1, 2, 3, NaN, NaN])
    expect(results.map(({ done }) => done)).toEqual([false, false, false, true, true])
  })

  it('is over once it has failed', async () => {
    const reader = read([Uint8Array.of(0xff, 10)])
    await expect(reader.next()).rejects.toThrow(CoelhoError)
    expect(await reader.next()).toEqual({ done: true, value: undefined })
    expect(await reader.return()).toEqual({ done: true, value: undefined })
  })

  it('refuses a line without an end, and does not hold it', async () => {
    let given = 0
    function* endless() {
      for (; given < 1000; given++) yield 'x'.repeat(2 ** 20)
    }
    await expect(all(read(endless()))).rejects.toThrow(/must have at most \d+ characters/)
    expect(given).toBeLessThan(20)
  })
})

async function outcome(reader: RowReader<object, unknown>): Promise<unknown> {
  try {
    const rows = await all(reader)
    return [rows, reader.skipped]
  } catch (error) {
    expect(error).toBeInstanceOf(CoelhoError)
    return (error as Error).message
  }
}

function cut(bytes: Uint8Array, places: number[]): Uint8Array[] {
  const ends = [...places.map((place) => place % (bytes.length + 1)), bytes.length]
  ends.sort((a, b) => a - b)
  return ends.map((end, i) => bytes.subarray(i ? ends[i - 1] : 0, end))
}
