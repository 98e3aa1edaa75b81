import { type Classifier, compose, type Label, random } from '@coelho/core'
import { GaussianNB } from '../naive-bayes/index.js'
import { AdaptiveStandardScaler, StandardScaler } from '../preprocessing/index.js'
import { HoeffdingTreeClassifier, splitter } from '../tree/index.js'

/** What the laws ask of a model. */
export type Subject = Pick<
  Classifier,
  | 'learnOne'
  | 'learnMany'
  | 'predictOne'
  | 'predictMany'
  | 'predictProbaOne'
  | 'predictThenLearnMany'
  | 'schema'
  | 'takesCategories'
> & { clone(): Subject }

export type Event = [x: Record<string, number | string | boolean | null>, y: Label]

/** Learners every law is tried on, by a name for the test's title. */
export const classifiers: Readonly<Record<string, () => Subject>> = {
  GaussianNB: () => new GaussianNB(),
  'a tree with fast splits': () =>
    new HoeffdingTreeClassifier({ gracePeriod: 20, delta: 0.1, tau: 0.3 }),
  'a tree by majority class without poor features': () =>
    new HoeffdingTreeClassifier({
      gracePeriod: 20,
      delta: 0.1,
      tau: 0.3,
      leafPrediction: 'mc',
      removePoorAttrs: true,
      splitCriterion: 'gini',
    }),
  'a tree with binary splits and nominal numbers': () =>
    new HoeffdingTreeClassifier({
      gracePeriod: 20,
      delta: 0.1,
      tau: 0.3,
      binarySplit: true,
      leafPrediction: 'nb',
      nominalAttributes: ['b'],
      splitter: new splitter.GaussianSplitter({ nSplits: 4 }),
    }),
  'a pipeline of a scaler and naive Bayes': () =>
    new compose.Pipeline(new StandardScaler(), new GaussianNB()),
}

export const transformers = {
  StandardScaler: () => new StandardScaler(),
  'StandardScaler over a window': () => new StandardScaler({ windowSize: 5 }),
  AdaptiveStandardScaler: () => new AdaptiveStandardScaler(),
} as const

/** All classes that snapshots of the learners above need. */
export const allLearners = [
  GaussianNB,
  HoeffdingTreeClassifier,
  StandardScaler,
  AdaptiveStandardScaler,
  compose.Pipeline,
]

export interface StreamOptions {
  readonly seed: number
  readonly count: number
  /** Strings among the values: only for learners that take them. */
  readonly categories?: boolean
  /** Values and whole features that are absent, and features that come late. */
  readonly gaps?: boolean
}

/** Events whose label depends on their features, with noise. */
export function stream({ seed, count, categories, gaps }: StreamOptions): Event[] {
  const rng = new random.Random(seed)
  const labels: Label[] = ['red', 'green', true, 3]
  return Array.from({ length: count }, (_, i) => {
    const a = rng.uniform(0, 10)
    const b = rng.randint(0, 3)
    const x: Event[0] = { a, b, c: rng.gauss(a, 2), flag: rng.random() < 0.5 }
    if (categories) x['shop'] = rng.choice(['north', 'south', 'east'])
    if (gaps && i > count / 2) x['late'] = rng.gauss(b, 1)
    if (gaps) for (const name of Object.keys(x)) if (rng.random() < 0.1) dropOrNull(x, name, rng)
    const at = Math.min(3, Math.floor((a + (x['shop'] === 'east' ? 5 : 0)) / 4))
    return [x, rng.random() < 0.1 ? rng.choice(labels) : labels[at]]
  })
}

function dropOrNull(x: Record<string, unknown>, name: string, rng: random.Random): void {
  if (rng.random() < 0.5) delete x[name]
  else x[name] = null
}

/** The names of a table of learners, for `describe.each`. */
export function entries<T>(table: Readonly<Record<string, T>>): [string, T][] {
  return Object.entries(table)
}
