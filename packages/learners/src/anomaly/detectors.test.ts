import { type compose, Frame, random, SnapshotError, snapshot } from '@coelho/core'
import { describe, expect, it } from 'vitest'
import { PARegressor } from '../linear-model/index.js'
import { type DistanceFunction, LazySearch } from '../neighbors/index.js'
import { HoltWinters } from '../time-series/index.js'
import { LODA, LocalOutlierFactor, OneClassSVM, PredictiveAnomalyDetection } from './index.js'

const rng = new random.Random(5)
const normal = () => ({ a: rng.gauss(0, 1), b: rng.gauss(5, 1), c: rng.gauss(-2, 0.5) })

describe('LODA', () => {
  it('scores what lies far away higher than what it has seen', () => {
    const model = new LODA({ seed: 1 })
    for (let i = 0; i < 300; i++) model.learnOne(normal())
    const usual = model.scoreOne({ a: 0, b: 5, c: -2 })
    expect(model.scoreOne({ a: 30, b: -50, c: 20 })).toBeGreaterThan(2 * usual)
  })

  it('is -log of the density in a histogram, where there is one sum of one feature', () => {
    const model = new LODA({ nBins: 2, nRandomCuts: 1, seed: 1 })
    const factor = new random.Random(1)
    factor.sample(['x'], 1)
    const scale = Math.abs(factor.gauss(0, 1))
    for (const x of [0, 1, 10, 11]) model.learnOne({ x })
    // Bins from 0 to 1 and from 10 to 11, with half of the values each.
    expect(model.scoreOne({ x: 0.5 })).toBeCloseTo(-Math.log(0.5 / scale), 12)
    expect(model.scoreOne({ x: 5 })).toBeCloseTo(-Math.log(1e-12), 12)
  })

  it('looks at the features of the first event that has any', () => {
    const model = new LODA({ nRandomCuts: 3, seed: 1 })
    model.learnOne({})
    expect(model.nFeatures).toBe(0)
    model.learnOne({ a: 1, b: 2 })
    model.learnOne({ a: 2 })
    expect(model.nFeatures).toBe(2)
    expect(model.scoreOne({ a: 1, b: 2, z: 9 })).toBe(model.scoreOne({ a: 1, b: 2 }))
  })

  it('takes values whose sums overflow', () => {
    const model = new LODA({ nRandomCuts: 9, seed: 1 })
    for (const a of [1, 1e308, -1e308, 1.7e308]) model.learnOne({ a, b: -a, c: a, d: a })
    expect(model.scoreOne({ a: 1e308, b: 1, c: 1, d: 1 })).toBeLessThan(Infinity)
    expect(() => snapshot.load(snapshot.save(model), { learners: [LODA] })).not.toThrow()
  })

  it('refuses to make more bins than there is memory', () => {
    expect(() => new LODA({ nBins: 65_536, nRandomCuts: 1000 })).toThrow(
      'LODA: option "nBins" must make at most 16777216 bins in nRandomCuts = 1000 cuts, ' +
        'got 65536.',
    )
  })
})

/** Not as far there as back. */
const skewed: DistanceFunction = (a, b) => {
  const apart = (a['a'] as number) - (b['a'] as number)
  return (apart > 0 ? 2 * apart : -apart) + Math.abs((a['b'] as number) - (b['b'] as number))
}

describe('LocalOutlierFactor', () => {
  it('is what the formula says', () => {
    const model = new LocalOutlierFactor({ nNeighbors: 1 })
    for (const x of [0, 1, 10]) model.learnOne({ x })
    // The nearest of 4 is 1, 3 away, whose own nearest, 0, is 1 away: densities 1/3 and 1.
    expect(model.scoreOne({ x: 4 })).toBeCloseTo(3, 8)
  })

  it('is 0 before it has something to compare with', () => {
    const model = new LocalOutlierFactor()
    expect(model.scoreOne({ x: 1 })).toBe(0)
    model.learnOne({ x: 1 })
    expect(model.scoreOne({ x: 1 })).toBe(0)
  })

  it.each([
    ['over a short window', () => new LazySearch({ windowSize: 9 })],
    ['with a distance of its own', () => new LazySearch({ windowSize: 40, distFunc: skewed })],
    ['over a long window', () => new LazySearch({ windowSize: 90 })],
  ])('scores as one that looks at all events anew, %s', (_, engine) => {
    const model = new LocalOutlierFactor({ nNeighbors: 4, engine: engine() })
    const kept: Record<string, number>[] = []
    const { windowSize } = (model.options.engine as LazySearch).options
    for (let i = 0; i < 400; i++) {
      // On a grid many are as far as each other, and some are at the same place.
      const x: Record<string, number> = { a: rng.randint(0, 5) as number, b: rng.randint(0, 5) }
      if (i > 200) x['late'] = rng.randint(0, 2)
      if (rng.random() < 0.6) {
        const fresh = new LocalOutlierFactor({ nNeighbors: 4, engine: engine() })
        for (const event of kept.slice(-windowSize)) fresh.learnOne(event)
        expect(model.scoreOne(x)).toBe(fresh.scoreOne(x))
      }
      if (rng.random() < 0.8) {
        model.learnOne(x)
        kept.push(x)
      }
    }
  })

  it('scores rightly after its distance function threw while it looked', () => {
    const at = (i: number) => ((i * 7) % 11) + i / 100
    let isBroken = false
    const distFunc: DistanceFunction = (a, b) => {
      // The last event that came; the place asked about is 5.5.
      if (isBroken && a['a'] !== 5.5 && b['a'] === at(19)) throw new RangeError('out of order')
      return Math.abs((a['a'] as number) - (b['a'] as number))
    }
    const engine = () => new LazySearch({ windowSize: 30, distFunc })
    const model = new LocalOutlierFactor({ nNeighbors: 3, engine: engine() })
    const fresh = new LocalOutlierFactor({ nNeighbors: 3, engine: engine() })
    for (let i = 0; i < 20; i++) {
      for (const one of [model, fresh]) one.learnOne({ a: at(i) })
      if (i === 12) model.scoreOne({ a: 5.5 })
    }
    isBroken = true
    expect(() => model.scoreOne({ a: 5.5 })).toThrow(RangeError)
    isBroken = false
    for (let a = 0; a < 11; a++) expect(model.scoreOne({ a })).toBe(fresh.scoreOne({ a }))
  })

  it('forgets what left the window of its engine', () => {
    const model = new LocalOutlierFactor({
      nNeighbors: 2,
      engine: new LazySearch({ windowSize: 5 }),
    })
    for (let x = 0; x < 5; x++) model.learnOne({ x })
    const before = model.scoreOne({ x: 100 })
    for (let x = 98; x < 103; x++) model.learnOne({ x })
    expect(before).toBeGreaterThan(20)
    expect(model.scoreOne({ x: 100.5 })).toBeLessThan(2)
  })
})

describe('OneClassSVM', () => {
  it('takes the first step that can be worked out by hand', () => {
    const model = new OneClassSVM({ nu: 0.2 })
    model.learnOne({ x: 3 })
    // The margin of 1 is not kept yet: a slope of -1, at a rate of 0.01.
    expect(model.weights.get('x')).toBeCloseTo(0.03, 14)
    expect(model.intercept).toBeCloseTo(1 + 0.01 - 0.01 * 0.2, 14)
    expect(model.scoreOne({ x: 2 })).toBeCloseTo(0.06, 14)
  })

  it('makes one step for a batch of one row as for the row', () => {
    const [one, many] = [new OneClassSVM({ nu: 0.3 }), new OneClassSVM({ nu: 0.3 })]
    for (let i = 0; i < 20; i++) {
      const x = normal()
      one.learnOne(x)
      many.learnMiniBatch(Frame.fromRows([x]))
    }
    expect(many.intercept).toBeCloseTo(one.intercept, 12)
    expect(many.weights.get('b')).toBeCloseTo(one.weights.get('b') as number, 12)
  })

  it('keeps its intercept where its rate is 0', () => {
    const model = new OneClassSVM({ interceptLr: 0 })
    for (let i = 0; i < 9; i++) model.learnOne(normal())
    expect(model.intercept).toBe(1)
  })
})

describe('PredictiveAnomalyDetection', () => {
  it('compares the squared error with the mean and the deviation of those before', () => {
    const detector = new PredictiveAnomalyDetection({
      predictiveModel: new HoltWinters({ alpha: 0 }),
      nStd: 2,
      warmupPeriod: 2,
    })
    for (const y of [10, 10, 11, 12, 9]) detector.learnOne({}, y)
    // It forecasts 10 for ever: the squared errors were 1, 4 and 1.
    const threshold = 2 + 2 * Math.sqrt(3)
    expect(detector.scoreOne({}, 12)).toBeCloseTo(4 / threshold, 12)
    expect(detector.scoreOne({}, 13)).toBe(1)
  })

  it('says nothing while it warms up, or its forecaster does', () => {
    const detector = new PredictiveAnomalyDetection({ warmupPeriod: 2 })
    detector.learnOne({ x: 1 }, 1)
    expect(detector.scoreOne({ x: 1 }, 1000)).toBe(0)
    detector.learnOne({ x: 1 }, 1)
    expect(detector.scoreOne({ x: 1 }, 1000)).toBe(1)
    const predictiveModel = new HoltWinters({ alpha: 0.3 })
    const early = new PredictiveAnomalyDetection({ predictiveModel })
    early.learnOne({}, 1)
    expect(early.scoreOne({}, 1000)).toBe(0)
  })

  it('goes on from a snapshot with the model it was given', () => {
    const make = [
      () => new PredictiveAnomalyDetection(),
      () => new PredictiveAnomalyDetection({ predictiveModel: new PARegressor() }),
      () =>
        new PredictiveAnomalyDetection({
          predictiveModel: new HoltWinters({ alpha: 0.3 }),
          warmupPeriod: 5,
        }),
    ]
    for (const detector of make.map((each) => each())) {
      for (let i = 0; i < 30; i++) detector.learnOne({ x: i % 7 }, i % 5)
      const loaded = snapshot.load<PredictiveAnomalyDetection>(snapshot.save(detector), {
        learners: [PredictiveAnomalyDetection, PARegressor, HoltWinters] as never,
      })
      for (const each of [detector, loaded]) each.learnOne({ x: 3 }, 9)
      expect(loaded.scoreOne({ x: 2 }, 4)).toBe(detector.scoreOne({ x: 2 }, 4))
      expect(snapshot.save(loaded)).toEqual(snapshot.save(detector))
    }
  })

  it('refuses a model that predicts no number', () => {
    const predictiveModel = new LODA() as unknown as compose.Pipeline
    expect(() => new PredictiveAnomalyDetection({ predictiveModel } as never)).toThrow(
      'PredictiveAnomalyDetection: option "predictiveModel" must be a regressor',
    )
  })

  it('refuses a snapshot that has counted more errors than events', () => {
    const detector = new PredictiveAnomalyDetection()
    for (let i = 0; i < 3; i++) detector.learnOne({ x: i }, i)
    Object.assign(detector, { learned: 1 })
    const bytes = snapshot.save(detector)
    const learners = [PredictiveAnomalyDetection]
    expect(() => snapshot.load(bytes, { learners })).toThrow(SnapshotError)
  })
})
