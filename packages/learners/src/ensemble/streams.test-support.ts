import { type Classifier, type ClassifierLike, compose, type Label, random } from '@coelho/core'
import { LogisticRegression } from '../linear-model/index.js'
import { GaussianNB } from '../naive-bayes/index.js'
import { OneHotEncoder, StandardScaler } from '../preprocessing/index.js'
import { HoeffdingTreeClassifier } from '../tree/index.js'

export type Event = readonly [x: Record<string, number | string>, y: Label]

/** Events of classes that depend on a number and a category; late and absent values among them. */
export function mixedEvents(seed: number, count: number, labels: readonly Label[]): Event[] {
  const rng = new random.Random(seed)
  return Array.from({ length: count }, (_, i) => {
    const a = rng.uniform(0, 10)
    const shop = rng.choice(['north', 'south', 'east', 'west'])
    const x: Record<string, number | string> = { a, shop }
    if (i > count / 3) x['late'] = rng.gauss(a, 2)
    if (rng.random() < 0.1) delete x['a']
    const place = Math.floor(a / 4) + (shop === 'east' ? 1 : 0)
    return [x, labels[Math.min(place, labels.length - 1)]] as const
  })
}

/** Events of numbers whose classes trade places halfway. */
export function flippingEvents(seed: number, count: number): Event[] {
  const rng = new random.Random(seed)
  return Array.from({ length: count }, (_, i) => {
    const [a, b] = [rng.gauss(0, 1), rng.gauss(0, 1)]
    return [{ a, b }, a + 0.2 * b > 0 === i < count / 2 ? 'yes' : 'no'] as const
  })
}

/** The share of events that a classifier predicts right before it learns them. */
export function accuracyOn(events: readonly Event[], model: Classifier): number {
  let hits = 0
  for (const [x, y] of events) {
    if (model.predictOne(x) === y) hits++
    model.learnOne(x, y)
  }
  return hits / events.length
}

export const tree = (): HoeffdingTreeClassifier =>
  new HoeffdingTreeClassifier({ gracePeriod: 20, delta: 0.1, tau: 0.3 })

export const encoded = (): ClassifierLike =>
  new compose.Pipeline(new OneHotEncoder(), new GaussianNB())

export const scaled = (): ClassifierLike =>
  new compose.Pipeline(new StandardScaler(), new LogisticRegression())
