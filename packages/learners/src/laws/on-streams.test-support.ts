import { checks } from '@coelho/core'
import fc from 'fast-check'
import { expect } from 'vitest'
import { exempt } from './every-estimator.test-support.js'
import { stream } from './subjects.test-support.js'

/** Said of the same few events, however many streams are tried: once is enough. */
const ONCE = { 'memory-is-bounded': 'it is tried in every-estimator.test.ts' }

/** Of splits that are equally good the feature that was met first wins, as in River. */
const TIES = { 'order-of-features-does-not-matter': 'a short stream has splits that tie' }

/** Runs every check on random streams that the model takes: plain, with gaps, with categories. */
export function onStreams(make: () => object): void {
  const { takesCategories: categories } = make() as { takesCategories: boolean }
  const { id } = make().constructor as unknown as { id: string }
  const skip = { ...ONCE, ...exempt[id], ...(id.startsWith('tree.') ? TIES : {}) }
  const isClassifier = checks.kindOf(make()) === 'classifier'
  const claim = (seed: number, gaps: boolean, count: number) => {
    const events = stream({ seed, count, gaps, categories }).map(([x, y]) =>
      isClassifier ? [x, y] : [x],
    )
    const failures = checks.failures(make(), { events, skip })
    expect(failures.map(({ message }) => message)).toEqual([])
  }
  const seeds = fc.integer({ min: 0, max: 2 ** 31 })
  const counts = fc.integer({ min: 1, max: 120 })
  fc.assert(fc.property(seeds, fc.boolean(), counts, claim), { numRuns: 4 })
}
