import { Frame, Schema } from '@coelho/core'
import { describe, expect, it } from 'vitest'
import { PolynomialExtender, RandomTreesEmbedding, RBFSampler } from './index.js'

describe('PolynomialExtender', () => {
  it('multiplies up to a degree; names are sorted', () => {
    const extender = new PolynomialExtender({ degree: 3 })
    expect(extender.transformOne({ b: 2, a: 3 })).toEqual({
      a: 3,
      b: 2,
      'b*b': 4,
      'a*b': 6,
      'a*a': 9,
      'b*b*b': 8,
      'a*b*b': 12,
      'a*a*b': 18,
      'a*a*a': 27,
    })
  })

  it('interactionOnly, includeBias and biasName', () => {
    const options = { interactionOnly: true, includeBias: true, biasName: 'one' }
    const extender = new PolynomialExtender(options)
    expect(extender.transformOne({ a: 2, b: 3 })).toEqual({ a: 2, b: 3, 'a*b': 6, one: 1 })
  })

  it('makes no product of what is absent', () => {
    const extender = new PolynomialExtender()
    const xs = [{ a: 2, b: 3 }, { b: 3 }, {}]
    for (const x of xs) extender.learnOne(x)
    const rows = extender.transformMany(Frame.fromRows(xs))
    expect([rows.row(1), rows.row(2)]).toEqual([{ b: 3, 'b*b': 9 }, {}])
  })

  it('refuses an event whose products find no room, and is as it was', () => {
    const extender = new PolynomialExtender({ schema: new Schema({ maxFeatures: 5 }) })
    extender.learnOne({ a: 1, b: 1 })
    expect(() => extender.learnOne({ a: 1, b: 1, c: 1 })).toThrow('maxFeatures = 5')
    expect([extender.schema.size, extender.outputSchema.size]).toEqual([2, 5])
  })
})

describe('RBFSampler', () => {
  it('turns likeness into products: near to exp(-gamma d²)', () => {
    const sampler = new RBFSampler({ gamma: 0.5, nComponents: 4000, seed: 1 })
    sampler.learnOne({ x: 0 })
    const waves = (x: number) => Object.values(sampler.transformOne({ x })).map(Number)
    const [a, b] = [waves(0), waves(1)]
    const likeness = a.reduce((sum, wave, i) => sum + wave * b[i], 0) / 2000
    expect(likeness).toBeCloseTo(Math.exp(-0.5), 1)
  })

  it('draws for a feature that was not learned as it will', () => {
    const sampler = new RBFSampler({ nComponents: 2, seed: 1 })
    sampler.learnOne({ a: 1 })
    const before = sampler.transformOne({ a: 1, b: 2 })
    sampler.learnOne({ a: 1, b: 2 })
    expect(sampler.transformOne({ a: 1, b: 2 })).toEqual(before)
    expect(Object.keys(before)).toEqual(['a,0', 'a,1', 'b,0', 'b,1'])
  })
})

describe('RandomTreesEmbedding', () => {
  it('tells the leaf of each tree', () => {
    const embedding = new RandomTreesEmbedding({ nTrees: 3, height: 2, seed: 1 })
    expect(embedding.transformOne({})).toEqual({})
    embedding.learnOne({ x: 0.01 })
    embedding.learnOne({ x: 0.99 })
    expect(embedding.transformOne({ x: 0.01 })).toEqual({ '0,0': 1, '1,0': 1, '2,0': 1 })
    expect(embedding.transformOne({ x: 0.99 })).toEqual({ '0,3': 1, '1,3': 1, '2,3': 1 })
  })

  it('goes where most went if the feature is absent', () => {
    const embedding = new RandomTreesEmbedding({ nTrees: 1, height: 1, seed: 1 })
    for (const x of [0.01, 0.99, 0.98]) embedding.learnOne({ x })
    expect(embedding.transformOne({})).toEqual({ '0,1': 1 })
  })

  it('limits: splits lie between them, from 0 to 1 unless told', () => {
    const leaf = (limits: Record<string, readonly [number, number]> | null) => {
      const embedding = new RandomTreesEmbedding({ nTrees: 1, height: 1, limits, seed: 1 })
      return Object.keys(embedding.transformOne({ x: 30 }))
    }
    expect(leaf(null)).toEqual(['0,1'])
    expect(leaf({ x: [50, 100] })).toEqual(['0,0'])
    expect(() => leaf({ x: [3, 3] })).toThrow(
      'RandomTreesEmbedding: option "limits" must hold two numbers for each feature',
    )
  })

  it('height 0 is one leaf', () => {
    const embedding = new RandomTreesEmbedding({ nTrees: 2, height: 0, seed: 1 })
    expect(embedding.transformOne({ x: 5 })).toEqual({ '0,0': 1, '1,0': 1 })
  })
})
