import { InvalidOptionError, snapshot } from '@coelho/core'
import { describe, expect, it } from 'vitest'
import { KNNClassifier, KNNRegressor, LazySearch, SWINN } from './index.js'

const window = (windowSize: number) => new LazySearch({ windowSize })

describe('KNNClassifier', () => {
  const model = (options: object = {}) => {
    const learned = new KNNClassifier({ nNeighbors: 3, engine: window(10), ...options })
    learned.learnOne({ x: 0 }, 'a')
    learned.learnOne({ x: 4 }, 'b')
    learned.learnOne({ x: 5 }, 'b')
    learned.learnOne({ x: 90 }, 'c')
    return learned
  }

  it('lets near events have more say', () => {
    // 1 / 1 for a; 1 / 3 + 1 / 4 for b
    const shares = model().predictProbaOne({ x: 1 })
    expect(shares.get('a')).toBeCloseTo(1 / (1 + 1 / 3 + 1 / 4), 12)
    expect(shares.get('c')).toBe(0)
  })

  it('counts heads where it is told so', () => {
    const shares = model({ weighted: false }).predictProbaOne({ x: 1 })
    expect(shares.get('b')).toBeCloseTo(2 / 3, 12)
  })

  it('makes probabilities by the softmax of the votes', () => {
    const shares = model({ weighted: false, softmax: true }).predictProbaOne({ x: 1 })
    expect(shares.get('c')).toBeCloseTo(1 / (1 + Math.E + Math.E ** 2), 12)
  })

  it('believes an event at the very same place', () => {
    expect(model().predictProbaOne({ x: 5 })).toEqual(
      new Map([
        ['a', 0],
        ['b', 1],
        ['c', 0],
      ]),
    )
  })

  it('multiplies the vote of an event by its weight', () => {
    const learned = new KNNClassifier({ nNeighbors: 2, engine: window(2), weighted: false })
    learned.learnOne({ x: 0 }, 'a', { w: 3 })
    learned.learnOne({ x: 2 }, 'b')
    expect(learned.predictProbaOne({ x: 1 }).get('a')).toBe(0.75)
  })

  it('forgets classes that no kept event has, when it cleans up', () => {
    const learned = new KNNClassifier({ engine: window(2), cleanupEvery: 3 })
    learned.learnOne({ x: 0 }, 'a')
    learned.learnOne({ x: 1 }, 'b')
    expect([...learned.predictProbaOne({ x: 2 }).keys()]).toEqual(['a', 'b'])
    learned.learnOne({ x: 3 }, 'b')
    expect([...learned.predictProbaOne({ x: 2 }).keys()]).toEqual(['b'])
    learned.learnOne({ x: 4 }, 'a')
    expect([...learned.predictProbaOne({ x: 2 }).keys()]).toEqual(['a', 'b'])
  })

  it('finds all as likely where all are infinitely far', () => {
    const engine = new LazySearch({ distFunc: () => Infinity })
    const learned = new KNNClassifier({ engine })
    learned.learnOne({ x: 0 }, 'a')
    learned.learnOne({ x: 0 }, 'b')
    expect([...learned.predictProbaOne({ x: 0 }).values()]).toEqual([0.5, 0.5])
  })

  it('leaves the engine it was given as it was', () => {
    const engine = window(5)
    const learned = new KNNClassifier({ engine })
    learned.learnOne({ x: 1 }, 'a')
    expect(engine.length).toBe(0)
    expect(learned.toString()).toBe('KNNClassifier({ engine: LazySearch({ windowSize: 5 }) })')
  })

  it('refuses an engine that is none', () => {
    expect(() => new KNNClassifier({ engine: {} as never })).toThrow(InvalidOptionError)
  })

  it('goes on from a snapshot of its graph', () => {
    const engine = new SWINN({ graphK: 3, maxlen: 20, warmUp: 8, seed: 1 })
    const learned = new KNNClassifier({ engine })
    for (let i = 0; i < 50; i++) learned.learnOne({ x: (i * 7) % 23, y: i % 5 }, i % 3)
    const bytes = snapshot.save(learned)
    const loaded = snapshot.load<KNNClassifier>(bytes, { learners: [KNNClassifier] })
    for (let i = 0; i < 30; i++) {
      const x = { x: (i * 5) % 23, y: i % 4 }
      expect(loaded.predictProbaOne(x)).toEqual(learned.predictProbaOne(x))
      for (const each of [learned, loaded]) each.learnOne(x, i % 3)
    }
    expect(snapshot.save(loaded)).toEqual(snapshot.save(learned))
  })
})

describe('KNNRegressor', () => {
  const model = (options: object) => {
    const learned = new KNNRegressor({ nNeighbors: 3, engine: window(10), ...options })
    for (const [x, y] of [
      [0, 10],
      [4, 1],
      [5, 4],
      [90, 1000],
    ]) {
      learned.learnOne({ x }, y)
    }
    return learned
  }

  it('makes a mean, a median or a weighted mean of the targets', () => {
    expect(model({}).predictOne({ x: 1 })).toBeCloseTo(5, 12)
    expect(model({ aggregationMethod: 'median' }).predictOne({ x: 1 })).toBe(4)
    expect(model({ aggregationMethod: 'median', nNeighbors: 2 }).predictOne({ x: 1 })).toBe(5.5)
    const weighted = model({ aggregationMethod: 'weighted_mean' }).predictOne({ x: 1 })
    expect(weighted).toBeCloseTo((10 + 1 / 3 + 4 / 4) / (1 + 1 / 3 + 1 / 4), 12)
  })

  it('tells 0 before it has learned, and the target of an event at the same place', () => {
    expect(new KNNRegressor({}).predictOne({ x: 1 })).toBe(0)
    expect(model({}).predictOne({ x: 5 })).toBe(4)
  })

  it('counts an event by its weight in a mean', () => {
    const learned = new KNNRegressor({ nNeighbors: 2, engine: window(2) })
    learned.learnOne({ x: 0 }, 4, { w: 3 })
    learned.learnOne({ x: 2 }, 8)
    expect(learned.predictOne({ x: 1 })).toBe(5)
  })
})
