import { Bivariate, Univariate } from '../base/statistic.js'
import type { Label } from '../data/labels.js'
import { Friedman } from '../datasets/synth/friedman.js'
import { SEA } from '../datasets/synth/sea.js'
import type { CheckEvent } from './failure.js'
import type { Kind } from './kind.js'

/** Streams of one kind that a model may be meant for; the first it takes is used. */
export type Candidates = readonly (() => CheckEvent[])[]

type Features = Record<string, unknown>

const SEED = 2026
const SHOPS: readonly string[] = ['north', 'south', 'east']
/** Four classes of three kinds: a model that confuses kinds of labels gives itself away. */
const LABELS: readonly Label[] = ['red', 'green', true, 3]
const WORDS: readonly string[] = ['sun', 'rain', 'wind', 'snow', 'fog', 'sun', 'the']

/** Events made up for a kind of model; all features are positive, none is a string by default. */
export function candidatesFor(kind: Kind, model: object, count: number): Candidates {
  switch (kind) {
    case 'classifier':
      return classifierStreams(model, count)
    case 'active learner':
      return classifierStreams(model, count)
    case 'multi-label classifier':
      return [
        ...featureStreams(model, count, ({ label, isHigh }) => [{ label, isHigh }]),
        ...featureStreams(model, count, ({ isHigh, at }) => [{ isHigh, isOdd: at % 2 > 0 }]),
      ]
    case 'multi-target regressor':
      return featureStreams(model, count, ({ target, x }) => [
        { target, other: target + Number(x['b']) },
      ])
    case 'regressor':
      return featureStreams(model, count, (event) => [event.target])
    case 'supervised transformer':
      return [
        ...featureStreams(model, count, (event) => [event.target]),
        ...featureStreams(model, count, (event) => [event.label]),
        ...featureStreams(model, count, (event) => [event.isHigh]),
      ]
    case 'transformer':
    case 'anomaly detector':
      return takesTarget(model)
        ? featureStreams(model, count, (event) => [event.target])
        : featureStreams(model, count, () => [])
    case 'clusterer':
      return featureStreams(model, count, () => [])
    case 'forecaster':
      return [() => made(count, ({ target, at }) => [target + (at % 12) / 4])]
    case 'drift detector':
      return [
        () => made(count, ({ x, at }) => [(at < count / 2 ? 0 : 5) + Number(x['b'])]),
        () => made(count, ({ x, at }) => [(at < count / 2 ? 4 : 16) > Number(x['a']) * 2]),
      ]
    case 'metric':
      return metricStreams(model, count)
    case 'statistic':
      return statisticStreams(model, count)
  }
}

function takesTarget(model: object): boolean {
  return (model as { learnOne: { length: number } }).learnOne.length > 1
}

/** An event before it is cut to what a kind of model takes. */
interface Made {
  readonly at: number
  readonly x: Features
  readonly shop: string
  readonly text: string
  readonly label: Label
  readonly isHigh: boolean
  readonly target: number
}

/** SEA's three features, and what can be told of them; the target is Friedman's. */
function made(count: number, give: (event: Made) => CheckEvent): CheckEvent[] {
  const events: CheckEvent[] = []
  const targets = new Friedman({ seed: SEED })[Symbol.iterator]()
  let at = 0
  for (const [sea, isHigh] of new SEA({ seed: SEED, noise: 0.05 }).take(count)) {
    const a = sea['0']
    const b = Math.floor(sea['1'] / 2.5)
    const shop = SHOPS[Math.floor(sea['2'] / 3.4)]
    const x = { a, b, c: a / 2 + sea['2'] / 4, flag: sea['2'] > 5 }
    const place = Math.min(3, Math.floor((a + (shop === 'east' ? 5 : 0)) / 4))
    const target = (targets.next().value as [unknown, number])[1] / 10 + a / 5
    const text = WORDS.filter((_, i) => (at * 7 + i * 3) % 5 < 2 || i === place).join(' ')
    events.push(give({ at, x, shop, text, label: LABELS[place], isHigh, target }))
    at++
  }
  return events
}

function classifierStreams(model: object, count: number): Candidates {
  return [
    ...featureStreams(model, count, (event) => [event.label]),
    ...featureStreams(model, count, (event) => [event.isHigh]),
  ]
}

/** Texts or categories where the model says that it takes them, else numbers. */
function featureStreams(
  model: object,
  count: number,
  rest: (event: Made) => readonly unknown[],
): Candidates {
  const numbers = () => made(count, (event) => [event.x, ...rest(event)])
  const mixed = () => made(count, (event) => [{ ...event.x, shop: event.shop }, ...rest(event)])
  const texts = () => made(count, (event) => [event.text, ...rest(event)])
  const { takesCategories, textFeature } = model as {
    takesCategories?: boolean
    textFeature?: string
  }
  if (textFeature !== undefined) return [texts, numbers]
  return takesCategories ? [mixed, numbers] : [numbers, mixed]
}

function metricStreams(model: object, count: number): Candidates {
  const near = (event: Made) => event.target + (event.at % 7) / 4
  const share = ({ x }: Made) => Number(x['a']) / 10
  const labels: Candidates = [
    () => made(count, (event) => [event.label, LABELS[(event.at * 3) % 4]]),
    () => made(count, (event) => [event.isHigh, event.at % 3 > 0]),
    () => made(count, (event) => [event.target, near(event)]),
  ]
  const probabilities: Candidates = [
    () =>
      made(count, (event) => [
        event.isHigh,
        new Map([
          [true, share(event)],
          [false, 1 - share(event)],
        ]),
      ]),
    () => made(count, (event) => [event.isHigh, share(event)]),
    () => made(count, (event) => [event.target, near(event)]),
  ]
  const asked = (model as { requiresLabels?: boolean }).requiresLabels === false
  const several: Candidates = [
    () =>
      made(count, ({ x, at, isHigh }) => [
        { a: isHigh, b: at % 2 > 0 },
        { a: x['flag'], b: at % 3 > 0 },
      ]),
    () =>
      made(count, (event) => [
        { a: event.target, b: event.at },
        { a: near(event), b: event.at / 2 },
      ]),
    () =>
      made(count, ({ x, at }) => [
        x,
        at % 2,
        new Map([
          [0, { a: 2, b: 1 }],
          [1, { a: 7, b: 3 }],
        ]),
      ]),
  ]
  return asked
    ? [...probabilities, ...labels, ...several]
    : [...labels, ...probabilities, ...several]
}

/** Numbers for statistics that say so; others count labels, or take some other thing. */
function statisticStreams(model: object, count: number): Candidates {
  const one = () => made(count, ({ target }) => [target])
  const two = () => made(count, ({ x, target }) => [x['a'], target])
  if (model instanceof Univariate) return [one]
  if (model instanceof Bivariate) return [two]
  return [
    () => made(count, ({ shop }) => [shop]),
    () => made(count, ({ shop, isHigh }) => [shop, isHigh]),
    one,
    two,
    () => made(count, ({ isHigh }) => [isHigh]),
    () => made(count, ({ x, target }) => [{ a: x['a'], b: x['b'], c: target }]),
    () => made(count, ({ text }) => [text.split(' ')]),
    () => made(count, ({ target, at }) => [target, { t: at * 1000 }]),
  ]
}
