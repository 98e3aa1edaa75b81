import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { datasets, random } from '@coelho/core'
import { build } from 'esbuild'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Checkpoints } from '../checkpoint/checkpoints.js'
import { EventLog } from '../log/event-log.js'
import { LogSource } from '../source/log-source.js'
import { FileObjects } from '../store/file-objects.js'
import { MemoryObjects } from '../store/memory-objects.js'
import { type Point, points } from './fate.test-support.js'
import { train } from './trainer.js'
import { verify } from './verify.js'
import { project } from './worker.test-support.js'

const full = process.env['COELHO_FULL'] === '1'
const KILLS = full ? 50 : 10
const EVENTS = full ? 50_000 : 10_000
/** At each of the moments at which a process is killed. */
const TIMES = full ? 10 : 1

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))
let folder = ''
let worker = ''

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'coelho-kill-'))
  worker = join(folder, 'worker.mjs')
  await build({
    entryPoints: [here('./worker.test-support.ts')],
    ...{ outfile: worker, bundle: true, platform: 'node', format: 'esm', logLevel: 'error' },
    tsconfig: here('../../../../tsconfig.json'),
  })
})

afterAll(() => rm(folder, { recursive: true }))

async function fill(name: string, partitions: number, events = EVENTS): Promise<EventLog> {
  const log = await EventLog.open(join(folder, name), { partitions, sync: false })
  const stream = new datasets.synth.SEA({ seed: 5 }).take(events)
  const records = Array.from(stream, ([x, label], id) => {
    const { 0: a, 1: b } = x as Record<string, number>
    return { value: JSON.stringify({ id, a, b, label }), time: id }
  })
  await log.append(records)
  await log.close()
  return EventLog.open(join(folder, name))
}

/** Starts the worker, to be killed by itself when it comes to a point for the nth time. */
async function runUntil(point: Point, times: number, log: string, store: string) {
  const args = [worker, 'train', log, store, point, String(times)]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'] })
  const [code, signal] = await once(child, 'exit')
  return signal ?? code
}

/** Starts the worker; `undefined` once it was killed, after so many checkpoints and a moment. */
async function runFor(saves: number, log: string, store: string): Promise<number | undefined> {
  const args = [worker, 'train', log, store]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  let left = saves
  child.stdout.on('data', (told: Buffer) => {
    left -= told.length
    if (left <= 0) setTimeout(() => child.kill('SIGKILL'), draw.random() * 10)
  })
  const [code] = await once(child, 'exit')
  return code ?? undefined
}

const draw = new random.Random(11)

/** Until it ended by itself. How often it was killed. */
async function killAgainAndAgain(log: string, store: string): Promise<number> {
  for (let kills = 0; ; kills++) {
    const saves = kills < KILLS ? 1 + draw.randrange(EVENTS / 100 / KILLS - 2) : Infinity
    const code = await runFor(saves, log, store)
    if (code === undefined) continue
    expect(code).toBe(0)
    return kills
  }
}

describe(`a process that is killed ${KILLS} times while it learns ${EVENTS} events`, () => {
  it('learns each once: a replay of its recorded order gives the same bytes', async () => {
    const log = await fill('three', 3)
    const store = join(folder, 'three-store')
    const kills = await killAgainAndAgain(join(folder, 'three'), store)
    expect(kills).toBeGreaterThan(KILLS / 2)
    const checkpoints = new Checkpoints(new FileObjects(store), 'killed')
    const { manifest } = (await checkpoints.newest())!
    expect(manifest.events).toBe(EVENTS)
    const ranges = await Promise.all(['0', '1', '2'].map((name) => log.range(name)))
    const ends = new Map(manifest.positions.map(({ partition, next }) => [partition, next]))
    for (const { partition, end } of ranges) expect(ends.get(partition)).toBe(end)
    const verified = await verify(project, checkpoints, log)
    expect(verified).toMatchObject({ isSame: true })
    await log.close()
  }, 300_000)

  it('with one partition ends at the bytes of one that never was', async () => {
    const log = await fill('one', 1)
    const store = join(folder, 'one-store')
    await killAgainAndAgain(join(folder, 'one'), store)
    const { manifest } = (await new Checkpoints(new FileObjects(store), 'killed').newest())!
    const source = new LogSource(log)
    const whole = await train(project, { source, store: new MemoryObjects(), untilDrained: true })
    expect(manifest.blob).toEqual(whole.manifest.blob)
  }, 300_000)
})

describe(`a process that is killed ${TIMES} times at each of ${points.length} moments`, () => {
  it.each(points)(
    '%s: learns each event once',
    async (point) => {
      const folderOf = (name: string) => join(folder, `${name} ${point}`)
      const log = await fill(`log ${point}`, 1, 6000)
      const place = [folderOf('log'), folderOf('store')] as const
      await runUntil('after a checkpoint', 3, ...place)
      for (let round = 0; round < TIMES; round++) {
        const nth = point === 'while an event is learned' ? 1 + draw.randrange(250) : 1
        expect(await runUntil(point, nth, ...place)).toBe('SIGKILL')
      }
      expect(await runFor(Number.POSITIVE_INFINITY, ...place)).toBe(0)
      const checkpoints = new Checkpoints(new FileObjects(place[1]), 'killed')
      const { manifest } = (await checkpoints.newest())!
      const source = new LogSource(log)
      const whole = await train(project, { source, store: new MemoryObjects(), untilDrained: true })
      expect(manifest.blob).toEqual(whole.manifest.blob)
    },
    120_000,
  )
})
