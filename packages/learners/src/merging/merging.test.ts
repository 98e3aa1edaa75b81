import { type Features, type Label, Schema, snapshot } from '@coelho/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import * as linearModel from '../linear-model/index.js'
import * as naiveBayes from '../naive-bayes/index.js'
import * as optim from '../optim/index.js'

interface Model {
  readonly schema: Schema
  learnOne(x: Features, y: never, options?: { w: number }): void
  predictOne(x: Features): unknown
  predictProbaOne?(x: Features): Map<Label, number>
  merge(other: unknown): void
}

type Lesson = readonly [x: Record<string, number>, y: Label, w: number]

const model = (made: object): Model => made as Model
const nameOf = (make: () => Model) => String(make())

function taught(make: () => Model, lessons: readonly Lesson[]): Model {
  const made = make()
  for (const [x, y, w] of lessons) made.learnOne(x, y as never, { w })
  return made
}

const value = fc.integer({ min: -4, max: 9 }).map((n) => n / 2)
const features = fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd', '__proto__'), value)
const weight = fc.constantFrom(1, 1, 2, 0.5)
const lessonsOf = (y: fc.Arbitrary<Label>): fc.Arbitrary<Lesson[]> =>
  fc.array(fc.tuple(features, y, weight), { maxLength: 12 })
const labels = fc.constantFrom<Label>('x', 'y', 1, true)
const probe = { a: 1, b: 0.5, c: 2, never: 1 }

const counting: (() => Model)[] = [
  () => model(new naiveBayes.GaussianNB()),
  () => model(new naiveBayes.MultinomialNB({ alpha: 0.5 })),
  () => model(new naiveBayes.ComplementNB()),
  () => model(new naiveBayes.BernoulliNB({ trueThreshold: 1 })),
]

function expectSame(got: Map<Label, number>, expected: Map<Label, number>): void {
  expect([...got.keys()]).toEqual([...expected.keys()])
  for (const [label, p] of expected) expect(got.get(label)).toBeCloseTo(p, 8)
}

describe.each(counting.map((make) => [nameOf(make), make] as const))('%s merged', (_, make) => {
  it('is as if it had learned the events of both', () => {
    const lessons = lessonsOf(labels)
    const law = fc.property(lessons, lessons, features, lessons, (first, second, x, later) => {
      const merged = taught(make, first)
      const other = taught(make, second)
      const before = snapshot.save(other)
      merged.merge(other)
      expect(snapshot.save(other)).toEqual(before)
      const both = taught(make, [...first, ...second])
      for (let turn = 0; turn < 2; turn++) {
        const said = merged.predictProbaOne?.(x) as Map<Label, number>
        expectSame(said, both.predictProbaOne?.(x) as Map<Label, number>)
        for (const [event, y, w] of later) {
          merged.learnOne(event, y as never, { w })
          both.learnOne(event, y as never, { w })
        }
      }
      const learners = Object.values(naiveBayes) as never
      const loaded = snapshot.load<Model>(snapshot.save(merged), { learners })
      expect(loaded.predictProbaOne?.(x)).toEqual(merged.predictProbaOne?.(x))
    })
    fc.assert(law, { numRuns: 150 })
  })

  it('with itself has learned everything twice', () => {
    const law = fc.property(lessonsOf(labels), features, (lessons, x) => {
      const merged = taught(make, lessons)
      merged.merge(merged)
      const twice = taught(make, [...lessons, ...lessons])
      expectSame(
        merged.predictProbaOne?.(x) as Map<Label, number>,
        twice.predictProbaOne?.(x) as Map<Label, number>,
      )
    })
    fc.assert(law, { numRuns: 60 })
  })
})

describe('BayesianLinearRegression merged', () => {
  const make = () => new linearModel.BayesianLinearRegression({ alpha: 0.5, beta: 2 })

  it('is as if it had learned the events of both', () => {
    const lessons = lessonsOf(value)
    const law = fc.property(lessons, lessons, lessons, (first, second, later) => {
      const merged = taught(() => model(make()), first)
      merged.merge(taught(() => model(make()), second))
      const both = taught(() => model(make()), [...first, ...second])
      for (const [x, y, w] of later) {
        merged.learnOne(x, y as never, { w })
        both.learnOne(x, y as never, { w })
      }
      const [got, expected] = [merged, both].map((one) =>
        (one as unknown as linearModel.BayesianLinearRegression).predictOne(probe, {
          withDist: true,
        }),
      )
      expect(got.mu).toBeCloseTo(expected.mu, 7)
      expect(got.sigma).toBeCloseTo(expected.sigma, 7)
    })
    fc.assert(law, { numRuns: 150 })
  })

  it('is refused with smoothing, and where the features would be too many', () => {
    const smooth = new linearModel.BayesianLinearRegression({ smoothing: 0.9 })
    expect(() => smooth.merge(smooth)).toThrow(
      "BayesianLinearRegression: can't be merged with smoothing.",
    )
    const wide = (prefix: string) => {
      const made = make()
      const names = Array.from({ length: 3 }, (_, i) => [`${prefix}${i}`, 1])
      made.learnOne(Object.fromEntries(names), 1)
      return made
    }
    const few = new linearModel.BayesianLinearRegression({
      alpha: 0.5,
      beta: 2,
      schema: new Schema({ maxFeatures: 4 }),
    })
    few.learnOne({ a0: 1 }, 2)
    const before = snapshot.save(few)
    expect(() => few.merge(wide('b'))).not.toThrow()
    expect(() => few.merge(wide('c'))).toThrow('the schema holds maxFeatures = 4 names')
    expect(snapshot.save(few)).not.toEqual(before)
    expect(few.schema.names()).toEqual(['a0', 'b0', 'b1', 'b2'])
  })
})

const averaged: (() => Model)[] = [
  () => model(new linearModel.LinearRegression({ interceptLr: 0.1 })),
  () => model(new linearModel.LinearRegression({ optimizer: new optim.Adam(), l1: 0.01 })),
  () => model(new linearModel.PARegressor({ C: 0.1, riverCompatible: false })),
  () => model(new linearModel.LogisticRegression({ optimizer: new optim.AdaGrad() })),
  () => model(new linearModel.Perceptron()),
  () => model(new linearModel.PAClassifier({ C: 0.1 })),
  () => model(new linearModel.ALMAClassifier()),
  () => model(new linearModel.SoftmaxRegression()),
]
const isRegressor = (made: Model) => (made as unknown as { kind: string }).kind === 'regressor'
const weightsOf = (made: Model) =>
  (made as unknown as { weights: Map<string, number> }).weights as Map<string, number>

/** Events of a plane with a little noise: `shift` makes other ones of the same kind. */
function plane(count: number, shift: number, numbers: boolean): Lesson[] {
  return Array.from({ length: count }, (_, i) => {
    const [a, b] = [Math.sin(7 * i + shift), Math.cos(3 * i + shift)]
    const y = 2 * a - b
    return [{ a, b }, numbers ? y : y > 0, 1] as const
  })
}

describe.each(averaged.map((make) => [nameOf(make), make] as const))('%s merged', (_, make) => {
  const numbers = isRegressor(make())
  const byClass = make() instanceof linearModel.SoftmaxRegression
  const [first, second] = [plane(300, 0, numbers), plane(300, 1, numbers)]

  it('predicts new events about as well as one that learned all', () => {
    const merged = taught(make, first)
    merged.merge(taught(make, second))
    const both = taught(make, [...first, ...second])
    const error = (made: Model) =>
      plane(200, 2, numbers).reduce((sum, [x, y]) => {
        const told = made.predictOne(x)
        return sum + (numbers ? Math.abs((told as number) - (y as number)) : Number(told !== y))
      }, 0) / 200
    expect(error(merged)).toBeLessThan(error(both) + (numbers ? 0.35 : 0.06))
  })

  it('stays as it is where the other has learned nothing, and else becomes the other', () => {
    const lessons = plane(40, 0, numbers)
    const merged = taught(make, lessons)
    const before = snapshot.save(merged)
    merged.merge(make())
    expect(snapshot.save(merged)).toEqual(before)
    const empty = make()
    empty.merge(merged)
    for (const [x] of lessons) expect(empty.predictOne(x)).toEqual(merged.predictOne(x))
  })

  if (!byClass)
    it('keeps a weight that only one of them has learned', () => {
      const rename = (prefix: string) =>
        first.map(([{ a, b }, y, w]) => [{ [`${prefix}a`]: a, [`${prefix}b`]: b }, y, w] as const)
      const [one, other] = [taught(make, rename('p')), taught(make, rename('q'))]
      const [left, right] = [weightsOf(one), weightsOf(other)]
      one.merge(other)
      const told = weightsOf(one)
      expect(told.get('pa')).toBe(left.get('pa'))
      expect(told.get('qb')).toBe(right.get('qb'))
    })

  if (!numbers)
    it('finds its classes again where the other met them in another order', () => {
      const named = (lessons: readonly Lesson[]) =>
        lessons.map(([x, y, w]) => [x, y ? 'up' : 'down', w] as const)
      const early = (y: string): Lesson => [{ a: 0, b: 0 }, y, 1]
      const merged = taught(make, [early('up'), ...named(first)])
      merged.merge(taught(make, [early('down'), ...named(second)]))
      const hits = named(plane(200, 2, false)).filter(([x, y]) => merged.predictOne(x) === y)
      expect(hits.length).toBeGreaterThan(180)
    })
})

describe('LinearRegression merged', () => {
  it('counts the weights of both by their steps', () => {
    const make = () => model(new linearModel.LinearRegression({ interceptLr: 0.1 }))
    const [one, other] = [
      taught(make, plane(30, 0, true)),
      taught(make, plane(10, 1, true)),
    ] as unknown as linearModel.LinearRegression[]
    const [first, second] = [one.summary, other.summary]
    one.merge(other)
    const mean = (30 * (first.weights.get('a') ?? 0) + 10 * (second.weights.get('a') ?? 0)) / 40
    expect(one.weights.get('a')).toBeCloseTo(mean, 12)
    expect(one.intercept).toBeCloseTo((30 * first.intercept + 10 * second.intercept) / 40, 12)
    expect(one.summary.steps).toBe(40)
  })
})

describe('what does not fit', () => {
  const all = [...counting, ...averaged, () => model(new linearModel.BayesianLinearRegression())]

  it.each(all.map((make) => [nameOf(make), make] as const))('is refused by %s', (_, make) => {
    expect(() => make().merge({})).toThrow('what is merged must be of the same class, got')
    expect(() => make().merge(undefined)).toThrow('what is merged must be of the same class, got')
  })

  it('is another option, a third class, a feature too many; and nothing has changed then', () => {
    const { LogisticRegression } = linearModel
    const one = new LogisticRegression({ schema: new Schema({ maxFeatures: 2 }) })
    one.learnOne({ a: 1 }, 'up')
    one.learnOne({ a: -1 }, 'down')
    const before = snapshot.save(one)
    const other = new LogisticRegression({ l2: 0.1 })
    expect(() => one.merge(other)).toThrow(
      'LogisticRegression: what is merged must have the same options, LogisticRegression(), got',
    )
    const third = new LogisticRegression()
    third.learnOne({ b: 1 }, 'aside')
    expect(() => one.merge(third)).toThrow('the label must be "up" or "down"')
    const wide = new LogisticRegression()
    wide.learnOne({ b: 1, c: 1 }, 'up')
    expect(() => one.merge(wide)).toThrow('the schema holds maxFeatures = 2 names')
    expect(snapshot.save(one)).toEqual(before)
    expect(one.schema.names()).toEqual(['a'])
  })

  it('is an optimizer that keeps the weights in a form of its own', () => {
    const optimizer = new optim.FTRLProximal()
    const one = new linearModel.SoftmaxRegression({ optimizer })
    expect(() => one.merge(one.clone())).toThrow(
      "SoftmaxRegression: can't be merged with FTRLProximal, which keeps weights of its own.",
    )
    const few = new linearModel.LogisticRegression({ optimizer: new optim.Averager({ optimizer }) })
    expect(() => few.merge(few.clone())).toThrow("can't be merged with Averager")
  })
})

describe('SoftmaxRegression merged', () => {
  it('learns the classes that only the other has met', () => {
    const make = () => new linearModel.SoftmaxRegression({ optimizer: new optim.SGD({ lr: 0.1 }) })
    const [one, other] = [make(), make()]
    for (let i = 0; i < 60; i++) one.learnOne({ [i % 2 ? 'a' : 'b']: 1 }, i % 2 ? 'A' : 'B')
    for (let i = 0; i < 60; i++) other.learnOne({ [i % 2 ? 'c' : 'b']: 1 }, i % 2 ? 'C' : 'B')
    const before = one.weights.get('A')
    one.merge(other)
    expect(['a', 'b', 'c'].map((name) => one.predictOne({ [name]: 1 }))).toEqual(['A', 'B', 'C'])
    expect(one.weights.get('A')).toEqual(new Map([...(before ?? []), ['c', 0]]))
    expect(one.weights.get('C')?.get('c')).toBe(other.weights.get('C')?.get('c'))
  })
})
