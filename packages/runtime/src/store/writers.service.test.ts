import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildProgram, WorkerProcess } from '#services/worker-process.js'
import { Checkpoints } from '../checkpoint/checkpoints.js'
import { objectsOn, sharedServer } from '../s3/minio.test-support.js'
import { FileObjects } from './file-objects.js'
import type { Objects } from './objects.js'
import { take } from './saving.test-support.js'

const full = process.env['COELHO_FULL'] === '1'
const ROUNDS = full ? 300 : 30
const WRITERS = 8

let folder = ''
let program = ''

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'coelho-writers-'))
  program = await buildProgram(new URL('./writer.test-support.ts', import.meta.url), folder)
})

afterAll(() => rm(folder, { recursive: true }))

/** Processes that are told a parent and each try to be the one that follows it. */
class Writers {
  private readonly all: WorkerProcess<string>[]

  constructor(address: string, ...more: string[]) {
    this.all = Array.from({ length: WRITERS }, (_, i) => {
      return new WorkerProcess([program, address, `w${i}`, ...more])
    })
  }

  /** What each says next. */
  say(): Promise<string[]> {
    return Promise.all(this.all.map((one) => one.next()))
  }

  tell(line: string): void {
    for (const one of this.all) one.tell(line)
  }

  async end(): Promise<void> {
    await Promise.all(this.all.map((one) => one.kill()))
  }
}

/** How many won in each round, of writers that all follow the same parent. */
async function race(objects: Objects, address: string, rounds: number, ...more: string[]) {
  await take(objects, 'first')
  const checkpoints = new Checkpoints(objects, 'fraud')
  const writers = new Writers(address, ...more)
  const winners: number[] = []
  try {
    expect(await writers.say()).toEqual(Array(WRITERS).fill('ready'))
    for (let round = 0; round < rounds; round++) {
      const { manifest: parent } = (await checkpoints.newest())!
      writers.tell(JSON.stringify(parent))
      const outcomes = await writers.say()
      expect(outcomes.every((one) => one === 'won' || one === 'fenced')).toBe(true)
      const won = outcomes.flatMap((outcome, i) => (outcome === 'won' ? [`w${i}`] : []))
      winners.push(won.length)
      const { manifest, snapshot } = (await checkpoints.newest())!
      expect(manifest.generation).toBe(parent.generation + 1)
      expect(won).toContain(manifest.writer)
      const text = `${manifest.generation} by ${manifest.writer}`
      expect(new TextDecoder().decode(snapshot)).toBe(text)
    }
  } finally {
    await writers.end()
  }
  return winners
}

async function onDisk(name: string): Promise<{ objects: Objects; address: string }> {
  const address = join(folder, name)
  return { objects: new FileObjects(address), address }
}

async function inBucket(): Promise<{ objects: Objects; address: string }> {
  const server = await sharedServer()
  const objects = objectsOn(server)
  const { region } = server
  const query = new URLSearchParams({ endpoint: server.endpoint, region })
  return { objects, address: `${objects.url}?${query}` }
}

describe.each([
  ['on a disk', onDisk],
  ['in a bucket', inBucket],
])(`${WRITERS} processes that follow one parent %s`, (_, place) => {
  it(`have one winner in each of ${ROUNDS} rounds`, async () => {
    const { objects, address } = await place('race')
    expect(await race(objects, address, ROUNDS)).toEqual(Array(ROUNDS).fill(1))
  }, 600_000)

  it('have several where the store writes over what is there', async () => {
    const { objects, address } = await place('careless')
    const winners = await race(objects, address, 5, 'careless')
    expect(Math.max(...winners)).toBeGreaterThan(1)
  }, 120_000)
})
