import { type Clusterer, CoelhoError, random, snapshot } from '@coelho/core'
import { describe, expect, it } from 'vitest'
import { mutate } from '../laws/snapshot-mutants.test-support.js'
import { CluStream, DBSTREAM, DenStream, ODAC, TextClust } from './index.js'

type Model = Clusterer<object, number | undefined>

const learners = [CluStream, DBSTREAM, DenStream, ODAC, TextClust]
const models: readonly [string, () => Model][] = [
  ['CluStream', () => new CluStream({ maxMicroClusters: 9, timeGap: 11, seed: 1 })],
  ['DBSTREAM', () => new DBSTREAM({ fadingFactor: 0.05, intersectionFactor: 0.05 })],
  ['DenStream', () => new DenStream({ nSamplesInit: 20, epsilon: 1, streamSpeed: 3 })],
  ['ODAC', () => new ODAC({ nMin: 20 })],
  ['TextClust', () => new TextClust({ realTimeFading: false, radius: 0.1, tgap: 10 })],
]

const rng = new random.Random(3)
const event = () => {
  const place = 3 * rng.randint(0, 4)
  return { a: rng.gauss(place, 1), b: rng.gauss(-place, 1), c: rng.random() }
}

function use(model: Model): void {
  for (let i = 0; i < 12; i++) {
    if (!(model instanceof ODAC)) model.predictOne(event())
    model.learnOne({ ...event(), [`new${i % 3}`]: 1 })
  }
  if (model instanceof ODAC) model.renderAscii()
  if (model instanceof DBSTREAM || model instanceof DenStream) model.clusters.size
}

describe.each(models)('a damaged snapshot of %s', (_, make) => {
  it('is refused, or is a model that works', { timeout: 120_000 }, () => {
    const model = make()
    for (let i = 0; i < 150; i++) model.learnOne(event())
    const bytes = snapshot.save(model)
    let refused = 0
    for (let number = 0; number < 400; number++) {
      const mutant = mutate(bytes, rng)
      const started = performance.now()
      try {
        use(snapshot.load<Model>(mutant.bytes, { learners: learners as never }))
      } catch (error) {
        if (!(error instanceof CoelhoError)) throw new Error(mutant.what, { cause: error })
        refused++
      }
      if (performance.now() - started > 2000) throw new Error(`too long: ${mutant.what}`)
    }
    expect(refused).toBeGreaterThan(200)
  })
})
