import { appendFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Journal } from './journal.js'
import { type Op, type OpOf, parseLine, printLine } from './ops.js'
import { Slot } from './slot.js'

let folder = ''
let problems: string[] = []

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'coelho-journal-'))
  problems = []
})

afterEach(() => rm(folder, { recursive: true }))

const open = (maxBytes = 1 << 20) =>
  Journal.open(folder, { maxBytes, onProblem: (text) => problems.push(text) })

const begin = (run: string): OpOf<'begin'> => ({
  ...{ kind: 'begin', run, project: 'p', experiment: 'e', name: 'n', startTime: 1 },
  ...{ params: { a: '1' }, tags: {}, bestBy: 'F1', isMoreBetter: true },
})
const points = (run: string, step: number): OpOf<'points'> => {
  return { kind: 'points', run, step, timestamp: 7, generation: step, values: [['F1', step / 10]] }
}
const end = (run: string): Op => ({ kind: 'end', run, status: 'FINISHED', endTime: 2 })
const stepsOf = (ops: readonly Op[]) => ops.flatMap((op) => (op.kind === 'points' ? [op.step] : []))

/** All that waits, in order, each taken as done. */
async function drain(journal: Journal): Promise<Op[]> {
  const ops: Op[] = []
  for (;;) {
    const due = await journal.due(() => true)
    if (due.length === 0) return ops
    for (const { op } of due) ops.push(op)
    journal.ack(due.at(-1)!.n)
  }
}

describe('a journal', () => {
  it('hands out what was added, in order, and after a restart what was not done', async () => {
    const first = await open()
    first.add(begin('r'))
    for (let step = 1; step <= 5; step++) first.add(points('r', step))
    let due = await first.due(() => true)
    // It hands out no more than is on the disk.
    while (due.length < 6) {
      await new Promise((resolve) => setImmediate(resolve))
      due = await first.due(() => true)
    }
    expect(due.map(({ op }) => op)).toEqual([
      begin('r'),
      ...[1, 2, 3, 4, 5].map((i) => points('r', i)),
    ])
    first.ack(due[2]!.n)
    await first.close()
    const second = await open()
    expect(second.waiting).toBe(3)
    second.add(points('r', 6))
    expect(stepsOf(await drain(second))).toEqual([3, 4, 5, 6])
    await second.close()
    const third = await open()
    expect(third.waiting).toBe(0)
    await third.close()
  })

  it('knows the run that was not ended, and its last step, also when all was sent', async () => {
    const first = await open()
    expect(first.unfinished('p')).toBeUndefined()
    for (const op of [begin('a'), points('a', 9), end('a'), begin('b'), points('b', 4)])
      first.add(op)
    await drain(first)
    await first.close()
    const second = await open()
    expect(second.unfinished('p')).toMatchObject({ run: 'b', last: { step: 4, generation: 4 } })
    expect(second.unfinished('q')).toBeUndefined()
    second.add(end('b'))
    await drain(second)
    await second.close()
    const third = await open()
    expect(third.unfinished('p')).toBeUndefined()
    expect(third.beginOf('b')).toBeUndefined()
    await third.close()
  })

  it('passes over a line that was torn, and goes on', async () => {
    const first = await open()
    for (const op of [begin('r'), points('r', 1), points('r', 2)]) first.add(op)
    await first.close()
    const path = join(folder, 'journal')
    await writeFile(path, (await readFile(path, 'utf8')).slice(0, -9))
    const second = await open()
    expect(stepsOf(await drain(second))).toEqual([1])
    await second.close()
  })

  it('reads bytes of any kind, and hands out only what it could have written', async () => {
    const lines = fc.constantFrom(
      printLine({ n: 1, op: begin('r') }),
      printLine({ n: 2, op: points('r', 1) }),
      printLine({ ack: 1 }),
      printLine({ ack: 9e15 }),
    )
    const cut = fc.tuple(lines, fc.nat(200)).map(([line, at]) => line.slice(0, at))
    const texts = fc.array(fc.oneof(lines, cut, fc.string(), fc.json()), { maxLength: 6 })
    const property = fc.asyncProperty(texts, async (parts) => {
      await writeFile(join(folder, 'journal'), parts.join(''))
      const journal = await open()
      for (const op of await drain(journal)) {
        expect(parseLine(printLine({ n: 1, op }))).toEqual({ n: 1, op })
      }
      journal.add(points('r', 3))
      expect(stepsOf(await drain(journal))).toEqual([3])
      await journal.close()
    })
    await fc.assert(property, { numRuns: 100 })
  })

  it('keeps the files of what waits, and no others', async () => {
    const first = await open()
    const files = await first.blobs.put({ 'a/b.txt': 'one', c: new Uint8Array([1, 2]) })
    first.add({ kind: 'files', run: 'r', files })
    await first.blobs.put({ stray: 'of a process that ended too early' })
    await first.close()
    const second = await open()
    expect((await readdir(join(folder, 'blobs'))).sort()).toEqual(
      files.map(({ blob }) => blob).sort(),
    )
    expect(second.bytes).toBeGreaterThan(5)
    const newer = await second.blobs.put({ 'a/b.txt': 'two', c: 'two' })
    second.add({ kind: 'files', run: 'r', files: newer })
    expect(second.waiting).toBe(1)
    const [due] = await second.due(() => true)
    expect(due!.op).toEqual({ kind: 'files', run: 'r', files: newer })
    expect(await readFile(second.blobs.pathOf(newer[0]!.blob), 'utf8')).toBe('two')
    await drain(second)
    await second.close()
    const third = await open()
    expect(await readdir(join(folder, 'blobs'))).toEqual([])
    expect(third.bytes).toBe(0)
    await third.close()
  })

  it('stays within its bound: points go evenly, the first and the last stay', async () => {
    const journal = await open(20_000)
    journal.add(begin('r'))
    for (let step = 1; step <= 5000; step++) journal.add(points('r', step))
    expect(journal.bytes).toBeLessThanOrEqual(20_000)
    expect(journal.dropped).toBeGreaterThan(4000)
    expect(problems[0]).toContain('are left out')
    await journal.close()
    expect((await readFile(join(folder, 'journal'))).length).toBeLessThan(60_000)
    const second = await open(20_000)
    const steps = stepsOf(await drain(second))
    expect([steps[0], steps.at(-1)]).toEqual([1, 5000])
    const gaps = steps.slice(1).map((step, i) => step - steps[i]!)
    expect(Math.min(...gaps)).toBeGreaterThan(0)
    expect(Math.max(...gaps)).toBeLessThan(5000 / 10)
    await second.close()
  })

  it('gives files half of the room, and points the other half', async () => {
    const journal = await open(20_000)
    journal.add(begin('r'))
    for (let step = 1; step <= 50; step++) journal.add(points('r', step))
    const large = await journal.blobs.put({ 'model/a': new Uint8Array(9000) })
    journal.add({ kind: 'files', run: 'r', files: large })
    expect(journal.dropped).toBe(0)
    const version = async (folder: string): Promise<Op> => {
      const files = await journal.blobs.put({ a: new Uint8Array(4000) })
      const more = { tags: {}, value: null, when: 'always' as const }
      return { kind: 'version', run: 'r', model: 'm', folder, files, ...more }
    }
    for (const folder of ['a', 'b', 'c']) journal.add(await version(folder))
    const ops = await drain(journal)
    expect(stepsOf(ops)).toHaveLength(50)
    const folders = ops.flatMap((op) => (op.kind === 'version' ? [op.folder] : []))
    expect(folders).toEqual(['b', 'c'])
    expect(problems.at(-1)).toContain('left out: more than 20000 bytes wait')
    await journal.close()
  })

  it('does not grow for ever on the disk', async () => {
    const journal = await open(64 << 20)
    journal.add(begin('r'))
    for (let round = 0; round < 20; round++) {
      for (let i = 0; i < 1000; i++) journal.add(points('r', round * 1000 + i))
      await drain(journal)
    }
    await journal.close()
    expect((await readFile(join(folder, 'journal'))).length).toBeLessThan(1.5 * (1 << 20))
  })

  it('goes on in memory where the disk is gone, and says so once', async () => {
    const journal = await open()
    await rm(folder, { recursive: true })
    await writeFile(folder, 'no folder')
    Object.assign(journal, { isStale: true })
    for (let step = 1; step <= 3; step++) journal.add(points('r', step))
    expect(stepsOf(await drain(journal))).toEqual([1, 2, 3])
    expect(problems).toHaveLength(1)
    expect(problems[0]).toContain('is not kept')
    await journal.close()
    await rm(folder)
    await mkdir(folder)
  })
})

describe('a line', () => {
  it('is read as it was printed', () => {
    const files = [{ path: 'a', blob: 'a'.repeat(64) }]
    const ops: Op[] = [
      ...[begin('r'), points('r', 1), end('r')],
      { kind: 'tags', run: 'r', tags: { a: 'b\n' } },
      { kind: 'files', run: 'r', files },
      {
        ...{ kind: 'version', run: 'r', model: 'm', folder: 'f', files, tags: {} },
        ...{ value: null, when: 'always' },
      },
    ]
    for (const op of ops) expect(parseLine(printLine({ n: 1, op }))).toEqual({ n: 1, op })
    expect(parseLine(printLine({ ack: 3 }))).toEqual({ ack: 3 })
  })

  it.each([
    ...['', '{}', '[]', 'null', '{"ack":-1}', '{"n":1}', '{"n":1,"op":{"kind":"__proto__"}}'],
    ...['{"n":1,"op":{"kind":"points","run":"r"}}', '{"n":0.5,"op":{"kind":"end"}}'],
    '{"n":1,"op":{"kind":"files","run":"r","files":[{"path":"a","blob":"../../etc/passwd"}]}}',
  ])('of another kind is none: %s', (text) => {
    expect(parseLine(text)).toBeUndefined()
  })
})

describe('a slot', () => {
  it('is one for each that asks, and taken over from a process that is gone', async () => {
    const [one, two] = [await Slot.take(folder), await Slot.take(folder)]
    expect([one.folder, two.folder]).toEqual([join(folder, '1'), join(folder, '2')])
    await one.release()
    const again = await Slot.take(folder)
    expect(again.folder).toBe(one.folder)
    await writeFile(join(two.folder, 'lock'), '{"pid":4194303,"id":"gone"}')
    await two.release()
    const abandoned: string[] = []
    for await (const slot of Slot.abandoned(folder)) abandoned.push(slot.folder)
    expect(abandoned).toEqual([two.folder])
    await appendFile(join(folder, 'note'), 'not a slot')
  })

  it('of a living process is left alone', async () => {
    const one = await Slot.take(folder)
    await one.release()
    await writeFile(join(one.folder, 'lock'), JSON.stringify({ pid: process.ppid, id: 'alive' }))
    expect((await Slot.take(folder)).folder).toBe(join(folder, '2'))
    await writeFile(join(one.folder, 'lock'), 'torn')
    expect((await Slot.take(folder)).folder).toBe(one.folder)
  })
})
