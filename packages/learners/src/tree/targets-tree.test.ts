import { compose, random, Schema, snapshot } from '@coelho/core'
import { describe, expect, it } from 'vitest'
import { learners } from '../all/index.js'
import { LinearRegression } from '../linear-model/index.js'
import { StandardScaler } from '../preprocessing/index.js'
import { HoeffdingTreeRegressor, ISOUPTreeRegressor, splitter } from './index.js'

type Event = [x: Record<string, number | string>, y: Record<string, number>]

const EAGER = { gracePeriod: 50, delta: 0.05, leafPrediction: 'mean' } as const

/** Two targets that jump at 10 km, and one that depends on the town. */
function trips(count: number): Event[] {
  const rng = new random.Random(4)
  return Array.from({ length: count }, () => {
    const km = rng.randint(0, 19)
    const town = rng.choice(['rome', 'oslo', 'bonn'])
    const far = km >= 10
    const fee = town === 'oslo' ? 2 : 1
    return [
      { km, town },
      { minutes: far ? 25 : 5, price: (far ? 8 : 3) + rng.random() / 9, fee },
    ]
  })
}

describe('a tree of several targets', () => {
  it('predicts the means of its leaves', () => {
    const model = new ISOUPTreeRegressor(EAGER)
    for (const [x, y] of trips(1200)) model.learnOne(x, y)
    const { minutes, price, fee } = model.predictOne({ km: 15, town: 'oslo' })
    expect([minutes, Math.round(price), Math.round(fee)]).toEqual([25, 8, 2])
    expect(model.toText().split('\n')[0]).toBe('km ≤ 9')
    expect(model.debugOne({ km: 1, town: 'rome' })).toMatch(/minutes 5, price 3\.\d+, fee 1/)
    expect([...model.targets]).toEqual(['minutes', 'price', 'fee'])
  })

  it('knows nothing at first', () => {
    expect(new ISOUPTreeRegressor().predictOne({ km: 3 })).toEqual({})
  })

  it('grows as a tree of one target does, if there is one', () => {
    for (const options of [
      { gracePeriod: 50, delta: 0.05 },
      { ...EAGER, splitter: new splitter.EBSTSplitter(), removePoorAttrs: true },
      { ...EAGER, splitter: new splitter.QOSplitter({ radius: 2, allowMultiwaySplits: true }) },
    ]) {
      const single = new HoeffdingTreeRegressor(options)
      const several = new ISOUPTreeRegressor(options)
      for (const [{ km, town }, { price }] of trips(900)) {
        const x = { km, isOslo: town === 'oslo' }
        expect(several.predictOne(x)['price'] ?? 0).toBeCloseTo(single.predictOne(x), 9)
        single.learnOne(x, price)
        several.learnOne(x, { price })
      }
      expect(several.nNodes).toBe(single.nNodes)
      expect(single.nNodes).toBeGreaterThan(1)
    }
  })

  it('takes targets that come later, or not always', () => {
    const model = new ISOUPTreeRegressor({ gracePeriod: 50, delta: 0.05, splitter: null })
    const events = trips(1500)
    events.forEach(([{ km }, { minutes, price }], i) => {
      model.learnOne({ km }, i < 400 || i % 3 === 0 ? { minutes } : { minutes, price })
    })
    const answer = model.predictOne({ km: 15 })
    expect(Object.keys(answer)).toEqual(['minutes', 'price'])
    expect(Math.abs(answer['price'] - 8)).toBeLessThan(1)
    const odd = new ISOUPTreeRegressor(EAGER)
    odd.learnOne({ km: 1 }, JSON.parse('{"__proto__": 3}'))
    expect(Object.entries(odd.predictOne({ km: 1 }))).toEqual([['__proto__', 3]])
  })

  it('has a model of its own for each target, also where that is a pipeline', () => {
    const leafModel = new compose.Pipeline(new StandardScaler(), new LinearRegression())
    const model = new ISOUPTreeRegressor({ gracePeriod: 1e9, leafPrediction: 'model', leafModel })
    const alone = [leafModel.clone(), leafModel.clone()]
    for (const [{ km, town }, { minutes, price }] of trips(60)) {
      const x = town === 'rome' ? { km } : { km, isOslo: town === 'oslo' } // features come and go
      const expected = alone.map((each) => each.predictOne(x))
      const given = model.predictOne(x)
      expect([given['minutes'] ?? 0, given['price'] ?? 0]).toEqual(expected)
      model.learnOne(x, { minutes, price })
      ;[minutes, price].forEach((y, i) => {
        alone[i].learnOne(x, y)
      })
    }
  })

  it('goes on from a snapshot to the last bit', () => {
    const events = trips(900)
    const model = new ISOUPTreeRegressor({ gracePeriod: 40, delta: 0.1 })
    for (const [{ km }, y] of events.slice(0, 500)) model.learnOne({ km }, y)
    const other = snapshot.load<ISOUPTreeRegressor>(snapshot.save(model), {
      learners: learners as never,
    })
    for (const [{ km }, y] of events.slice(500)) {
      expect(other.predictOne({ km })).toEqual(model.predictOne({ km }))
      for (const each of [model, other]) each.learnOne({ km }, y)
    }
    expect(other.toText()).toBe(model.toText())
  })

  it('refuses more targets than labels are allowed', () => {
    const schema = new Schema({ maxLabels: 2 })
    const model = new ISOUPTreeRegressor({ ...EAGER, schema })
    model.learnOne({ km: 1 }, { a: 1, b: 2 })
    expect(() => model.learnOne({ km: 1 }, { c: 1 })).toThrow(
      'ISOUPTreeRegressor: the label must bring the targets to 2 at most, got 3.',
    )
    expect([...model.targets]).toEqual(['a', 'b'])
  })
})
