import { createReadStream, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { InvalidDataError, InvalidInputError, InvalidOptionError } from '../errors.js'
import { Random } from '../random/random.js'
import { type CsvOptions, iterCsv } from './iter-csv.js'
import type { Source } from './source.js'

const SHOWS = 'name,year,rating\nCosmos,1999,8.2\n"Quoted, title",2007,9.0\n'
const folder = mkdtempSync(join(tmpdir(), 'coelho-csv-'))
afterAll(() => rmSync(folder, { recursive: true }))

async function rows(source: Source, options?: CsvOptions): Promise<unknown[]> {
  const all: unknown[] = []
  for await (const row of iterCsv(source, options)) all.push(row)
  return all
}

async function table(text: string, options: CsvOptions = {}): Promise<unknown[]> {
  const all = (await rows([text], options)) as [Record<string, unknown>, unknown][]
  return all.map(([x]) => Object.values(x))
}

function written(name: string, content: string | Uint8Array): string {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}

describe('iterCsv', () => {
  it('gives features and no target', async () => {
    expect(await rows([SHOWS])).toEqual([
      [{ name: 'Cosmos', year: '1999', rating: '8.2' }, undefined],
      [{ name: 'Quoted, title', year: '2007', rating: '9.0' }, undefined],
    ])
  })

  it('converts, parses dates, drops, and separates one target or several', async () => {
    const converters = { rating: Number }
    const [first] = await rows([SHOWS], {
      target: 'rating',
      converters,
      parseDates: { year: '%Y' },
    })
    expect(first).toEqual([{ name: 'Cosmos', year: new Date('1999-01-01T00:00:00Z') }, 8.2])

    const [row] = await rows([SHOWS], { target: ['rating', 'year'], drop: ['name'] })
    expect(row).toEqual([{}, { rating: '8.2', year: '1999' }])

    const noNone = { converters: { year: () => null }, dropNones: true }
    expect(await rows(['year,a\n1,2\n'], noNone)).toEqual([[{ a: '2' }, undefined]])
  })

  it('samples as River does, with one draw for each record', async () => {
    const lines = Array.from({ length: 50 }, (_, i) => `${i}`)
    const rng = new Random(42)
    const kept = lines.filter(() => rng.random() <= 0.3).map((n) => [{ n }, undefined])
    expect(await rows([`n\n${lines.join('\n')}`], { fraction: 0.3, seed: 42 })).toEqual(kept)
    expect(await rows([`n\n${lines.join('\n')}`], { fraction: 0.3, seed: new Random(42) })).toEqual(
      kept,
    )
  })

  it('takes names and signs of the file’s own', async () => {
    const options = { delimiter: ';', quotechar: "'", fieldnames: ['a', 'b'] }
    expect(await rows(["'x;y';1\n"], options)).toEqual([[{ a: 'x;y', b: '1' }, undefined]])
    expect(await rows(['a\n"b\n'], { quotechar: null })).toEqual([[{ a: '"b' }, undefined]])
  })

  it('keeps a column named __proto__ as any other', async () => {
    const [[x, y]] = (await rows(['__proto__,constructor,a\np,c,1\n'], { target: ['a'] })) as [
      [object, object],
    ]
    expect(Object.getPrototypeOf(x)).toBe(Object.prototype)
    expect(Object.entries(x)).toEqual([
      ['__proto__', 'p'],
      ['constructor', 'c'],
    ])
    expect(y).toEqual({ a: '1' })
    const [[, only]] = (await rows(['__proto__\np\n'], { target: ['__proto__'] })) as [
      [object, object],
    ]
    expect(Object.entries(only)).toEqual([['__proto__', 'p']])
  })

  it('leaves what a short line lacks absent, unless it is the target', async () => {
    expect(await rows(['a,b\n1\n'])).toEqual([[{ a: '1' }, undefined]])
    await expect(rows(['a,b\n1\n'], { target: 'b' })).rejects.toThrow(
      'iterCsv: line 2, column "b": the target must not be missing.',
    )
  })
})

describe('iterCsv reads', () => {
  const first = [{ name: 'Cosmos', year: '1999', rating: '8.2' }, undefined]
  const bytes = new TextEncoder().encode(SHOWS)

  it.each<[string, () => Source]>([
    ['a path', () => written('shows.csv', SHOWS)],
    ['a path to a gzip file', () => written('shows.csv.gz', gzipSync(SHOWS))],
    ['a file URL', () => pathToFileURL(written('shows2.csv', SHOWS))],
    ['a file URL as a string', () => pathToFileURL(written('shows3.csv.gz', gzipSync(SHOWS))).href],
    ['a data URL', () => `data:text/csv,${encodeURIComponent(SHOWS)}`],
    ['a Node stream', () => createReadStream(written('shows4.csv', SHOWS), { highWaterMark: 3 })],
    ['a Blob', () => new Blob([SHOWS])],
    ['a Response', () => new Response(SHOWS)],
    ['a web stream', () => new Blob([SHOWS]).stream()],
    ['bytes', () => bytes],
    ['a list of bytes and text', () => [bytes.subarray(0, 20), SHOWS.slice(20)]],
    ['a byte order mark, in pieces', () => [bytesOf(0xef), bytesOf(0xbb, 0xbf), SHOWS]],
  ])('%s', async (_, source) => {
    expect((await rows(source()))[0]).toEqual(first)
  })

  it('what it is told to unpack, in memory too', async () => {
    expect((await rows([gzipSync(SHOWS)], { compression: 'gzip' }))[0]).toEqual(first)
    const open = () => new Blob([SHOWS])
    expect((await rows('anywhere.gz', { compression: null, open }))[0]).toEqual(first)
  })

  it('only as much as is asked for, and closes the source after an early end', async () => {
    let [asked, closed] = [0, false]
    async function* endless() {
      try {
        yield 'a\n'
        for (;;) yield `${++asked}\n`
      } finally {
        closed = true
      }
    }
    for await (const [x] of iterCsv(endless())) if (x['a'] === '3') break
    expect([asked, closed]).toEqual([3, true])
  })

  it('nothing from an empty file, or one with a header only', async () => {
    expect(await rows([])).toEqual([])
    expect(await rows([''])).toEqual([])
    expect(await rows(['a,b'])).toEqual([])
  })
})

describe('iterCsv follows RFC 4180', () => {
  it.each<[string, string, string[][]]>([
    [
      'line ends of all kinds, none at the end',
      'a,b\r\n1,2\r3,4\n5,6',
      [
        ['1', '2'],
        ['3', '4'],
        ['5', '6'],
      ],
    ],
    [
      'blank lines left out',
      'a,b\n\n1,2\r\n\r\n\n3,4\n\n',
      [
        ['1', '2'],
        ['3', '4'],
      ],
    ],
    [
      'delimiters, line ends and quotes in quotes',
      'a,b\n"1,\r\n2","say ""hi"""\n',
      [['1,\r\n2', 'say "hi"']],
    ],
    ['empty fields, quoted or not', 'a,b,c\n,"",\n', [['', '', '']]],
    ['a quoted empty field alone on a line', 'a\n""\n\nx\n', [[''], ['x']]],
    ['quotes within a field that has none around it', 'a,b\n5" pipe,2\n', [['5" pipe', '2']]],
    ['text behind a closing quote', 'a,b\n"x"y,2\n', [['xy', '2']]],
  ])('%s', async (_, text, expected) => {
    expect(await table(text)).toEqual(expected)
  })

  it('gives back any table, however it was cut into chunks', async () => {
    const cell = fc.oneof(fc.string(), fc.stringMatching(/^[a",\r\n é😀]*$/u))
    const tables = fc.array(fc.tuple(cell, cell, cell), { minLength: 1, maxLength: 6 })
    const ends = fc.constantFrom('\n', '\r\n', '\r')
    const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`
    const written = (text: string, always: boolean) =>
      always || /[",\r\n]/.test(text) ? quoted(text) : text
    const cuts = fc.array(fc.nat(), { maxLength: 12 })
    await fc.assert(
      fc.asyncProperty(tables, ends, cuts, fc.boolean(), async (cells, end, places, always) => {
        const lines = cells.map((row) => row.map((text) => written(text, always)).join(','))
        const bytes = new TextEncoder().encode(['a,b,c', ...lines, ''].join(end))
        const wanted = cells.map((row) =>
          row.map((text) => new TextDecoder().decode(new TextEncoder().encode(text))),
        )
        const all = (await rows(cut(bytes, places))) as [object, unknown][]
        expect(all.map(([x]) => Object.values(x))).toEqual(wanted)
      }),
      { numRuns: 500 },
    )
  })
})

describe('iterCsv refuses', () => {
  it.each<[string, string, CsvOptions]>([
    [
      'line 2: the quote that opens here must be closed before the end of the file',
      'a,b\n1,"2\n3,4\n',
      {},
    ],
    ['line 3: must have at most 2 fields, got 3', 'a,b\n1,2\n1,2,3\n', {}],
    ['line 4: must have at most 1 fields, got 2', 'a\n"1\n2"\n1,2\n', {}],
    [
      'line 2, column "a": must be a value that its converter takes (it gave NaN), got "x"',
      'a\nx\n',
      { converters: { a: Number } },
    ],
    [
      'line 2, column "a": must be a value that its converter takes (no), got "x"',
      'a\nx\n',
      { converters: { a: fail } },
    ],
    [
      'line 2, column "d": must be a date like "%Y", got "99"',
      'd\n99\n',
      { parseDates: { d: '%Y' } },
    ],
    ['line 2: a field must have at most 3 characters', 'a\n1234\n', { fieldSizeLimit: 3 }],
    ['line 2: a field must have at most 3 characters', 'a\n"1234"\n', { fieldSizeLimit: 3 }],
    ['option "target" must name columns of the file ("a", "b"), got "c"', 'a,b\n', { target: 'c' }],
  ])('%s', async (message, text, options) => {
    await expect(rows([text], options)).rejects.toThrow(`iterCsv: ${message}.`)
  })

  it('bytes that are no UTF-8, but only the lines that have them', async () => {
    const file = [bytesOf(97, 10, 98, 10, 0xc3, 10, 99, 10, 0xff), bytesOf(0x80, 10, 100, 10, 0xf0)]
    await expect(rows(file)).rejects.toThrow('iterCsv: line 3: must be UTF-8 text.')
    const reader = iterCsv(file, { onError: 'skip' })
    const kept: unknown[] = []
    for await (const [x] of reader) kept.push(x['a'])
    expect(kept).toEqual(['b', 'c', 'd'])
    expect(reader.skipped).toBe(3)
  })

  it('records one by one, and counts them, when told to go on', async () => {
    const text = 'a,b\n1,x\n2\n3,4,5\n"6\n",7\n123456,8\n9,"10\n'
    const errors: string[] = []
    const reader = iterCsv([text], {
      fieldSizeLimit: 5,
      target: 'b',
      converters: { a: Number },
      onError: (error) => errors.push(`${error.line} ${error.column ?? ''}`),
    })
    const kept: unknown[] = []
    for await (const row of reader) kept.push(row)
    expect(kept).toEqual([
      [{ a: 1 }, 'x'],
      [{ a: 6 }, '7'],
    ])
    expect(errors).toEqual(['3 b', '4 ', '7 ', '8 '])
    expect(reader.skipped).toBe(4)
  })

  it('a broken header, whatever it is told', async () => {
    await expect(rows(['"a\n1\n'], { onError: 'skip' })).rejects.toThrow(InvalidDataError)
  })

  it('broken and cut gzip data, and zip files', async () => {
    const cutOff = gzipSync(SHOWS.repeat(100)).subarray(0, 60)
    await expect(rows([cutOff], { compression: 'gzip' })).rejects.toThrow(InvalidDataError)
    await expect(rows([bytesOf(1, 2, 3)], { compression: 'gzip' })).rejects.toThrow(
      'the gzip data must be whole',
    )
    await expect(rows('file.zip')).rejects.toThrow(InvalidOptionError)
  })

  it('sources that are none', async () => {
    for (const source of [5, {}, [1], null]) {
      await expect(rows(source as never)).rejects.toThrow(InvalidInputError)
    }
    await expect(rows(join(folder, 'nothing.csv'))).rejects.toThrow('ENOENT')
  })

  it.each<[string, object]>([
    ['delimiter', { delimiter: ',,' }],
    ['quotechar', { quotechar: ',' }],
    ['fraction', { fraction: 1.5 }],
    ['parse_dates', { parse_dates: {} }],
    ['parseDates', { parseDates: { a: '%Q' } }],
    ['converters', { converters: { a: 'Number' } }],
    ['onError', { onError: 'stop' }],
    ['target', { target: 5 }],
  ])('a wrong option %s at once', (name, options) => {
    expect(() => iterCsv([''], options as never)).toThrow(`iterCsv: option "${name}"`)
  })

  it('nothing else: any bytes give rows or an InvalidDataError, in bounded time', async () => {
    const hostile = fc.constantFrom(34, 44, 10, 13, 97, 0xc3, 0xa9, 0xff)
    const bytes = fc.array(fc.oneof(fc.nat(255), hostile), { maxLength: 80 })
    await fc.assert(
      fc.asyncProperty(bytes, fc.array(fc.nat(), { maxLength: 5 }), async (list, places) => {
        const file = Uint8Array.from(list)
        const outcome = await outcomeOf(cut(file, places))
        expect(outcome).toEqual(await outcomeOf([file])) // the cuts change nothing
        await outcomeOf([file], 'skip')
      }),
      { numRuns: 2000 },
    )
  })
})

async function outcomeOf(source: Source, onError: 'throw' | 'skip' = 'throw'): Promise<unknown> {
  try {
    return await rows(source, { fieldSizeLimit: 20, onError })
  } catch (error) {
    expect(error).toBeInstanceOf(InvalidDataError)
    return (error as Error).message
  }
}

function bytesOf(...bytes: number[]): Uint8Array {
  return Uint8Array.from(bytes)
}

function cut(bytes: Uint8Array, places: number[]): Uint8Array[] {
  const ends = [...places.map((place) => place % (bytes.length + 1)), bytes.length]
  ends.sort((a, b) => a - b)
  return ends.map((end, i) => bytes.subarray(i ? ends[i - 1] : 0, end))
}

function fail(): never {
  throw new Error('no')
}
