import { type Classifier, CoelhoError, random, Schema } from '@coelho/core'
import { describe, expect, it } from 'vitest'
import { GaussianNB } from '../naive-bayes/index.js'
import { HoeffdingTreeClassifier } from '../tree/index.js'

const NAMES = 1_000_000
const NAMES_PER_EVENT = 500

/** Two features decide the label. */
function events(count: number, seed: number): [x: { a: number; b: number }, y: boolean][] {
  const rng = new random.Random(seed)
  return Array.from({ length: count }, () => {
    const [a, b] = [rng.random(), rng.random()]
    return [{ a, b }, a + b > 1]
  })
}

function accuracy(model: Classifier): number {
  const tests = events(2000, 2)
  return tests.filter(([x, y]) => model.predictOne(x) === y).length / tests.length
}

/** True if it was refused with an error of our own. */
function refused(act: () => void): boolean {
  try {
    act()
    return false
  } catch (error) {
    if (error instanceof CoelhoError) return true
    throw error
  }
}

const learners: [string, (schema: Schema) => Classifier][] = [
  ['GaussianNB', (schema) => new GaussianNB({ schema })],
  ['HoeffdingTreeClassifier', (schema) => new HoeffdingTreeClassifier({ schema })],
]

describe.each(learners)('%s under a bound of names, categories and labels', (name, make) => {
  it('keeps time, memory and accuracy while a million names come', () => {
    const [schema, free] = [new Schema({ maxFeatures: 1000 }), new Schema()]
    const [model, twin] = [make(schema), make(free)]
    for (const [x, y] of events(3000, 1)) {
      model.learnOne(x, y)
      twin.learnOne(x, y)
    }
    const before = process.memoryUsage().arrayBuffers
    const started = performance.now()
    let turnedAway = 0
    for (let i = 0; i < NAMES; i += NAMES_PER_EVENT) {
      const x: Record<string, number> = { a: 0.5, b: 0.5 }
      for (let k = i; k < i + NAMES_PER_EVENT; k++) x[`stranger ${k}`] = k
      if (refused(() => model.learnOne(x, true))) turnedAway++
    }
    expect(turnedAway).toBe(NAMES / NAMES_PER_EVENT - 1)
    expect(schema.size).toBe(502)
    expect(performance.now() - started).toBeLessThan(20_000)
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(20 * 2 ** 20)
    expect(accuracy(model)).toBeGreaterThan(accuracy(twin) - 0.01)
  })

  it('refuses one name too many, to learn or to predict', () => {
    const model = make(new Schema({ maxFeatures: 3 }))
    model.learnOne({ a: 1, b: 2 }, 'x')
    const text = `${name}: feature "d" is one too many: the schema holds maxFeatures = 3 names.`
    expect(() => model.learnOne({ a: 1, c: 2, d: 3 }, 'x')).toThrow(text)
    expect(() => model.predictOne({ a: 1, c: 2, d: 3 })).toThrow(text)
    expect(model.schema.names()).toEqual(['a', 'b'])
    model.learnOne({ c: 1 }, 'x')
    expect(model.predictOne({ a: 1, b: 2, c: 3 })).toBe('x')
  })

  it('refuses one label too many, alone or in a frame', () => {
    const model = make(new Schema({ maxLabels: 2 }))
    for (const y of ['x', 'y', 'x']) model.learnOne({ a: 1 }, y)
    expect(() => model.learnOne({ a: 1 }, 'z')).toThrow(
      `${name}: the label must be one of the 2 known (the limit), got "z".`,
    )
    expect(model.labels.toArray()).toEqual(['x', 'y'])
  })
})

describe('HoeffdingTreeClassifier under a bound of categories', () => {
  it('refuses one category too many, to learn or to predict', () => {
    const model = new HoeffdingTreeClassifier({ schema: new Schema({ maxCategories: 2 }) })
    for (const shop of ['north', 'south', 'north']) model.learnOne({ shop }, 'x')
    const text =
      'HoeffdingTreeClassifier: feature "shop" has maxCategories = 2 categories already, ' +
      'got "west".'
    expect(() => model.learnOne({ shop: 'west' }, 'x')).toThrow(text)
    expect(() => model.predictOne({ shop: 'west' })).toThrow(text)
    expect(model.schema.categoryCount(0)).toBe(2)
    expect(model.predictOne({ shop: 'south' })).toBe('x')
  })

  it('learns quickly also where every event brings a category of its own, such as a name', () => {
    const model = new HoeffdingTreeClassifier()
    const started = performance.now()
    let slowest = 0
    for (let i = 0; i < 12_000; i++) {
      const before = performance.now()
      model.learnOne({ user: `user ${i}`, value: i % 10 }, i % 3)
      slowest = Math.max(slowest, performance.now() - before)
    }
    expect(slowest).toBeLessThan(3000)
    expect(performance.now() - started).toBeLessThan(20_000)
  })

  it('counts its nominal attributes among the names', () => {
    const schema = () => new Schema({ maxFeatures: 1 })
    expect(
      new HoeffdingTreeClassifier({ nominalAttributes: ['a'], schema: schema() }).schema.size,
    ).toBe(1)
    expect(
      () => new HoeffdingTreeClassifier({ nominalAttributes: ['a', 'b'], schema: schema() }),
    ).toThrow(
      'HoeffdingTreeClassifier: feature "b" is one too many: the schema holds maxFeatures = 1 ' +
        'names.',
    )
  })
})
