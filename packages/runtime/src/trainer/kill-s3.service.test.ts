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
import { blobKey, manifestKey } from '../checkpoint/keys.js'
import { encodeManifest, type Manifest } from '../checkpoint/manifest.js'
import { EventLog } from '../log/event-log.js'
import { objectsOn, sharedServer } from '../s3/minio.test-support.js'
import { LogSource } from '../source/log-source.js'
import { MemoryObjects } from '../store/memory-objects.js'
import type { Objects } from '../store/objects.js'
import { train } from './trainer.js'
import { verify } from './verify.js'
import { project } from './worker.test-support.js'

const full = process.env['COELHO_FULL'] === '1'
const KILLS = full ? 50 : 5
const EVENTS = full ? 50_000 : 5000

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))
let folder = ''
let worker = ''

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'coelho-kill-s3-'))
  worker = join(folder, 'worker.cjs')
  await build({
    entryPoints: [here('./worker-s3.test-support.ts')],
    ...{ outfile: worker, bundle: true, platform: 'node', format: 'cjs', logLevel: 'error' },
    tsconfig: here('../../../../tsconfig.json'),
  })
})

afterAll(() => rm(folder, { recursive: true }))

async function fill(name: string, partitions: number): Promise<EventLog> {
  const log = await EventLog.open(join(folder, name), { partitions, sync: false })
  const stream = new datasets.synth.SEA({ seed: 5 }).take(EVENTS)
  const records = Array.from(stream, ([x, label], id) => {
    const { 0: a, 1: b } = x as Record<string, number>
    return { value: JSON.stringify({ id, a, b, label }), time: id }
  })
  await log.append(records)
  await log.close()
  return EventLog.open(join(folder, name))
}

const draw = new random.Random(11)

/** Starts the worker; `undefined` once it was killed, after so many checkpoints and a moment. */
async function runFor(saves: number, log: string, address: string): Promise<number | undefined> {
  const args = [worker, 'train-at', join(folder, log), address]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  let left = saves
  child.stdout.on('data', (told: Buffer) => {
    left -= told.length
    if (left <= 0) setTimeout(() => child.kill('SIGKILL'), draw.random() * 40)
  })
  const [code] = await once(child, 'exit')
  return code ?? undefined
}

/** Until it ended by itself. How often it was killed, and what it left. */
async function killAgainAndAgain(log: string): Promise<{ kills: number; store: Objects }> {
  const server = await sharedServer()
  const store = objectsOn(server)
  const { endpoint, region } = server
  const address = `${store.url}?${new URLSearchParams({ endpoint, region })}`
  for (let kills = 0; ; kills++) {
    const saves = kills < KILLS ? 1 + draw.randrange(EVENTS / 100 / KILLS - 2) : Infinity
    const code = await runFor(saves, log, address)
    if (code === undefined) continue
    expect(code).toBe(0)
    return { kills, store }
  }
}

/** The same checkpoint, but that it was learned in another order. */
async function reordered(store: Objects, manifest: Manifest): Promise<Checkpoints> {
  const other = new MemoryObjects()
  for (const hash of new Set([manifest.blob.sha256, manifest.base.sha256])) {
    const key = blobKey('killed', hash)
    await other.create(key, (await store.read(key))!)
  }
  const [[partition, from, next], ...rest] = manifest.order as [[number, number, number]]
  const order = [[partition, from + 1, next], ...rest] as const
  const key = manifestKey('killed', manifest.generation)
  await other.create(key, encodeManifest({ ...manifest, order } as Manifest))
  return new Checkpoints(other, 'killed')
}

describe(`a process that is killed ${KILLS} times, with its checkpoints in a bucket`, () => {
  it(`learns ${EVENTS} events once: a replay of its order gives the same bytes`, async () => {
    const log = await fill('three', 3)
    const { kills, store } = await killAgainAndAgain('three')
    expect(kills).toBeGreaterThan(KILLS / 2)
    const checkpoints = new Checkpoints(store, 'killed')
    const { manifest } = (await checkpoints.newest())!
    expect(manifest.events).toBe(EVENTS)
    const ranges = await Promise.all(['0', '1', '2'].map((name) => log.range(name)))
    const ends = new Map(manifest.positions.map(({ partition, next }) => [partition, next]))
    for (const { partition, end } of ranges) expect(ends.get(partition)).toBe(end)
    expect(await verify(project, checkpoints, log)).toMatchObject({ isSame: true })
    const wrong = await reordered(store, manifest)
    expect(await verify(project, wrong, log)).toMatchObject({ isSame: false })
    await log.close()
  }, 600_000)

  it('with one partition ends at the bytes of one that never was', async () => {
    const log = await fill('one', 1)
    const { store } = await killAgainAndAgain('one')
    const { manifest } = (await new Checkpoints(store, 'killed').newest())!
    const source = new LogSource(log)
    const whole = await train(project, { source, store: new MemoryObjects(), untilDrained: true })
    expect(manifest.blob).toEqual(whole.manifest.blob)
    await log.close()
  }, 600_000)
})
