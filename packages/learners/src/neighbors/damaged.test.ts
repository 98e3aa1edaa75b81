import { SnapshotError, snapshot } from '@coelho/core'
import { describe, expect, it } from 'vitest'
import { KNNRegressor } from './knn-regressor.js'
import { LazySearch } from './lazy-search.js'

/** Of two features, of which the second is absent once: one number is the only one of its kind. */
function example(): KNNRegressor {
  const model = new KNNRegressor({ engine: new LazySearch({ windowSize: 10 }) })
  for (const x of [{ a: 1, b: 2 }, { a: 12_345.5 }, { a: 3, b: 4 }]) model.learnOne(x, 7)
  return model
}

/** The bytes with another number in the place of a's, or in the one behind it, where b is not. */
function changed(place: number, to: number): Uint8Array {
  const bytes = snapshot.save(example())
  const view = new DataView(bytes.buffer)
  const isIt = (at: number) => view.getFloat64(at, true) === 12_345.5
  const at = Array.from({ length: bytes.length / 8 }, (_, i) => 8 * i).find(isIt)!
  view.setFloat64(at + 8 * place, to, true)
  return bytes
}

/** As a server loads it, which knows by a hash that these are the bytes that were written. */
const load = (bytes: Uint8Array) =>
  snapshot.load<KNNRegressor>(bytes, {
    learners: snapshot.classesIn(example()) as never,
    isVerified: true,
  })

describe('a window that is loaded', () => {
  it('may have any number where a feature is, and 0 where none is', () => {
    expect(load(changed(0, -1e308)).predictOne({ a: -1e308 })).toBeCloseTo(7)
    expect(load(changed(1, 0)).predictOne({ a: 1 })).toBeCloseTo(7)
  })

  it.each([
    [0, Number.NaN],
    [0, Number.POSITIVE_INFINITY],
    [0, Number.NEGATIVE_INFINITY],
    [1, 5e-324],
    [1, -1],
    [1, Number.NaN],
    [1, Number.NEGATIVE_INFINITY],
  ])('must have none other: %i, %d', (place, number) => {
    expect(() => load(changed(place, number))).toThrow(SnapshotError)
  })
})
