import { random, snapshot } from '@coelho/core'
import { describe, expect, it } from 'vitest'
import { LinearRegression } from '../linear-model/index.js'
import { HoeffdingTreeRegressor, type HoeffdingTreeRegressorOptions, splitter } from './index.js'

type Event = [x: Record<string, number | string | null>, y: number]
type Options = Partial<HoeffdingTreeRegressorOptions>

function grown(options: Options, events: Iterable<Event>): HoeffdingTreeRegressor {
  const model = new HoeffdingTreeRegressor(options)
  for (const [x, y] of events) model.learnOne(x, y)
  return model
}

/** The target is 10 for km below 5, else 30, and depends on the town a little. */
function trips(count: number): Event[] {
  const rng = new random.Random(4)
  return Array.from({ length: count }, (_, i) => {
    const km = rng.randint(0, 9)
    const town = ['rome', 'oslo', 'bonn'][i % 3]
    return [{ km, town }, (km < 5 ? 10 : 30) + (town === 'oslo' ? 3 : 0) + rng.random()]
  })
}

const EAGER: Options = { gracePeriod: 50, delta: 0.05, leafPrediction: 'mean' }

function meanError(model: HoeffdingTreeRegressor, events: readonly Event[]): number {
  const errors = events.map(([x, y]) => Math.abs(model.predictOne(x) - y))
  return errors.reduce((sum, error) => sum + error, 0) / events.length
}

describe('a Hoeffding tree for numbers', () => {
  it('splits where the variance falls most, and predicts the mean of its leaf', () => {
    const model = grown(EAGER, trips(600))
    expect(model.toText().split('\n')[0]).toBe('km ≤ 4')
    expect(meanError(model, trips(600))).toBeLessThan(0.4)
  })

  it('predicts 0 before it has learned', () => {
    const model = new HoeffdingTreeRegressor()
    expect(model.predictOne({ km: 3 })).toBe(0)
    expect([model.nNodes, model.height, model.toText(), model.debugOne({ km: 3 })]).toEqual([
      0,
      0,
      '',
      '',
    ])
  })

  it('splits a nominal feature into its categories, and takes new ones later', () => {
    const events: Event[] = Array.from({ length: 300 }, (_, i) => {
      const town = ['rome', 'oslo', 'bonn'][i % 3]
      return [{ town }, { rome: 1, oslo: 50, bonn: 20 }[town] ?? 0]
    })
    const model = grown(EAGER, events)
    expect(model.toText()).toMatch(/^town = bonn: mean 20 .*\ntown = oslo: mean 50 .*\ntown = rome/)
    model.learnOne({ town: 'lima' }, 7)
    expect(model.predictOne({ town: 'lima' })).toBe(7)
    expect(grown({ ...EAGER, binarySplit: true }, events).toText()).toContain('town ≠ ')
  })

  it('sends an event without an answer the way of most events', () => {
    const model = grown(EAGER, [...trips(600), ...trips(50).filter(([x]) => Number(x['km']) > 4)])
    expect(model.debugOne({ town: 'rome' }).split('\n')[0]).toMatch(
      /^km [≤>] 4 \(as most events\)$/,
    )
  })

  it('has a model in each leaf, which begins with what its parent had learned', () => {
    const events: Event[] = Array.from({ length: 900 }, (_, i) => [
      { a: (i % 10) / 10, side: Math.floor(i / 10) % 2 },
      Math.floor(i / 10) % 2 ? i % 10 : -(i % 10),
    ])
    const options: Options = { ...EAGER, leafModel: new LinearRegression({ interceptLr: 0.1 }) }
    const [mean, model, adaptive] = (['mean', 'model', 'adaptive'] as const).map((leafPrediction) =>
      meanError(grown({ ...options, leafPrediction, maxDepth: 1 }, events), events),
    )
    expect(model).toBeLessThan(0.7 * mean)
    expect(adaptive).toBeLessThan(0.7 * mean)
  })

  it('hands the numbers of an event to models that take numbers only', () => {
    const model = grown({ gracePeriod: 1e6, leafPrediction: 'model' }, trips(400))
    expect(model.predictOne({ km: 8, town: 'rome' })).toBe(
      model.predictOne({ km: 8, town: 'oslo' }),
    )
    expect(model.predictOne({ km: 8, town: 'rome' })).toBeGreaterThan(20)
  })

  it('puts the deepest leaves to rest when it has grown too large', () => {
    const events = trips(3000)
    const free = grown({ ...EAGER, memoryEstimatePeriod: 100 }, events)
    const bound = grown({ ...EAGER, memoryEstimatePeriod: 100, maxSize: 0.004 }, events)
    expect(free.nInactiveLeaves).toBe(0)
    expect(bound.nInactiveLeaves).toBeGreaterThan(0)
    expect(bound.nActiveLeaves + bound.nInactiveLeaves).toBe(bound.nLeaves)
  })

  it('goes on from a snapshot to the last bit, whatever splits its features', () => {
    const events = trips(800)
    for (const options of [
      { gracePeriod: 30, delta: 0.1 },
      { ...EAGER, splitter: new splitter.EBSTSplitter() },
      { ...EAGER, splitter: new splitter.QOSplitter({ radius: 2, allowMultiwaySplits: true }) },
    ]) {
      const model = grown(options, events.slice(0, 500))
      const learners = [HoeffdingTreeRegressor, splitter.EBSTSplitter, splitter.QOSplitter] as never
      const other = snapshot.load<HoeffdingTreeRegressor>(snapshot.save(model), { learners })
      for (const [x, y] of events.slice(500)) {
        expect(other.predictOne(x)).toBe(model.predictOne(x))
        for (const each of [model, other]) each.learnOne(x, y)
      }
      expect(other.toText()).toBe(model.toText())
    }
  })

  it('draws slots of equal width as ranges', () => {
    const options = { radius: 5, allowMultiwaySplits: true }
    const model = grown({ ...EAGER, splitter: new splitter.QOSplitter(options) }, [
      ...Array.from({ length: 200 }, (_, i): Event => [{ km: i % 15 }, Math.floor((i % 15) / 5)]),
    ])
    expect(model.toText()).toMatch(/^0 ≤ km < 5: mean 0 .*\n5 ≤ km < 10: mean 1 .*\n10 ≤ km < 15/)
    expect(model.toDot()).toContain('label="5 ≤ km < 10"')
    model.learnOne({ km: -3 }, 9)
    expect(model.predictOne({ km: -1 })).toBe(9)
  })

  it('refuses what is not a splitter for numbers, or no regressor, or one that has learned', () => {
    const refused = (options: object) => () => new HoeffdingTreeRegressor(options as Options)
    expect(refused({ splitter: new splitter.GaussianSplitter() })).toThrow(
      'HoeffdingTreeRegressor: option "splitter" must be an EBSTSplitter, TEBSTSplitter or ' +
        'QOSplitter (or null), got a GaussianSplitter.',
    )
    expect(refused({ leafModel: {} })).toThrow('option "leafModel" must be a regressor')
    const learned = new LinearRegression()
    learned.learnOne({ km: 1 }, 2)
    expect(refused({ leafModel: learned })).toThrow('must have learned nothing yet')
  })
})
