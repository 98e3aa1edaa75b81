import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { random } from '@coelho/core'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { OffsetError, SourceError } from '../errors.js'
import type { LogRecord } from '../source/event-source.js'
import { EventLog } from './event-log.js'
import { MemoryLog } from './memory-log.js'
import type { NewRecord, ReadableLog } from './readable-log.js'
import { decodeRecord, encodedLength, encodeRecord } from './record-format.js'

const folders: string[] = []

async function folder(): Promise<string> {
  const made = await mkdtemp(join(tmpdir(), 'coelho-log-'))
  folders.push(made)
  return made
}

afterAll(async () => {
  for (const made of folders) await rm(made, { recursive: true })
})

const event = (i: number, key: string | null = null): NewRecord => ({
  ...{ key, value: `{"i":${i}}`, time: i },
})

function textOf({ offset, key, value, time }: LogRecord): string {
  return `${offset} ${key && Buffer.from(key)} ${Buffer.from(value)} ${time}`
}

/** Everything of a partition, from an offset on. */
async function readAll(log: ReadableLog, partition: string, from = 0): Promise<string[]> {
  const texts: string[] = []
  for (let next = from; ; ) {
    const batch = await log.read(partition, next)
    if (!batch) return texts
    expect(batch.from).toBe(next)
    texts.push(...batch.records.map(textOf))
    next = batch.next
  }
}

function isALog(make: (partitions: number) => Promise<ReadableLog & Pick<MemoryLog, 'append'>>) {
  it('gives back what was appended, in its order, from any offset', async () => {
    const log = await make(1)
    await log.append(Array.from({ length: 700 }, (_, i) => event(i, i % 3 ? `k${i}` : null)))
    await log.append([event(700)])
    const all = await readAll(log, '0')
    expect(all).toHaveLength(701)
    expect(all[4]).toBe('4 k4 {"i":4} 4')
    expect(await readAll(log, '0', 650)).toEqual(all.slice(650))
    expect(await log.read('0', 701)).toBeUndefined()
    expect(await log.range('0')).toEqual({ partition: '0', start: 0, end: 701 })
    await log.close()
  })

  it('keeps the events of a key in one partition, and spreads those without', async () => {
    const log = await make(3)
    const keys = Array.from({ length: 300 }, (_, i) => `user-${i % 30}`)
    await log.append(keys.map((key, i) => event(i, key)))
    const partitions = await Promise.all(['0', '1', '2'].map((name) => readAll(log, name)))
    expect(partitions.flat()).toHaveLength(300)
    for (const key of keys) {
      const having = partitions.filter((texts) => texts.some((text) => text.includes(` ${key} `)))
      expect(having).toHaveLength(1)
    }
    expect(partitions.every((texts) => texts.length > 0)).toBe(true)
    await log.append([event(1), event(2), event(3)])
    const ends = await Promise.all(['0', '1', '2'].map((name) => log.range(name)))
    expect(ends.map(({ end }, i) => end - partitions[i]!.length)).toEqual([1, 1, 1])
    await log.close()
  })

  it('says of each event where it went', async () => {
    const log = await make(3)
    await log.append([event(0, 'a')])
    const keys = Array.from({ length: 30 }, (_, i) => (i % 4 ? `k${i}` : null))
    const places = await log.append(keys.map((key, i) => event(i + 1, key)))
    for (const [i, { partition, offset }] of places.entries()) {
      const batch = await log.read(partition, offset)
      expect(batch!.records[0]).toMatchObject({ offset, time: i + 1 })
    }
    await log.close()
  })

  it('refuses offsets it does not have', async () => {
    const log = await make(1)
    await log.append([event(0)])
    await expect(log.read('0', 2)).rejects.toThrow(OffsetError)
    await log.close()
  })
}

describe('a log in memory', () => {
  isALog(async (partitions) => new MemoryLog(partitions))
})

describe('a log in a folder', () => {
  isALog(async (partitions) => EventLog.open(await folder(), { partitions }))

  it('goes on after it was closed', async () => {
    const at = await folder()
    for (let round = 0; round < 5; round++) {
      const log = await EventLog.open(at, { sync: false })
      await log.append([event(2 * round), event(2 * round + 1)])
      await log.close()
    }
    const log = await EventLog.open(at)
    expect((await readAll(log, '0')).map((text) => text.split(' ')[0])).toEqual(
      Array.from({ length: 10 }, (_, i) => String(i)),
    )
    await log.close()
  })

  it('appends in the order it was asked to, awaited or not', async () => {
    const log = await EventLog.open(await folder(), { sync: false, segmentBytes: 1000 })
    await Promise.all(Array.from({ length: 200 }, (_, i) => log.append([event(i)])))
    const all = await readAll(log, '0')
    expect(all).toEqual(Array.from({ length: 200 }, (_, i) => `${i} null {"i":${i}} ${i}`))
    await log.close()
  })

  it('is read across its segments, from any offset', async () => {
    const log = await EventLog.open(await folder(), { segmentBytes: 1000, sync: false })
    for (let i = 0; i < 300; i += 3) await log.append([event(i), event(i + 1), event(i + 2)])
    const all = await readAll(log, '0')
    expect(all).toHaveLength(300)
    for (let from = 0; from < 300; from += 7) {
      expect(await readAll(log, '0', from)).toEqual(all.slice(from))
    }
    await log.close()
  })

  it('forgets its oldest segments when it is told how many to keep', async () => {
    const at = await folder()
    const log = await EventLog.open(at, { segmentBytes: 1000, keepSegments: 3, sync: false })
    for (let i = 0; i < 300; i++) await log.append([event(i)])
    const { start, end } = await log.range('0')
    expect(end).toBe(300)
    expect(start).toBeGreaterThan(200)
    await expect(log.read('0', start - 1)).rejects.toThrow(`has offsets from ${start} on`)
    expect(await readAll(log, '0', start)).toHaveLength(300 - start)
    await log.close()
  })

  it('holds records longer than a read, and refuses those too long', async () => {
    const log = await EventLog.open(await folder())
    const long = 'x'.repeat(3 << 20)
    await log.append([event(0), { value: long }, event(2)])
    const lengths = (await readAll(log, '0')).map((text) => text.length)
    expect(lengths[1]).toBeGreaterThan(3 << 20)
    expect(lengths).toHaveLength(3)
    await expect(log.append([{ value: Buffer.alloc(17 << 20) }])).rejects.toThrow('at most')
    await log.close()
  })

  it('has one writer', async () => {
    const at = await folder()
    const log = await EventLog.open(at)
    await log.append([event(0)])
    const other = await EventLog.open(at)
    await expect(other.append([event(1)])).rejects.toThrow(
      `log:${at}: is being written by process ${process.pid}: a log has one writer`,
    )
    await log.close()
    await writeFile(join(at, 'writer.lock'), JSON.stringify({ pid: 2 ** 22 + 1, id: 'gone' }))
    const next = await EventLog.open(at)
    await next.append([event(1)])
    expect(await readAll(other, '0')).toHaveLength(2)
    await next.close()
    await other.close()
  })

  it('refuses another number of partitions than it has', async () => {
    const at = await folder()
    await (await EventLog.open(at, { partitions: 2 })).close()
    await expect(EventLog.open(at, { partitions: 3 })).rejects.toThrow(
      'option "partitions" must be 2',
    )
    const log = await EventLog.open(at)
    expect(await log.partitions()).toEqual(['0', '1'])
    expect(() => log.read('2', 0)).toThrow('has partitions 0 to 1')
  })

  // A folder that cannot be made keeps Node's own recursive mkdir busy for ever.
  it.runIf(process.platform === 'linux')('says so where there can be none', async () => {
    const at = '/proc/coelho/log'
    const expected = `log:${at}: cannot be opened (ENOENT: no such file or directory, mkdir`
    await expect(EventLog.open(at)).rejects.toThrow(expected)
    const file = join(await folder(), 'file')
    await writeFile(file, '')
    await expect(EventLog.open(file)).rejects.toThrow(`log:${file}: cannot be opened (ENOTDIR`)
    await expect(EventLog.open(join(file, 'log'))).rejects.toThrow(SourceError)
  })

  it.each([
    '',
    '{"format":1,"id":"a","parti',
    'null',
    '{"format":2,"id":"a","partitions":1}',
    '{"format":1,"partitions":1}',
    '{"format":1,"id":"a","partitions":"1"}',
    '{"format":1,"id":"a","partitions":0}',
    '{"format":1,"id":"a","partitions":1e9}',
  ])('is refused where what it says of itself is damaged, and left as it is: %s', async (text) => {
    const at = await folder()
    await writeFile(join(at, 'log.json'), text)
    const error = await EventLog.open(at).catch((error) => error)
    expect(error).toBeInstanceOf(SourceError)
    const whole = '{"format":1,"id":…,"partitions":…}'
    const expected = `log:${at}: its log.json is damaged: must be ${whole}`
    expect(error.message).toBe(`${expected}, got ${JSON.stringify(text)}.`)
    expect(await readFile(join(at, 'log.json'), 'utf8')).toBe(text)
  })
})

describe('a log whose writer was killed', () => {
  it('is found again by one who looked before, as by one who comes anew', async () => {
    const at = await folder()
    const writer = await EventLog.open(at, { sync: false, segmentBytes: 1 << 20 })
    const known = await EventLog.open(at)
    const draw = new random.Random(5)
    const long = 'x'.repeat(3000)
    let count = 0
    for (let round = 0; round < 60; round++) {
      const more = 1 + Math.floor(draw.random() * 60)
      await writer.append(
        Array.from({ length: more }, (_, i) => ({ value: `${count + i} ${long}`, time: 0 })),
      )
      count += more
      expect((await known.range('0')).end).toBe(count)
      const from = Math.floor(draw.random() * count)
      const batch = await known.read('0', from)
      expect(Buffer.from(batch!.records[0]!.value).toString()).toBe(`${from} ${long}`)
    }
    expect(await readAll(known, '0')).toEqual(await readAll(await EventLog.open(at), '0'))
    await Promise.all([writer.close(), known.close()])
  })

  it('made anew in its folder is not taken for what it was', async () => {
    const at = await folder()
    const log = await EventLog.open(at, { sync: false })
    await log.append(Array.from({ length: 500 }, (_, i) => event(i)))
    const known = await EventLog.open(at)
    expect((await known.range('0')).end).toBe(500)
    await log.close()
    await rm(join(at, '0'), { recursive: true })
    const other = await EventLog.open(at, { sync: false })
    const long = 'y'.repeat(100)
    await other.append(Array.from({ length: 900 }, () => ({ value: long, time: 0 })))
    expect((await known.range('0')).end).toBe(900)
    await Promise.all([other.close(), known.close()])
  })

  it('loses what was half written, and nothing else, wherever it was cut', async () => {
    const at = await folder()
    const log = await EventLog.open(at)
    await log.append([event(0), event(1, 'k')])
    await log.close()
    const path = join(at, '0', '0000000000000000.log')
    const whole = await readFile(path)
    const ends = [0, encodedLength(null, Buffer.from('{"i":0}'))]
    for (let cut = 0; cut < whole.length; cut++) {
      await writeFile(path, whole.subarray(0, cut))
      const reader = await EventLog.open(at)
      const left = ends.filter((end) => end <= cut).length - 1
      expect(await readAll(reader, '0')).toHaveLength(left)
      const writer = await EventLog.open(at)
      await writer.append([event(9)])
      await writer.close()
      const texts = await readAll(reader, '0', left)
      expect(texts).toEqual([`${left} null {"i":9} 9`])
      await reader.close()
    }
  })

  it('is cut where zeros follow, as a disk without power leaves them', async () => {
    const at = await folder()
    const log = await EventLog.open(at)
    await log.append([event(0)])
    await log.close()
    const path = join(at, '0', '0000000000000000.log')
    await appendFile(path, Buffer.alloc(100))
    const reader = await EventLog.open(at)
    await expect(readAll(reader, '0')).rejects.toThrow(/damaged at byte 35/)
    const writer = await EventLog.open(at)
    await writer.append([event(1)])
    await writer.close()
    expect(await readAll(reader, '0', 0)).toHaveLength(2)
    await reader.close()
  })
})

describe('the format of records', () => {
  it('gives back what was written', () => {
    const record = fc.record({
      offset: fc.maxSafeNat(),
      time: fc.double({ noNaN: true }),
      key: fc.option(fc.uint8Array()),
      value: fc.uint8Array(),
    })
    fc.assert(
      fc.property(record, (one) => {
        const buffer = Buffer.alloc(encodedLength(one.key, one.value))
        expect(encodeRecord(buffer, 0, one)).toBe(buffer.length)
        const decoded = decodeRecord(buffer, 0)
        if (decoded.kind !== 'record') throw new Error(decoded.kind)
        expect(decoded.end).toBe(buffer.length)
        expect(textOf(decoded.record)).toBe(textOf(one))
      }),
    )
  })

  it('tells any other bit, and takes any bytes without an exception', () => {
    const buffer = Buffer.alloc(200)
    const end = encodeRecord(buffer, 0, {
      ...{ offset: 7, time: 1, key: Buffer.from('k'), value: Buffer.from('value') },
    })
    for (let bit = 0; bit < end * 8; bit++) {
      const wrong = Buffer.from(buffer.subarray(0, end))
      wrong[bit >> 3]! ^= 1 << (bit & 7)
      expect(decodeRecord(wrong, 0).kind).not.toBe('record')
    }
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(decodeRecord(Buffer.from(bytes), 0).kind).not.toBe('record')
      }),
    )
  })
})
