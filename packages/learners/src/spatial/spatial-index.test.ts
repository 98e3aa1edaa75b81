import { random } from '@coelho/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Found, findNearestRanked, findWithin, squareLimit } from './points.js'
import { SpatialIndex } from './spatial-index.js'

/** Points that come, move and go; slots are used again, in another order than the ranks. */
class Cloud {
  count = 0
  live = 0
  features: number
  stride: number
  centres = new Float64Array(0)
  ranks = new Float64Array(0)
  private readonly free: number[] = []
  private rank = 0
  private readonly rng: random.Random
  private readonly step: number

  constructor(features: number, seed: number, step: number) {
    this.features = features
    this.stride = features + 1
    this.rng = new random.Random(seed)
    this.step = step
  }

  place(): Float64Array {
    // On a grid, so that many are equally far.
    const value = () => Math.round(this.rng.gauss(0, 4) / this.step) * this.step
    return Float64Array.from({ length: this.stride }, value)
  }

  add(index: SpatialIndex): void {
    const slot = this.free.pop() ?? this.count++
    const room = new Float64Array(this.count * this.stride)
    room.set(this.centres)
    this.centres = room
    this.ranks = Float64Array.from({ length: this.count }, (_, i) => this.ranks[i] ?? 0)
    this.ranks[slot] = this.rank++
    this.centres.set(this.place(), slot * this.stride)
    this.live++
    index.added(this, slot)
  }

  any(): number {
    for (;;) {
      const slot = this.rng.randint(0, this.count - 1)
      if (!this.free.includes(slot)) return slot
    }
  }

  move(index: SpatialIndex): void {
    const slot = this.any()
    const at = slot * this.stride + this.rng.randint(0, this.features - 1)
    this.centres[at] += this.step * this.rng.randint(-3, 3)
    index.moved(this, slot)
  }

  remove(index: SpatialIndex): void {
    const slot = this.any()
    this.centres.fill(NaN, slot * this.stride, (slot + 1) * this.stride)
    this.free.push(slot)
    this.live--
    index.removed(this, slot)
  }
}

/** What a scan finds, by rank. */
function scanned(cloud: Cloud, place: Float64Array, limit: number): [number, number][] {
  const found = new Found()
  findWithin(cloud, place, limit, found)
  const slots = [...found.slots.subarray(0, found.count)]
  const hits = slots.map((slot, k): [number, number] => [slot, found.squares[k]])
  return hits.sort(([a], [b]) => cloud.ranks[a] - cloud.ranks[b])
}

function nearestByHand(cloud: Cloud, place: Float64Array): number {
  const distances = scanned(cloud, place, Infinity).map(([slot, square]) => ({
    slot,
    distance: Math.sqrt(square),
  }))
  const least = Math.min(...distances.map(({ distance }) => distance))
  return distances.find(({ distance }) => distance === least)?.slot ?? -1
}

describe('the spatial index', () => {
  it('finds to the bit what a scan finds, while points come, move and go', () => {
    const found = new Found()
    fc.assert(
      fc.property(
        fc.constantFrom(1, 2, 5, 9),
        fc.integer({ min: 0, max: 1e6 }),
        fc.constantFrom(1, 0.01),
        (features, seed, step) => {
          const index = new SpatialIndex('tree')
          const cloud = new Cloud(features, seed, step)
          const rng = new random.Random(seed + 1)
          for (let i = 0; i < 60; i++) cloud.add(index)
          for (let i = 0; i < 250; i++) {
            const what = rng.randint(0, 9)
            if (what < 3) cloud.add(index)
            else if (what < 8 || cloud.live < 5) cloud.move(index)
            else cloud.remove(index)
            const place = cloud.place()
            const limit = squareLimit(rng.uniform(0.1, 6))
            index.within(cloud, place, limit, found)
            const slots = [...found.slots.subarray(0, found.count)]
            const hits = slots.map((slot, k) => [slot, found.squares[k]])
            expect(hits).toEqual(scanned(cloud, place, limit))
            expect(index.nearest(cloud, place, 0)).toBe(nearestByHand(cloud, place))
          }
        },
      ),
      { numRuns: 40 },
    )
  })

  it('finds the lowest rank of equally near ones, whichever way it searches', () => {
    const cloud = new Cloud(2, 7, 1)
    const index = new SpatialIndex('tree')
    for (let i = 0; i < 500; i++) cloud.add(index)
    for (let i = 0; i < 200; i++) {
      const place = cloud.place()
      const expected = nearestByHand(cloud, place)
      expect(findNearestRanked(cloud, place, 0)).toBe(expected)
      expect(index.nearest(cloud, place, 0)).toBe(expected)
    }
  })

  it('finds nothing where there is nothing', () => {
    const cloud = new Cloud(2, 1, 1)
    for (const search of ['scan', 'tree'] as const) {
      const index = new SpatialIndex(search)
      const found = new Found()
      index.within(cloud, new Float64Array(2), 4, found)
      expect([found.count, index.nearest(cloud, new Float64Array(2), 0)]).toEqual([0, -1])
    }
  })

  it('survives points that are all in one place', () => {
    const cloud = new Cloud(1, 1, 1e9)
    const index = new SpatialIndex('tree')
    index.nearest(cloud, new Float64Array(2), 0)
    for (let i = 0; i < 2000; i++) cloud.add(index)
    expect(index.nearest(cloud, new Float64Array(2), 0)).toBe(0)
  })

  it('gives up a tree in which searches look at most of the points', () => {
    const rng = new random.Random(3)
    const cloud = new Cloud(30, 3, 0.01)
    const index = new SpatialIndex()
    for (let i = 0; i < 300; i++) cloud.add(index)
    const tree = () => (index as unknown as { tree: object | undefined }).tree
    index.nearest(cloud, cloud.place(), 0)
    expect(tree()).toBeDefined()
    for (let i = 0; i < 100; i++) index.nearest(cloud, cloud.place(), rng.random())
    expect(tree()).toBeUndefined()
  })
})
