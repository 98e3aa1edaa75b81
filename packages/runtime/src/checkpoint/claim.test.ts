import { describe, expect, it } from 'vitest'
import { FencedError } from '../errors.js'
import { MemoryObjects } from '../store/memory-objects.js'
import type { Created, Objects } from '../store/objects.js'
import { Checkpoints } from './checkpoints.js'
import { Claim } from './claim.js'
import type { Manifest } from './manifest.js'

const text = (value: string) => new TextEncoder().encode(value)

function take(objects: Objects, writer: string, more: { elapsed?: () => number } = {}) {
  const options = { writer, fresh: () => text('fresh'), keep: 3, ...more }
  return Claim.take(new Checkpoints(objects, 'fraud'), options)
}

/** Learns `events` more and saves them. */
function learn(claim: Claim, events = 10): Promise<Manifest> {
  const before = claim.manifest.events
  const after = before + events
  return claim.save({
    snapshot: text(`after ${after}`),
    positions: [{ partition: 't/0', next: after, witness: null, witnessAt: null, lost: 0 }],
    events: after,
    order: [[0, before, after]],
  })
}

describe('a claim', () => {
  it('starts a project that has no past', async () => {
    const { claim, checkpoint } = await take(new MemoryObjects(), 'a')
    expect(claim.manifest).toMatchObject({ generation: 1, epoch: 1, events: 0, parent: null })
    expect(new TextDecoder().decode(checkpoint.snapshot)).toBe('fresh')
  })

  it('goes on where another ended, and fences it', async () => {
    const objects = new MemoryObjects()
    const first = (await take(objects, 'a')).claim
    await learn(first)
    const second = await take(objects, 'b')
    expect(second.checkpoint.manifest).toMatchObject({ generation: 3, epoch: 2, events: 10 })
    expect(new TextDecoder().decode(second.checkpoint.snapshot)).toBe('after 10')
    await expect(learn(first)).rejects.toThrow(FencedError)
    await expect(learn(first)).rejects.toThrow(
      'generation 3 of fraud was written by another process: it owns the project now',
    )
    expect((await learn(second.claim)).generation).toBe(4)
  })

  it('is had by one of many that take it at once', async () => {
    for (let round = 0; round < 50; round++) {
      const objects = new MemoryObjects()
      await learn((await take(objects, 'before')).claim)
      const writers = Array.from({ length: 8 }, (_, i) => take(objects, `w${i}`))
      const outcomes = await Promise.allSettled(writers)
      const owners = outcomes.filter(({ status }) => status === 'fulfilled')
      expect(owners).toHaveLength(1)
      const errors = outcomes.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []))
      expect(errors.every((error) => error instanceof FencedError)).toBe(true)
    }
  })

  it('keeps the snapshots of so many generations, and their numbers for longer', async () => {
    const objects = new MemoryObjects()
    let time = 0
    const clock = { elapsed: () => time }
    const { claim } = await take(objects, 'a', clock)
    for (let i = 0; i < 10; i++) await learn(claim)
    const numbers = async () => (await objects.list('fraud/gen')).map(Number).sort((a, b) => a - b)
    expect(await numbers()).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11])
    // The snapshot that the order of events goes on from is kept, too.
    expect(await objects.list('fraud/blob')).toHaveLength(4)
    const next = (await take(objects, 'b', clock)).claim
    expect(await objects.list('fraud/blob')).toHaveLength(4)
    time = 120_001
    await learn(next)
    expect(await numbers()).toEqual([11, 12, 13])
    expect(await objects.list('fraud/blob')).toHaveLength(3)
  })

  it('is lost to a sleeper, whether its next number is still taken or free again', async () => {
    for (const slept of [30_000, 3_600_000]) {
      const objects = new MemoryObjects()
      let time = 0
      const clock = { elapsed: () => time }
      const sleeper = (await take(objects, 'sleeper', clock)).claim
      const other = (await take(objects, 'other', clock)).claim
      for (let i = 0; i < 9; i++) await learn(other)
      time = slept
      await learn(other)
      const isFree = slept > 120_000
      expect((await objects.read('fraud/gen/0000000000000002')) === undefined).toBe(isFree)
      await expect(learn(sleeper)).rejects.toThrow(FencedError)
      const newest = await new Checkpoints(objects, 'fraud').newest()
      expect(newest?.manifest).toMatchObject({ writer: 'other', events: 100 })
    }
  })

  it('goes on from what is there, though a number was free again after a long look', async () => {
    const objects = new MemoryObjects()
    let time = 0
    const clock = { elapsed: () => time }
    const owner = (await take(objects, 'owner', clock)).claim
    const sleeper = new Checkpoints(objects, 'fraud')
    const look = sleeper.look.bind(sleeper)
    sleeper.look = async () => {
      sleeper.look = look
      const seen = await look()
      for (let i = 0; i < 9; i++) await learn(owner)
      time = 120_001
      await learn(owner)
      return seen
    }
    const options = { writer: 'sleeper', fresh: () => text('fresh'), ...clock }
    const { claim, checkpoint } = await Claim.take(sleeper, options)
    expect(claim.manifest).toMatchObject({ generation: 12, epoch: 2, events: 100 })
    expect(new TextDecoder().decode(checkpoint.snapshot)).toBe('after 100')
    expect(await objects.read('fraud/gen/0000000000000002')).toBeUndefined()
    await expect(learn(owner)).rejects.toThrow(FencedError)
  })

  it('is lost to one that slept while it wrote a snapshot', async () => {
    const objects = new MemoryObjects()
    let time = 0
    const clock = { elapsed: () => time }
    const sleeper = (await take(objects, 'sleeper', clock)).claim
    const create = objects.create.bind(objects)
    objects.create = async (key, bytes) => {
      objects.create = create
      const created = await create(key, bytes)
      const other = (await take(objects, 'other', clock)).claim
      for (let i = 0; i < 9; i++) await learn(other)
      time = 120_001
      await learn(other)
      return created
    }
    await expect(learn(sleeper)).rejects.toThrow(FencedError)
    expect(await objects.read('fraud/gen/0000000000000002')).toBeUndefined()
  })

  it('writes no snapshot that it has just read', async () => {
    const objects = new MemoryObjects()
    await learn((await take(objects, 'a')).claim)
    const created: string[] = []
    const create = objects.create.bind(objects)
    objects.create = (key, bytes) => {
      created.push(key)
      return create(key, bytes)
    }
    await take(objects, 'b')
    expect(created).toEqual(['fraud/gen/0000000000000003'])
  })

  it('records the order in which partitions were learned, joined where they go on', async () => {
    const { claim } = await take(new MemoryObjects(), 'a')
    const save = (events: number, ...order: [number, number, number][]) =>
      claim.save({
        snapshot: text(`${events}`),
        positions: ['t/0', 't/1'].map((partition) => ({
          ...{ partition, next: 9, witness: null, witnessAt: null, lost: 0 },
        })),
        events,
        order,
      })
    await save(3, [0, 0, 2], [1, 0, 1])
    const { order } = await save(6, [1, 1, 3], [0, 2, 3])
    expect(order).toEqual([
      [0, 0, 2],
      [1, 0, 3],
      [0, 2, 3],
    ])
  })

  it('starts a new order from the snapshot before, once there are too many runs', async () => {
    const objects = new MemoryObjects()
    const { claim } = await take(objects, 'a')
    const save = (events: number, runs: number) =>
      claim.save({
        snapshot: text(`${events}`),
        positions: ['t/0', 't/1'].map((partition) => ({
          ...{ partition, next: 1000, witness: null, witnessAt: null, lost: 0 },
        })),
        events,
        order: Array.from({ length: runs }, (_, i) => [i % 2, i >> 1, (i >> 1) + 1] as const),
      })
    const before = await save(20, 20)
    const after = await save(2010, 1990)
    expect(before.base.events).toBe(0)
    expect(before.order).toHaveLength(20)
    expect(after.base).toEqual({ events: 20, sha256: before.blob.sha256 })
    expect(after.order).toHaveLength(1990)
    for (let i = 0; i < 5; i++) await learn(claim)
    expect(await objects.read(`fraud/blob/${before.blob.sha256}`)).toBeDefined()
  })
})

/** A store that does as it is told before or after what it really does. */
class Faulty extends MemoryObjects {
  fault: (key: string) => 'lost answer' | 'no answer' | undefined = () => undefined

  override async create(key: string, bytes: Uint8Array): Promise<Created> {
    const fault = this.fault(key)
    if (fault === 'no answer') return 'unknown'
    const outcome = await super.create(key, bytes)
    return fault === 'lost answer' ? 'unknown' : outcome
  }
}

describe('a store whose answers are lost', () => {
  it('fences nobody: what was written under my name is mine', async () => {
    const objects = new Faulty()
    const { claim } = await take(objects, 'a')
    objects.fault = () => 'lost answer'
    for (let i = 1; i <= 100; i++) expect((await learn(claim)).generation).toBe(i + 1)
    expect((await new Checkpoints(objects, 'fraud').newest())?.manifest.events).toBe(1000)
  })

  it('is asked again where nothing was written', async () => {
    const objects = new Faulty()
    const { claim } = await take(objects, 'a')
    let calls = 0
    objects.fault = () => (calls++ % 2 === 0 ? 'no answer' : undefined)
    for (let i = 0; i < 10; i++) await learn(claim)
    expect(claim.manifest.events).toBe(100)
    objects.fault = () => 'no answer'
    await expect(learn(claim)).rejects.toThrow('could not be written in 3 attempts')
  })
})
