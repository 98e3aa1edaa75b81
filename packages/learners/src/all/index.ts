import { snapshot } from '@coelho/core'
import * as everything from '../index.js'
import { savable } from './savable.js'

/** Every class that a snapshot may hold. Importing it brings all of them into a bundle. */
export const learners: readonly (abstract new (...options: never[]) => object)[] = /* @__PURE__ */ [
  .../* @__PURE__ */ savable(everything),
]

/**
 * The model a snapshot holds, whichever it is.
 *
 * @example
 * const bytes = snapshot.save(new naiveBayes.GaussianNB())
 * load<naiveBayes.GaussianNB>(bytes).toString() // => 'GaussianNB()'
 */
export function load<Model = unknown>(bytes: Uint8Array): Model {
  return snapshot.load<Model>(bytes, { learners: learners as never })
}
