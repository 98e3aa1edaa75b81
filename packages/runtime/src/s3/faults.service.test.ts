import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { random } from '@coelho/core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { start } from '#services/minio.mjs'
import { type Fault, FaultProxy } from '#services/proxy.js'
import { StoreError } from '../errors.js'
import { eventsIn, save, snapshotOf, take } from '../store/saving.test-support.js'
import type { S3Objects } from './index.js'
import { beKnownTo, objectsOn, sharedServer } from './minio.test-support.js'

const full = process.env['COELHO_FULL'] === '1'
const LOST = full ? 100 : 10
const ERRORS = full ? 50 : 10
const KILLS = full ? 10 : 2

const httpError = (status: number, code: string): Fault => {
  const body = `<Error><Code>${code}</Code></Error>`
  return { answer: `HTTP/1.1 ${status} ${code}\r\ncontent-length: ${body.length}\r\n\r\n${body}` }
}

describe('a network that loses answers', () => {
  let proxy: FaultProxy
  let objects: S3Objects
  let faults: number

  beforeEach(async () => {
    const server = await sharedServer()
    proxy = await FaultProxy.before(Number(new URL(server.endpoint).port))
    const endpoint = `http://127.0.0.1:${proxy.port}`
    objects = objectsOn({ ...server, endpoint }, { attemptMs: 200, retryForMs: 10_000 })
    faults = 0
  })

  afterEach(() => proxy.close())

  /** From now on the first attempt of each write to such a key goes wrong. */
  function failOnce(kind: RegExp, ...ways: Fault[]): void {
    const seen = new Set<string>()
    proxy.onRequest = (start) => {
      const key = /^PUT \S*\/((?:blob|gen)\/\w+)/.exec(start)?.[1]
      if (!key || !kind.test(key) || seen.has(key)) return undefined
      seen.add(key)
      return ways[faults++ % ways.length]
    }
  }

  it.each([
    ['a snapshot', /^blob/],
    ['a manifest', /^gen/],
  ])(`${LOST / 2} times, for %s: every save is one's own`, async (_, kind) => {
    const claim = await take(objects, 'a')
    failOnce(kind, 'lose answer')
    for (let i = 0; i < LOST / 2; i++) await save(claim)
    expect(faults).toBe(LOST / 2)
    expect(claim.manifest).toMatchObject({ generation: LOST / 2 + 1, epoch: 1 })
    expect(await eventsIn(objects)).toBe(LOST / 2)
  })

  it('makes one look fenced who takes "exists" for an answer', async () => {
    failOnce(/^gen/, 'lose answer')
    let fenced = 0
    for (let i = 0; i < 5; i++) {
      const outcome = await objects.create(`fraud/gen/000000000000000${i}`, snapshotOf(i))
      if (outcome !== 'created') fenced++
    }
    expect(fenced).toBe(5)
  })

  it('for as long as patience lasts: what is there decides', async () => {
    const { endpoint, ...server } = await sharedServer()
    const impatient = objectsOn(
      { ...server, endpoint: `http://127.0.0.1:${proxy.port}` },
      { attemptMs: 200, retryForMs: 0 },
    )
    const claim = await take(impatient, 'a')
    failOnce(/./, 'lose answer')
    expect(await impatient.create('fraud/blob/a', snapshotOf(1))).toBe('unknown')
    for (let i = 0; i < 5; i++) await save(claim)
    expect(await eventsIn(impatient)).toBe(5)
    expect(endpoint).toBeDefined()
  })

  it(`${ERRORS} times, or is busy, or too late: every save is one's own`, async () => {
    const claim = await take(objects, 'a')
    const busy = httpError(503, 'SlowDown')
    const race = httpError(409, 'ConditionalRequestConflict')
    const broken = httpError(500, 'InternalError')
    failOnce(/./, busy, race, 'hold', 'hold answer', 'reset', broken, 'lose answer')
    while (faults < ERRORS) await save(claim)
    expect(claim.manifest).toMatchObject({ epoch: 1 })
    expect(await eventsIn(objects)).toBe(claim.manifest.events)
  })

  it('does not hide that somebody else was first', async () => {
    const claim = await take(objects, 'a')
    await take(objects, 'b')
    failOnce(/^gen/, 'lose answer', httpError(503, 'SlowDown'), 'reset')
    await expect(save(claim)).rejects.toThrow('was written by another process')
  })
})

describe(`a server that is killed ${KILLS} times while it is written to`, () => {
  it('has the last checkpoint that was reported, or a later one, whole', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'coelho-killed-'))
    const draw = new random.Random(7)
    const length = 3_000_000
    let server = await start({ folder })
    beKnownTo(server)
    const { port } = server
    const objects = objectsOn(server, { attemptMs: 5000, retryForMs: 60_000 })
    try {
      let isOver = false
      let saved = 0
      const saving = (async () => {
        const claim = await take(objects, 'a')
        while (!isOver) saved = (await save(claim, length)).events
      })()
      for (let kill = 0; kill < KILLS; kill++) {
        const before = saved
        while (saved < before + 3) await Promise.race([saving, wait(5)])
        await wait(draw.random() * 100)
        const reported = saved
        await server.kill()
        server = await start({ folder, port })
        const found = await eventsIn(objectsOn(server, { prefix: prefixOf(objects) }), length)
        expect(found).toBeGreaterThanOrEqual(reported)
      }
      isOver = true
      await saving
      expect(await eventsIn(objects, length)).toBe(saved)
    } finally {
      await server.stop()
      await rm(folder, { recursive: true })
    }
  }, 300_000)

  it('and stays away is a store error, never a fence', async () => {
    const server = await start()
    beKnownTo(server)
    const objects = objectsOn(server, { attemptMs: 500, retryForMs: 500 })
    const claim = await take(objects, 'a')
    await save(claim)
    await server.kill()
    const error = await save(claim).catch((error) => error)
    await server.stop()
    expect(error).toBeInstanceOf(StoreError)
    expect(error.exitCode).toBe(10)
  })
})

function prefixOf({ url }: S3Objects): string {
  return url.split('/').slice(3).join('/')
}
