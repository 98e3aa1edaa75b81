import { CoelhoError, random, snapshot } from '@coelho/core'
import { describe, expect, it } from 'vitest'
import { load } from '../all/index.js'
import { BagOfWords, TFIDF } from '../feature-extraction/index.js'
import { mutate } from '../laws/snapshot-mutants.test-support.js'
import { GapEncoder } from './index.js'
import { makers, type Subject, streamFor } from './transformers.test-support.js'

const MUTANTS = 60

const texts: Record<string, () => unknown> = {
  BagOfWords: () => new BagOfWords({ on: 'shop' }),
  TFIDF: () => new TFIDF({ on: 'shop' }),
  GapEncoder: () => new GapEncoder({ on: 'shop', nComponents: 2, seed: 1 }),
}

/** Does whatever may be done with a model; only errors of our own may come of it. */
function use(act: () => unknown): void {
  try {
    act()
  } catch (error) {
    if (!(error instanceof CoelhoError)) throw error
  }
}

describe.each(Object.entries({ ...makers, ...texts }))('a damaged %s', (_, make) => {
  it('is refused, or is a model that answers', () => {
    const model = make() as Subject
    const events = streamFor(model, 3, 20)
    events.forEach((x, i) => {
      model.learnOne(x, i)
    })
    const bytes = snapshot.save(model)
    const rng = new random.Random(20_261)
    let refused = 0
    for (let number = 0; number < MUTANTS; number++) {
      const mutant = mutate(bytes, rng)
      use(() => {
        refused += 1
        const loaded = load<Subject>(mutant.bytes)
        refused -= 1
        for (const x of [...events.slice(0, 4), {}, { stranger: 1 }]) {
          use(() => loaded.transformOne(x))
          use(() => loaded.learnOne(x, 1))
        }
        for (const act of [() => loaded.clone(), () => String(loaded), () => snapshot.save(loaded)])
          use(act)
      })
    }
    expect(refused).toBeGreaterThan(MUTANTS / 4)
  })
})
