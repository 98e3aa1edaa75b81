import { Frame, random, SnapshotError, snapshot } from '@coelho/core'
import { describe, expect, it } from 'vitest'
import { mondrian } from '../tree/index.js'
import { AMFClassifier, AMFRegressor } from './index.js'

type Event = [x: Record<string, number>, y: number]

/** Some features are absent, one comes late. */
function events(count: number, seed: number): Event[] {
  const rng = new random.Random(seed)
  return Array.from({ length: count }, (_, i) => {
    const [a, b] = [rng.random(), rng.gauss(0, 3)]
    const x = { a, ...(rng.random() < 0.8 && { b }), ...(i > count / 2 && { c: i % 5 }) }
    return [x, (a > 0.5 ? 1 : 0) + (b > 0 ? 2 : 0)]
  })
}

describe('an aggregated Mondrian forest', () => {
  it('is the mean of its trees, which it seeds one after the other', () => {
    const seeds = new random.Random(8)
    const options = { step: 0.7, dirichlet: 0.3, maxNodes: 41 }
    const trees = Array.from({ length: 3 }, () => {
      return new mondrian.MondrianTreeClassifier({ ...options, seed: seeds.randint(0, 9999999) })
    })
    const forest = new AMFClassifier({ ...options, nEstimators: 3, seed: 8 })
    for (const [x, y] of events(150, 1)) for (const m of [forest, ...trees]) m.learnOne(x, y)
    const x = { a: 0.4, b: 1 }
    const mean = trees.reduce((sum, tree) => sum + Number(tree.predictProbaOne(x).get(2)), 0) / 3
    expect(forest.predictProbaOne(x).get(2)).toBeCloseTo(mean, 12)
    const nNodes = trees.reduce((sum, tree) => sum + tree.summary.nNodes, 0)
    expect(forest.summary).toMatchObject({ nTrees: 3, nNodes })
  })

  it('learns what can be learned', () => {
    const [classes, numbers] = [new AMFClassifier({ seed: 1 }), new AMFRegressor({ seed: 1 })]
    for (const [x, y] of events(1500, 2)) {
      classes.learnOne(x, y)
      numbers.learnOne(x, y)
    }
    const test = events(300, 3).filter(([x]) => 'b' in x)
    const right = test.filter(([x, y]) => classes.predictOne(x) === y).length / test.length
    const error = test.reduce((sum, [x, y]) => sum + Math.abs(numbers.predictOne(x) - y), 0)
    expect(right).toBeGreaterThan(0.9)
    expect(error / test.length).toBeLessThan(0.35)
  })

  it('has no answer before it has learned', () => {
    expect(new AMFClassifier().predictProbaOne({ a: 1 })).toEqual(new Map())
    expect(new AMFRegressor().predictOne({ a: 1 })).toBeUndefined()
    expect(() => new AMFRegressor().predictOne({ a: Number.NaN })).toThrow('feature "a"')
  })

  it('predicts and learns in one pass what it does in two, deep trees included', () => {
    const stream = events(900, 4)
    const frame = Frame.fromRows(stream.map(([x]) => x))
    const y = stream.map(([, target]) => target)
    for (const make of [
      () => new AMFClassifier({ nEstimators: 2, splitPure: true, seed: 5 }),
      () => new AMFRegressor({ nEstimators: 2, seed: 5 }),
    ]) {
      const [one, many] = [make(), make()]
      const separate = stream.map(([x, target]) => {
        const answer = one.predictOne(x)
        one.learnOne(x, target)
        return answer
      })
      const fused = [...many.predictThenLearnMany(frame, y)]
      expect(fused.slice(1)).toEqual(separate.slice(1))
      expect([...many.predictMany(frame)]).toEqual([...one.predictMany(frame)])
      expect(many.summary.height).toBeGreaterThan(10)
    }
  })

  it('goes on after it was saved as if nothing had happened', () => {
    const stream = events(400, 6)
    const model = new AMFRegressor({ nEstimators: 3, step: 0.1, seed: 5 })
    for (const [x, y] of stream.slice(0, 200)) model.learnOne(x, y)
    const other = snapshot.load<AMFRegressor>(snapshot.save(model), { learners: [AMFRegressor] })
    for (const [x, y] of stream.slice(200)) for (const m of [model, other]) m.learnOne(x, y)
    const [saved, expected] = [snapshot.save(other), snapshot.save(model)]
    expect(saved.length).toBe(expected.length)
    expect(saved.findIndex((byte, i) => byte !== expected[i])).toBe(-1)
  })

  it('refuses a restored forest that lacks trees', () => {
    const model = new AMFClassifier({ nEstimators: 3, seed: 5 })
    for (const [x, y] of events(30, 7)) model.learnOne(x, y)
    const trees = Reflect.get(model, 'trees') as unknown[]
    trees.pop()
    expect(() => model.checkState()).toThrow(SnapshotError)
    trees.push(new Map())
    expect(() => model.checkState()).toThrow(
      'snapshot: a Mondrian forest must have all of its trees.',
    )
  })
})
