import { compose, metrics, random, snapshot } from '@coelho/core'
import { GaussianNB } from '../naive-bayes/index.js'
import { AdaptiveStandardScaler, StandardScaler } from '../preprocessing/index.js'
import { HoeffdingTreeClassifier } from '../tree/index.js'

/** Every class that a snapshot may hold. Importing it brings all of them into a bundle. */
export const learners: readonly (abstract new (...options: never[]) => object)[] = [
  compose.Pipeline,
  metrics.Accuracy,
  random.Random,
  GaussianNB,
  StandardScaler,
  AdaptiveStandardScaler,
  HoeffdingTreeClassifier,
]

/**
 * The model a snapshot holds, whichever it is.
 *
 * @example
 * const bytes = snapshot.save(new naiveBayes.GaussianNB())
 * load(bytes).toString() // => 'GaussianNB()'
 */
export function load<Model = unknown>(bytes: Uint8Array): Model {
  return snapshot.load<Model>(bytes, { learners: learners as never })
}
