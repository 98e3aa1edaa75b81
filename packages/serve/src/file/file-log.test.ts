import { appendFile, mkdtemp, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  DataLimitError,
  type LogRecord,
  LogSource,
  MemoryObjects,
  OffsetError,
  SourceError,
  train,
} from '@coelho/runtime'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sums } from '../sums.test-support.js'
import { FileLog } from './file-log.js'

let folder = ''
let file = ''

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'coelho-file-'))
  file = join(folder, 'events.jsonl')
})

afterAll(() => rm(folder, { recursive: true }))

/** All records from a byte on. */
async function recordsFrom(log: FileLog, from: number): Promise<LogRecord[]> {
  const records: LogRecord[] = []
  for (let at = from; ; ) {
    const batch = await log.read('0', at)
    if (!batch) return records
    expect(batch.from).toBe(at)
    expect(batch.next).toBeGreaterThan(at)
    records.push(...batch.records)
    at = batch.next
  }
}

/** The lines of a text that have an end and are not blank, by a way of its own. */
function linesOf(bytes: Buffer): { offset: number; value: string }[] {
  const lines = bytes.toString('latin1').split('\n').slice(0, -1)
  let offset = 0
  return lines.flatMap((line) => {
    const start = offset
    offset += line.length + 1
    const value = line.replace(/[ \t\r]+$/, '')
    return value === '' ? [] : [{ offset: start, value }]
  })
}

const told = (records: readonly LogRecord[]) =>
  records.map(({ offset, value }) => ({ offset, value: Buffer.from(value).toString('latin1') }))

describe('a file of lines as a log', () => {
  it('has each line at the byte where it begins, whatever the bytes are', async () => {
    const byte = fc.oneof(fc.nat(255), fc.constantFrom(10, 13, 32, 123, 125))
    const content = fc.array(byte, { maxLength: 200 })
    await fc.assert(
      fc.asyncProperty(content, fc.nat(1000), async (bytes, place) => {
        const buffer = Buffer.from(bytes)
        await writeFile(file, buffer)
        const log = new FileLog(file)
        const from = place % (buffer.length + 1)
        const expected = linesOf(buffer).filter(({ offset }) => offset >= from)
        expect(told(await recordsFrom(log, from))).toEqual(expected)
        await log.close()
      }),
      { numRuns: 500 },
    )
  })

  it('reads lines that are longer than what is read at once, and their neighbours', async () => {
    const lengths = [5, 262_143, 262_144, 262_145, 0, 700_000, 3, 1_000_000, 262_140]
    const lines = lengths.map((length, i) => String(i).repeat(length))
    const buffer = Buffer.from(`${lines.join('\n')}\n`)
    await writeFile(file, buffer)
    const log = new FileLog(file)
    const expected = linesOf(buffer)
    expect(told(await recordsFrom(log, 0))).toEqual(expected)
    for (const [i, { offset }] of expected.entries()) {
      const rest = await recordsFrom(log, offset + 1)
      expect(rest.map((record) => record.offset)).toEqual(
        expected.slice(i + 1).map((record) => record.offset),
      )
    }
    await log.close()
  })

  it('waits for the end of a line that is being written', async () => {
    await writeFile(file, '{"a":1}\n{"a":')
    const log = new FileLog(file)
    expect(told(await recordsFrom(log, 0))).toEqual([{ offset: 0, value: '{"a":1}' }])
    expect(await log.read('0', 8)).toBeUndefined()
    await appendFile(file, '2}')
    expect(await log.read('0', 8)).toBeUndefined()
    await appendFile(file, '\r\n{"a":3}\n')
    expect(told(await recordsFrom(log, 8))).toEqual([
      { offset: 8, value: '{"a":2}' },
      { offset: 17, value: '{"a":3}' },
    ])
    await log.close()
  })

  it('takes a last line without an end only once it is whole, where it is asked to', async () => {
    await writeFile(file, '{"a":1}\n{"a":{"b":2}')
    const log = new FileLog(file, { lastLine: 'ifWhole' })
    expect(await recordsFrom(log, 8)).toEqual([])
    await appendFile(file, '}')
    const [batch, none] = [await log.read('0', 8), await log.read('0', 21)]
    expect(batch).toMatchObject({ next: 21, records: [{ offset: 8 }] })
    expect(none).toBeUndefined()
    await appendFile(file, '\n{"a":3}\n')
    expect(told(await recordsFrom(log, 21))).toEqual([{ offset: 22, value: '{"a":3}' }])
    const again = await log.read('0', 8)
    expect(again?.records[0]?.value).toEqual(batch?.records[0]?.value)
    await log.close()
  })

  it('says what is wrong with a place, a file and a line', async () => {
    await writeFile(file, '{"a":1}\n')
    const log = new FileLog(file)
    await expect(log.read('0', 9)).rejects.toThrow(OffsetError)
    await expect(log.read('0', 9)).rejects.toThrow(`file:${file}: has bytes 0 to 8, got 9.`)
    await expect(log.read('1', 0)).rejects.toThrow(SourceError)
    await truncate(file, 0)
    await expect(log.read('0', 8)).rejects.toThrow('has bytes 0 to 0, got 8.')
    await log.close()
    await expect(new FileLog(join(folder, 'none')).range('0')).rejects.toThrow('no such file')
    await expect(new FileLog(folder).range('0')).rejects.toThrow('is no file')
    await writeFile(file, '['.padEnd(20 << 20, '{},'))
    const long = new FileLog(file)
    await expect(long.read('0', 0)).rejects.toThrow(DataLimitError)
    await expect(long.read('0', 0)).rejects.toThrow('the line at byte 0 is longer than 16 MB')
    await long.close()
  })
})

describe('a trainer that learns a file', () => {
  const lines = (from: number, to: number) =>
    Array.from({ length: to - from }, (_, i) => `${JSON.stringify(sums.event(from + i))}\n`)
  const everything = { everyEvents: 7, everyMs: 1e9, untilDrained: true }
  const source = () => new LogSource(new FileLog(file))

  it('goes on at the line after the last one of a checkpoint, wherever that is', async () => {
    await writeFile(file, lines(0, 100).join(''))
    const whole = await train(sums.project, {
      ...everything,
      ...{ source: source(), store: new MemoryObjects() },
    })
    for (const stopAt of [1, 3, 8]) {
      const store = new MemoryObjects()
      const controller = new AbortController()
      let left = stopAt
      const onSaved = () => void (--left === 0 && controller.abort())
      const { signal } = controller
      await train(sums.project, { ...everything, source: source(), store, onSaved, signal })
      const { manifest } = await train(sums.project, { ...everything, source: source(), store })
      expect(manifest.events).toBe(100)
      expect(manifest.blob).toEqual(whole.manifest.blob)
    }
  })

  it('learns what is appended later, and notices another file of the same name', async () => {
    await writeFile(file, lines(0, 10).join(''))
    const store = new MemoryObjects()
    await train(sums.project, { ...everything, source: source(), store })
    await appendFile(file, lines(10, 20).join(''))
    const { manifest } = await train(sums.project, { ...everything, source: source(), store })
    expect(manifest.events).toBe(20)
    await writeFile(file, lines(100, 200).join(''))
    const other = train(sums.project, { ...everything, source: source(), store })
    await expect(other).rejects.toThrow('it is another log')
    await writeFile(file, '')
    const emptied = train(sums.project, { ...everything, source: source(), store })
    await expect(emptied).rejects.toThrow(OffsetError)
  })
})
