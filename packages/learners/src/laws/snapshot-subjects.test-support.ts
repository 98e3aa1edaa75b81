import { CoelhoError, metrics, random, snapshot, stats, utils } from '@coelho/core'
import * as bandit from '../bandit/index.js'
import { SDFT, Skyline } from '../misc/index.js'
import { HorizonMetric } from '../time-series/index.js'
import { builds, type ModelClass } from './every-estimator.test-support.js'

/** The arguments of what teaches a model. */
export type Event = readonly unknown[]

const EVENTS = 70
const LABELS = ['red', 'green', true, 3]
const TEXTS = ['sun and rain', 'the wind', 'snow on the sun']
const centers = new Map([0, 1, 2].map((k) => [k, { a: 3 * k, b: k }]))

const features = (rng: random.Random, i: number) => ({
  a: rng.uniform(0, 10),
  b: rng.randint(0, 3),
  ...(i > EVENTS / 2 && { c: rng.gauss(i % 2, 1) }),
})
const shops = (rng: random.Random, i: number) => ({
  ...features(rng, i),
  shop: rng.choice(['north', 'south']),
})

/** A model learns the first kind of events that it takes. */
const streams: readonly ((rng: random.Random, i: number) => Event)[] = [
  (rng, i) => [features(rng, i), LABELS[i % 4]],
  (rng, i) => [features(rng, i), rng.uniform(0, 10)],
  (rng, i) => [features(rng, i), rng.random() < 0.5],
  (rng, i) => [features(rng, i), { label: LABELS[i % 3], isHigh: rng.random() < 0.5 }],
  (rng, i) => [features(rng, i), { isOdd: i % 2 > 0, isHigh: rng.random() < 0.5 }],
  (rng, i) => [features(rng, i), { target: rng.random(), other: i }],
  (rng, i) => [features(rng, i), i % 3, centers, { t: i }],
  (rng, i) => [features(rng, i), i % 3, centers],
  (rng, i) => [features(rng, i)],
  (rng, i) => [shops(rng, i)],
  (rng, i) => [shops(rng, i), rng.random()],
  (rng, i) => [`u${i % 5}`, `f${rng.randint(0, 4)}`, rng.uniform(1, 5)],
  (rng, i) => [rng.choice(['red', 'blue']), { one: 1, isOdd: i % 2 }, rng.random()],
  (rng) => [rng.choice(TEXTS)],
  (rng) => [{ text: rng.choice(TEXTS) }],
  (rng, i) => [rng.uniform(0, 9), { t: i }],
  (rng, i) => [rng.uniform(0, 9), rng.uniform(0, 9) + i / 100],
  (rng, i) => [(i < EVENTS / 2 ? 0 : 5) + rng.random()],
  (rng) => [rng.random() < 0.5, rng.random() < 0.5],
  (rng) => [rng.random() < 0.5],
  (rng) => [rng.choice(LABELS), rng.choice(LABELS)],
  (rng) => [rng.choice(['red', 'blue']), rng.random()],
  (rng) => [rng.choice(['red', 'blue']), rng.randint(0, 1)],
  (rng) => [rng.random() < 0.5, rng.random()],
  (rng) => [rng.choice(LABELS), new Map(LABELS.map((label) => [label, 0.25]))],
  (rng) => [{ a: rng.random() < 0.5 }, { a: rng.random() < 0.5 }],
  (rng) => [{ a: rng.random() }, { a: rng.random() }],
  (rng) => [
    [rng.random(), rng.random()],
    [rng.random(), 0.5],
  ],
]

/** How classes are built that other laws leave out. */
const makes: Readonly<Record<string, () => object>> = {
  'bandit.EpsilonGreedy': () => new bandit.EpsilonGreedy({ epsilon: 0.2, seed: 4 }),
  'bandit.Exp3': () => new bandit.Exp3({ gamma: 0.5, seed: 4 }),
  'bandit.UCB': () => new bandit.UCB({ delta: 1, seed: 4 }),
  'bandit.LinUCBDisjoint': () => new bandit.LinUCBDisjoint({ seed: 4 }),
  'misc.SDFT': () => new SDFT({ windowSize: 4 }),
  'misc.Skyline': () => new Skyline({ minimize: ['a'], maximize: ['b'] }),
  'timeSeries.HorizonMetric': () => new HorizonMetric({ metric: new metrics.MAE() }),
  'utils.SortedWindow': () => new utils.SortedWindow({ size: 9 }),
  'utils.TimeRolling': () => new utils.TimeRolling({ cls: stats.Mean, period: 5 }),
}

/** Classes that no snapshot holds, and why. */
export const unsaved: Readonly<Record<string, string>> = {
  'compose.FuncTransformer': 'it holds a function',
  'compose.TargetTransformRegressor': 'it holds functions',
  'timeSeries.HorizonAggMetric': 'it holds a function',
}

/** A model that has learned. */
export interface Subject {
  readonly id: string
  readonly bytes: Uint8Array
  readonly events: readonly Event[]
}

export function learn(model: object, event: Event): void {
  const { learnOne, update, append } = model as Record<string, (...event: Event) => unknown>
  const teach = learnOne ?? update ?? append
  // A mutant may be a model of another class.
  if (typeof teach === 'function') teach.call(model, ...event)
}

/** What a class is like after some events; undefined if no stream is for it. */
export function subjectOf(cls: ModelClass): Subject | undefined {
  const { id } = cls
  const AnyClass = cls as unknown as new () => object
  const make = makes[id] ?? builds[id]?.at(-1)?.make ?? (() => new AnyClass())
  for (const stream of streams) {
    const rng = new random.Random(7)
    const events = Array.from({ length: EVENTS }, (_, i) => stream(rng, i))
    try {
      const model = make()
      for (const event of events) learn(model, event)
      return { id, bytes: snapshot.save(model), events }
    } catch (error) {
      if (!(error instanceof CoelhoError || error instanceof TypeError)) throw error
    }
  }
  return undefined
}
