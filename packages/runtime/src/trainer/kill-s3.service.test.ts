import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Checkpoints } from '../checkpoint/checkpoints.js'
import { blobKey, manifestKey } from '../checkpoint/keys.js'
import { encodeManifest, type Manifest } from '../checkpoint/manifest.js'
import { objectsOn, sharedServer } from '../s3/minio.test-support.js'
import { MemoryObjects } from '../store/memory-objects.js'
import type { Objects } from '../store/objects.js'
import { verify } from './verify.js'
import { expectEachOnce, expectSameBytes, Victim } from './victim.test-support.js'
import { project } from './worker.test-support.js'

const full = process.env['COELHO_FULL'] === '1'
const KILLS = full ? 50 : 5
const EVENTS = full ? 50_000 : 5000

let victim: Victim

beforeAll(async () => {
  victim = await Victim.of('./worker-s3.test-support.ts', 40)
})

afterAll(() => victim.close())

/** Until it ended by itself. How often it was killed, and what it left. */
async function killAgainAndAgain(log: string): Promise<{ kills: number; store: Objects }> {
  const server = await sharedServer()
  const store = objectsOn(server)
  const { endpoint, region } = server
  const address = `${store.url}?${new URLSearchParams({ endpoint, region })}`
  const args = ['train-at', join(victim.folder, log), address]
  return { kills: await victim.killAgainAndAgain(args, KILLS, EVENTS), store }
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
    const log = await victim.fill('three', 3, EVENTS)
    const { kills, store } = await killAgainAndAgain('three')
    expect(kills).toBeGreaterThan(KILLS / 2)
    const manifest = await expectEachOnce(store, log)
    expect(manifest.events).toBe(EVENTS)
    const wrong = await reordered(store, manifest)
    expect(await verify(project, wrong, log)).toMatchObject({ isSame: false })
    await log.close()
  }, 600_000)

  it('with one partition ends at the bytes of one that never was', async () => {
    const log = await victim.fill('one', 1, EVENTS)
    const { store } = await killAgainAndAgain('one')
    await expectSameBytes(store, log)
    await log.close()
  }, 600_000)
})
