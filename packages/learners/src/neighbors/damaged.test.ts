import { CoelhoError, random, snapshot } from '@coelho/core'
import { describe, expect, it } from 'vitest'
import { LODA, LocalOutlierFactor } from '../anomaly/index.js'
import { mutate } from '../laws/snapshot-mutants.test-support.js'
import { KNNClassifier, KNNRegressor, LazySearch, SWINN } from './index.js'

interface Model {
  learn(): void
  ask(): void
  readonly saved: object
}

const rng = new random.Random(3)
const event = () => ({ a: rng.gauss(0, 1), b: rng.randint(0, 3), [`new${rng.randint(0, 3)}`]: 1 })
const window = () => new LazySearch({ windowSize: 12 })
const graph = () => new SWINN({ graphK: 3, maxlen: 25, warmUp: 9, pruneProb: 0.2, seed: 2 })

const learners = [KNNClassifier, KNNRegressor, LocalOutlierFactor, LODA]

/** What learns and answers, whatever it is. */
function use(saved: object): Model {
  const label = () => rng.randint(0, 3) as number
  return {
    saved,
    learn: () => {
      if (saved instanceof KNNClassifier || saved instanceof KNNRegressor) {
        saved.learnOne(event(), label())
      } else (saved as LODA).learnOne(event())
    },
    ask: () => {
      if (saved instanceof KNNClassifier || saved instanceof KNNRegressor) {
        saved.predictOne(event())
      } else (saved as LODA).scoreOne(event())
    },
  }
}

const models: readonly [string, () => object][] = [
  ['KNNClassifier', () => new KNNClassifier({ engine: window(), cleanupEvery: 5 })],
  ['KNNClassifier in a graph', () => new KNNClassifier({ engine: graph() })],
  ['KNNRegressor', () => new KNNRegressor({ engine: window() })],
  ['LocalOutlierFactor', () => new LocalOutlierFactor({ nNeighbors: 3, engine: window() })],
  ['LODA', () => new LODA({ nBins: 4, nRandomCuts: 3, seed: 1 })],
]

describe.each(models)('a damaged snapshot of %s', (_, make) => {
  it('is refused, or is a model that works', { timeout: 60_000 }, () => {
    const model = use(make())
    for (let i = 0; i < 60; i++) model.learn()
    const bytes = snapshot.save(model.saved)
    let refused = 0
    for (let number = 0; number < 300; number++) {
      const mutant = mutate(bytes, rng)
      try {
        const loaded = use(snapshot.load<object>(mutant.bytes, { learners }))
        for (let i = 0; i < 30; i++) {
          loaded.ask()
          loaded.learn()
        }
      } catch (error) {
        if (!(error instanceof CoelhoError)) throw new Error(mutant.what, { cause: error })
        refused += 1
      }
    }
    expect(refused).toBeGreaterThan(20)
  })
})
