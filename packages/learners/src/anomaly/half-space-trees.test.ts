import { random, snapshot } from '@coelho/core'
import { describe, expect, it } from 'vitest'
import { HalfSpaceTrees } from './half-space-trees.js'

const uniform = (seed: number, count: number): { a: number; b: number }[] => {
  const rng = new random.Random(seed)
  return Array.from({ length: count }, () => ({ a: rng.random() / 2, b: rng.random() / 2 }))
}

function trained(options: object, events: readonly Record<string, number>[]): HalfSpaceTrees {
  const model = new HalfSpaceTrees(options)
  for (const x of events) model.learnOne(x)
  return model
}

describe('HalfSpaceTrees', () => {
  it('scores by a calculation by hand', () => {
    // One tree of one branch on the only feature, split between 0.15 and 0.85.
    const options = { nTrees: 1, height: 1, windowSize: 4, seed: 1 }
    const model = trained(options, [{ x: 0 }, { x: 0.05 }, { x: 0.1 }, { x: 1 }])
    // 4 events at the root, 3 on the left and 1 on the right, of at most 4 + 2 · 4.
    expect(model.scoreOne({ x: 0 })).toBe(1 - (4 + 2 * 3) / 12)
    expect(model.scoreOne({ x: 1 })).toBe(1 - (4 + 2 * 1) / 12)
  })

  it('scores 0 until the first window is full', () => {
    const model = trained({ windowSize: 3, seed: 1 }, uniform(1, 2))
    expect(model.scoreOne({ a: 0.9, b: 0.9 })).toBe(0)
    model.learnOne({ a: 0.1, b: 0.1 })
    expect(model.scoreOne({ a: 0.9, b: 0.9 })).toBeGreaterThan(0)
  })

  it('compares with the last full window only', () => {
    const events = uniform(2, 40)
    const far = { a: 0.95, b: 0.95 }
    const model = trained({ windowSize: 40, seed: 3 }, events)
    const before = model.scoreOne(far)
    for (let i = 0; i < 39; i++) model.learnOne(far)
    expect(model.scoreOne(far)).toBe(before)
    model.learnOne(far)
    expect(model.scoreOne(far)).toBeLessThan(before / 2)
  })

  it('sends an event that lacks a feature where most of the window went', () => {
    const options = { nTrees: 1, height: 1, windowSize: 5, seed: 1 }
    const model = trained(options, [{ x: 0 }, { x: 0 }, { x: 0 }, { x: 0 }, { x: 1 }])
    // In a new window none went to the right: then it is the left.
    expect(model.scoreOne({})).toBe(model.scoreOne({ x: 0 }))
    model.learnOne({ x: 1 })
    expect(model.scoreOne({})).toBe(model.scoreOne({ x: 1 }))
  })

  it('looks at the features of the first event only', () => {
    const model = trained({ windowSize: 5, seed: 1 }, [{}, ...uniform(4, 10)])
    const x = { a: 0.2, b: 0.3 }
    expect(model.scoreOne({ ...x, late: 7 })).toBe(model.scoreOne(x))
  })

  it('takes the least and the greatest value of a feature from an object or a Map', () => {
    const events = uniform(5, 30).map(({ a, b }) => ({ a: a * 100, b }))
    const score = (limits: object | null) =>
      trained({ windowSize: 30, limits, seed: 2 }, events).scoreOne({ a: 20, b: 0.2 })
    expect(score({ a: [0, 100] })).toBe(score(new Map([['a', [0, 100]]])))
    expect(score({ a: [0, 100] })).not.toBe(score(null))
  })

  it('does not follow limits that are changed after it was built', () => {
    const limits = { a: [0, 1] as [number, number] }
    const model = new HalfSpaceTrees({ windowSize: 9, limits, seed: 2 })
    limits.a[1] = 50
    for (const x of uniform(6, 9)) model.learnOne(x)
    const plain = trained({ windowSize: 9, seed: 2 }, uniform(6, 9))
    for (const x of uniform(7, 9)) expect(model.scoreOne(x)).toBe(plain.scoreOne(x))
  })

  it('has another outcome with each other option', () => {
    const options = { nTrees: 3, height: 4, windowSize: 20, seed: 1 }
    const score = (other: object) =>
      trained({ ...options, ...other }, uniform(8, 100)).scoreOne({ a: 0.31, b: 0.22 })
    const plain = score({})
    for (const other of [{ nTrees: 4 }, { height: 5 }, { windowSize: 25 }, { seed: 2 }]) {
      expect(score(other)).not.toBe(plain)
    }
  })

  it('refuses limits that are none, and more nodes than fit', () => {
    expect(() => new HalfSpaceTrees({ limits: { a: [1, 1] } })).toThrow(
      'HalfSpaceTrees: option "limits" must give "a" two finite numbers, the lower first',
    )
    expect(() => new HalfSpaceTrees({ limits: { a: [0, Infinity] } })).toThrow('two finite')
    expect(() => new HalfSpaceTrees({ limits: { a: 3 } as never })).toThrow('two finite')
    expect(() => new HalfSpaceTrees({ nTrees: 1000, height: 20 })).toThrow(
      'HalfSpaceTrees: option "height" must make at most 67108864 nodes in nTrees = 1000 trees',
    )
  })

  it('goes on from a snapshot to the same scores', () => {
    const model = trained({ windowSize: 7, seed: 9 }, uniform(10, 24))
    const loaded = snapshot.load<HalfSpaceTrees>(snapshot.save(model), {
      learners: [HalfSpaceTrees],
    })
    for (const x of uniform(11, 30)) {
      expect(loaded.scoreOne(x)).toBe(model.scoreOne(x))
      loaded.learnOne(x)
      model.learnOne(x)
    }
  })
})
