import { type Features, type Label, random, SnapshotError, snapshot } from '@coelho/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ADWIN } from '../../drift/index.js'
import { LinearRegression } from '../../linear-model/index.js'
import {
  type Explanation,
  ExtremelyFastDecisionTreeClassifier,
  HoeffdingAdaptiveTreeClassifier,
  HoeffdingAdaptiveTreeRegressor,
  HoeffdingTreeClassifier,
  HoeffdingTreeRegressor,
  LASTClassifier,
  LEAF_MODEL,
} from '../index.js'

type Event = Record<string, number | string>

/** Two features tell the score, one more does after the turn; some values are absent. */
function stream(seed: number, count: number): { x: Event; score: number }[] {
  const rng = new random.Random(seed)
  return Array.from({ length: count }, (_, i) => {
    const [a, b, noise, shop] = [rng.random(), rng.random(), rng.random(), 'xyz'[rng.randrange(3)]]
    const turned = i > count / 2
    const x: Event = { a, noise }
    if (rng.random() > 0.1) x['b'] = b
    if (rng.random() > 0.1) x['shop'] = shop
    return { x, score: (turned ? 1 - a : a) + (shop === 'x' ? 1 : 0) + 0.3 * b }
  })
}

/** Only `a` and `shop` tell the score. */
function plain(count: number): { x: Event; score: number }[] {
  const rng = new random.Random(11)
  return Array.from({ length: count }, () => {
    const [a, b, noise, shop] = [rng.random(), rng.random(), rng.random(), 'xyz'[rng.randrange(3)]]
    return { x: { noise, b, a, shop }, score: Number(a > 0.5) + Number(shop === 'x') }
  })
}

const labelOf = (score: number): Label => (score > 1.2 ? 'high' : score > 0.6 ? 'mid' : 'low')

/** Events as they come, and some that leave things out or are strange to the model. */
const probes = (seed: number): Features[] => [
  ...stream(seed + 1, 12).map(({ x }) => x),
  {},
  { shop: 'never seen', a: 0.2 },
  { other: 3, b: 5 },
]

function expectAdditive({ base, contributions, prediction }: Explanation, said: number): void {
  const sum = [...contributions.values()].reduce((total, change) => total + change, base)
  expect(Math.abs(prediction - said)).toBeLessThan(1e-9 * Math.max(1, Math.abs(said)))
  expect(Math.abs(sum - said)).toBeLessThan(1e-9 * Math.max(1, Math.abs(said)))
}

const EAGER = { gracePeriod: 20, delta: 0.3, tau: 0.2 }
const PATIENT = { gracePeriod: 100, delta: 1e-5, tau: 0.1 }
const HASTY = { driftDetector: new ADWIN({ delta: 0.3, clock: 1 }), driftWindowThreshold: 30 }
const leafPrediction = fc.constantFrom('mc', 'nb', 'nba')
const choices = fc.record({
  leafPrediction,
  splitCriterion: fc.constantFrom('info_gain', 'gini'),
  binarySplit: fc.boolean(),
})
const valueChoices = fc.record({
  leafPrediction: fc.constantFrom('mean', 'model', 'adaptive'),
  binarySplit: fc.boolean(),
})
const seeds = fc.integer({ min: 0, max: 1e6 })
const counts = fc.integer({ min: 0, max: 500 })

type Classes =
  | HoeffdingTreeClassifier
  | HoeffdingAdaptiveTreeClassifier
  | ExtremelyFastDecisionTreeClassifier
  | LASTClassifier
type Values = HoeffdingTreeRegressor | HoeffdingAdaptiveTreeRegressor
/** A class of trees, and options by which it soon has branches. */
type Kind<Model> = [name: string, model: new (options: never) => Model, options: object]

const CLASSIFIERS: Kind<Classes>[] = [
  ['HoeffdingTreeClassifier', HoeffdingTreeClassifier, EAGER],
  ['HoeffdingAdaptiveTreeClassifier', HoeffdingAdaptiveTreeClassifier, { ...EAGER, ...HASTY }],
  ['ExtremelyFastDecisionTreeClassifier', ExtremelyFastDecisionTreeClassifier, EAGER],
  ['LASTClassifier', LASTClassifier, { changeDetector: new ADWIN({ delta: 0.3, clock: 1 }) }],
]
const REGRESSORS: Kind<Values>[] = [
  ['HoeffdingTreeRegressor', HoeffdingTreeRegressor, EAGER],
  ['HoeffdingAdaptiveTreeRegressor', HoeffdingAdaptiveTreeRegressor, { ...EAGER, ...HASTY }],
]

function classesTaught(
  [, Model, options]: Kind<Classes>,
  more: object,
  seed: number,
  count: number,
): Classes {
  const seeded = Model === HoeffdingAdaptiveTreeClassifier ? { seed } : {}
  const model = new Model({ ...options, ...more, ...seeded } as never)
  for (const { x, score } of stream(seed, count)) model.learnOne(x, labelOf(score))
  return model
}

function valuesTaught(
  [, Model, options]: Kind<Values>,
  more: object,
  seed: number,
  count: number,
): Values {
  const seeded = Model === HoeffdingAdaptiveTreeRegressor ? { seed } : {}
  const model = new Model({ ...options, ...more, ...seeded } as never)
  for (const { x, score } of stream(seed, count)) model.learnOne(x, score)
  return model
}

describe.each(CLASSIFIERS)('%s explains', (...kind) => {
  it('each probability as a sum over features', () => {
    fc.assert(
      fc.property(seeds, counts, choices, (seed, count, more) => {
        const model = classesTaught(kind, more, seed, count)
        for (const x of probes(seed)) {
          for (const [label, share] of model.predictProbaOne(x)) {
            expectAdditive(model.explainOne(x, { label }), share)
          }
          expect(model.explainOne(x).label).toBe(model.predictOne(x))
        }
      }),
      { numRuns: 25 },
    )
  })

  it('by the way the event takes', () => {
    const model = classesTaught(kind, {}, 5, 900)
    expect(model.nBranches).toBeGreaterThan(0)
    for (const x of probes(5)) {
      const { path } = model.explainOne(x)
      const lines = path.map((step) => step.condition + (step.asMost ? ' (as most events)' : ''))
      expect(lines).toEqual(model.debugOne(x).split('\n').slice(0, -1))
    }
  })

  it('without changing anything, and the same after a snapshot', () => {
    const model = classesTaught(kind, {}, 8, 700)
    const before = snapshot.save(model)
    const tell = (from: Classes) => [
      from.featureImportances(),
      ...probes(8).map((x) => from.explainOne(x)),
    ]
    const told = tell(model)
    expect(snapshot.save(model)).toEqual(before)
    const learners = [kind[1]]
    const other = snapshot.load<Classes>(before, { learners: learners as never })
    expect(tell(other)).toEqual(told)
    for (const { x, score } of stream(9, 300)) {
      model.learnOne(x, labelOf(score))
      other.learnOne(x, labelOf(score))
    }
    expect(tell(other)).toEqual(tell(model))
  })

  it('which features are important', () => {
    const model = classesTaught(kind, kind[0].startsWith('LAST') ? {} : PATIENT, 3, 0)
    for (const { x, score } of plain(4000)) model.learnOne(x, labelOf(score))
    const shares = model.featureImportances()
    const names = [...shares.keys()]
    expect(names.slice(0, 2).sort()).toEqual(['a', 'shop'])
    expect([...shares.values()].reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12)
    expect([...shares.values()]).toEqual([...shares.values()].sort((p, q) => q - p))
    expect(shares.get('noise') ?? 0).toBeLessThan(0.1)
  })

  it('nothing before it has learned', () => {
    const model = classesTaught(kind, {}, 0, 0)
    expect(model.featureImportances()).toEqual(new Map())
    expect(model.explainOne({ a: 1 })).toEqual({
      label: undefined,
      prediction: 0,
      base: 0,
      contributions: new Map(),
      path: [],
    })
    expect(() => model.explainOne({ a: 1 }, { label: 'high' })).toThrow(
      `${kind[0]}: the label to explain must be one that was learned, got "high".`,
    )
  })
})

describe.each(REGRESSORS)('%s explains numbers:', (...kind) => {
  it('each prediction as a sum over features and the model of the leaf', () => {
    fc.assert(
      fc.property(seeds, counts, valueChoices, (seed, count, more) => {
        const model = valuesTaught(kind, more, seed, count)
        for (const x of probes(seed)) expectAdditive(model.explainOne(x), model.predictOne(x))
      }),
      { numRuns: 25 },
    )
  })

  it('without changing anything, and the same after a snapshot', () => {
    const model = valuesTaught(kind, {}, 8, 700)
    const before = snapshot.save(model)
    const tell = (from: Values) => [
      from.featureImportances(),
      ...probes(8).map((x) => from.explainOne(x)),
    ]
    const told = tell(model)
    expect(snapshot.save(model)).toEqual(before)
    const learners = [kind[1], LinearRegression]
    const other = snapshot.load<Values>(before, { learners: learners as never })
    expect(tell(other)).toEqual(told)
  })

  it('which features are important', () => {
    const model = valuesTaught(kind, PATIENT, 3, 0)
    for (const { x, score } of plain(4000)) model.learnOne(x, score)
    const shares = model.featureImportances()
    expect([...shares.keys()].slice(0, 2).sort()).toEqual(['a', 'shop'])
    expect([...shares.values()].reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12)
  })
})

describe('an explanation', () => {
  it('tells what each step and each value in the leaf adds, by hand', () => {
    const model = new HoeffdingTreeClassifier({ gracePeriod: 40, delta: 0.1, leafPrediction: 'mc' })
    for (let i = 0; i < 40; i++) {
      model.learnOne({ shop: i % 4 ? 'north' : 'south' }, i % 4 ? 'ok' : 'fraud')
    }
    // Split by shop at the 40th event, when 10 of 40 were fraud: a gain of its entropy, 0.8113.
    expect(model.explainOne({ shop: 'south' }, { label: 'fraud' })).toEqual({
      label: 'fraud',
      prediction: 1,
      base: 0.25,
      contributions: new Map([['shop', 0.75]]),
      path: [{ feature: 'shop', condition: 'shop = south', asMost: false, change: 0.75 }],
    })
    expect(model.explainOne({}, { label: 'fraud' }).path[0]).toEqual({
      feature: 'shop',
      condition: 'shop = north',
      asMost: true,
      change: -0.25,
    })
  })

  it('tells the values of naive Bayes apart', () => {
    const model = new HoeffdingTreeClassifier({ leafPrediction: 'nb' })
    for (let i = 0; i < 100; i++) {
      const fraud = i % 2 === 0
      model.learnOne({ tells: (fraud ? 5 : 0) + (i % 7), not: i % 6 }, fraud ? 'fraud' : 'ok')
    }
    const { base, contributions } = model.explainOne({ tells: 11, not: 3 }, { label: 'fraud' })
    expect(base).toBe(0.5)
    expect([...contributions.keys()]).toEqual(['tells', 'not'])
    expect(contributions.get('tells')).toBeGreaterThan(0.4)
    expect(Math.abs(contributions.get('not') as number)).toBeLessThan(0.1)
  })

  it('tells what the model of a leaf adds as a whole', () => {
    const model = new HoeffdingTreeRegressor({ leafPrediction: 'model' })
    for (let i = 0; i < 100; i++) model.learnOne({ km: i % 3 }, 10 * (i % 3))
    const { base, prediction, contributions } = model.explainOne({ km: 2 })
    expect(contributions).toEqual(new Map([[LEAF_MODEL, prediction - base]]))
  })

  it('counts how far impurity fell, not what the merit by Gini starts at', () => {
    const model = new HoeffdingTreeClassifier({
      ...{ gracePeriod: 40, delta: 0.1, tau: 1, splitCriterion: 'gini', leafPrediction: 'mc' },
      ...{ minBranchFraction: 0, meritPreprune: false },
    })
    // The second split is by a feature that tells nothing.
    for (let i = 0; i < 2000; i++) {
      const fraud = i % 4 === 0 || i % 9 === 0
      model.learnOne({ shop: i % 4 ? 'north' : 'south', noise: `${i % 2}` }, fraud ? 1 : 0)
    }
    expect(model.height).toBeGreaterThan(2)
    expect(model.featureImportances().get('shop')).toBeGreaterThan(0.99)
  })

  it('counts the alternates that stand beside the way of an event', () => {
    const options = { gracePeriod: 60, ...HASTY, driftWindowThreshold: 300, seed: 1 }
    const classes = new HoeffdingAdaptiveTreeClassifier({ ...options, delta: 0.3 })
    const values = new HoeffdingAdaptiveTreeRegressor({ ...options, delta: 0.3 })
    const hasAlternate = (model: object) =>
      (model as { alternates: { any: boolean } }).alternates.any
    const met = [0, 0]
    for (const { x, score } of stream(1, 3000)) {
      classes.learnOne(x, labelOf(score))
      values.learnOne(x, score)
      if (hasAlternate(classes)) met[0]++
      if (hasAlternate(values)) met[1]++
      const { label } = classes.explainOne(x)
      expectAdditive(classes.explainOne(x), classes.predictProbaOne(x).get(label as Label) ?? NaN)
      expectAdditive(values.explainOne(x), values.predictOne(x))
    }
    expect(Math.min(...met)).toBeGreaterThan(20)
  })

  it('begins with what an alternate stood for once that has taken the place of the root', () => {
    const options = { gracePeriod: 60, delta: 0.01, leafPrediction: 'mc', seed: 1 } as const
    // Alternates take over only by being split.
    const late = { ...HASTY, driftWindowThreshold: 1e6 }
    const model = new HoeffdingAdaptiveTreeClassifier({ ...options, ...late })
    const rng = new random.Random(4)
    const bases = Array.from({ length: 4000 }, (_, i) => {
      const [a, b] = [rng.random(), rng.random()]
      model.learnOne({ a, b }, i < 2000 ? a > 0.8 : b > 0.2)
      return i < 500 ? 0.2 : model.explainOne({ a, b }, { label: true }).base
    })
    expect(bases[1999]).toBeLessThan(0.4)
    expect(bases[3999]).toBeGreaterThan(0.6)
    expect([...model.featureImportances().keys()].sort()).toEqual(['a', 'b'])
  })

  it('needs a snapshot that tells what branches stood for', () => {
    const damage = (
      how: (insight: Record<'gains' | 'worths' | 'rows' | 'width', unknown>) => void,
    ) => {
      const model = classesTaught(CLASSIFIERS[0], {}, 4, 900)
      how((model as never as { tree: { insight: never } }).tree.insight)
      return () => snapshot.load(snapshot.save(model), { learners: [HoeffdingTreeClassifier] })
    }
    expect(damage(() => {})).not.toThrow()
    for (const how of [
      damage((insight) =>
        Object.assign(insight, { worths: new Float64Array(0), rows: 0, width: 0 }),
      ),
      damage((insight) => Object.assign(insight, { rows: 1e6 })),
      damage((insight) => Object.assign(insight, { rows: -1, width: -1 })),
      damage((insight) => Object.assign(insight, { width: 0.5 })),
      damage((insight) => Object.assign(insight, { gains: Float64Array.of(-1) })),
      damage((insight) => Object.assign(insight, { gains: new Float64Array(100).fill(1) })),
    ]) {
      expect(how).toThrow(SnapshotError)
    }
  })
})
