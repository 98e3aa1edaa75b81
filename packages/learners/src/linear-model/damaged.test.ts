import { CoelhoError, random, SnapshotError, snapshot } from '@coelho/core'
import { describe, expect, it } from 'vitest'
import { learners } from '../all/index.js'
import { mutate } from '../laws/snapshot-mutants.test-support.js'
import * as optim from '../optim/index.js'
import {
  AdPredictor,
  ALMAClassifier,
  BayesianLinearRegression,
  LinearRegression,
  LogisticRegression,
  PAClassifier,
  SoftmaxRegression,
} from './index.js'

interface Model {
  readonly weights?: unknown
  readonly means?: unknown
  learnOne(x: object, y: unknown): void
  predictOne(x: object): unknown
  clone(): Model
}

const { Normal } = optim.initializers
const regressors = [
  new LinearRegression({ l1: 0.1, initializer: new Normal({ seed: 1 }) }),
  new LinearRegression({ optimizer: new optim.NesterovMomentum() }),
  new LinearRegression({ optimizer: new optim.Newton() }),
  new BayesianLinearRegression(),
  new BayesianLinearRegression({ smoothing: 0.9 }),
]
const classifiers = [
  new LogisticRegression({ optimizer: new optim.Averager({ optimizer: new optim.AdaBound() }) }),
  new SoftmaxRegression({ optimizer: new optim.NesterovMomentum() }),
  new SoftmaxRegression({ optimizer: new optim.FTRLProximal() }),
  new AdPredictor(),
  new ALMAClassifier(),
  new PAClassifier(),
]
const models: [string, Model, (i: number) => unknown][] = [
  ...regressors.map((model) => [String(model), model, (i: number) => i] as never),
  ...classifiers.map((model) => [String(model), model, (i: number) => i % 2 === 0] as never),
]

/** Nothing but an error of the library's own may come of a model that was loaded. */
function use(model: Model, y: (i: number) => unknown): void {
  const names = ['a', 'b', 'late', 'new']
  for (let i = 0; i < 8; i++) {
    const x = Object.fromEntries(names.slice(0, 1 + (i % 4)).map((name, k) => [name, k - i]))
    for (const act of [
      () => model.predictOne(x),
      () => model.learnOne(x, y(i)),
      () => [model.weights, model.means, model.clone(), snapshot.save(model)],
    ]) {
      try {
        act()
      } catch (error) {
        if (!(error instanceof CoelhoError)) throw error
      }
    }
  }
}

describe.each(models)('a damaged snapshot of %s', (_, model, y) => {
  it('is refused, or is a model that answers', () => {
    for (let i = 0; i < 20; i++) model.learnOne(i % 3 ? { a: i, b: 1 } : { b: -i, late: 2 }, y(i))
    const valid = snapshot.save(model)
    const rng = new random.Random(11)
    let refused = 0
    for (let number = 0; number < 250; number++) {
      const mutant = mutate(valid, rng)
      let loaded: Model | undefined
      try {
        loaded = snapshot.load(mutant.bytes, { learners: learners as never }) as Model
      } catch (error) {
        if (!(error instanceof SnapshotError)) throw new Error(mutant.what, { cause: error })
        refused++
      }
      const isModel = typeof loaded?.learnOne === 'function'
      if (loaded && isModel) use(loaded, y)
    }
    expect(refused).toBeGreaterThan(100)
    expect(refused).toBeLessThan(250)
  })
})
