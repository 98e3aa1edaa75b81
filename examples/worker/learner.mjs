// What learns, whatever kind of thread it runs in: it takes blocks of events as typed arrays.
import { Frame, metrics, random } from '@coelho/core'
import { ADWIN } from '@coelho/learners/drift'
import { HoeffdingAdaptiveTreeClassifier } from '@coelho/learners/tree'

export const NAMES = ['speed', 'heat', 'load']

export function createLearner() {
  const model = new HoeffdingAdaptiveTreeClassifier({ gracePeriod: 100, seed: 42 })
  const accuracy = new metrics.Accuracy()
  const watch = new ADWIN()
  const drifts = []
  let seen = 0

  /** Predicts each event of a block, judges that, and learns it. */
  return function take({ values, labels }) {
    const guesses = model.predictThenLearnMany(Frame.fromArray(values, NAMES), labels)
    for (let i = 0; i < labels.length; i++) {
      seen++
      if (guesses[i] === undefined) continue // nothing was learned yet
      accuracy.update(labels[i], guesses[i])
      watch.update(guesses[i] === labels[i] ? 0 : 1)
      if (watch.driftDetected) drifts.push(seen)
    }
    return { seen, accuracy: accuracy.get(), drifts: [...drifts] }
  }
}

/** Machines that fail when two of three readings are high; from `turn` on, when two are low. */
export function* machines({ blocks, size, turn }) {
  const rng = new random.Random(11)
  for (let block = 0; block < blocks; block++) {
    const values = Float64Array.from({ length: size * NAMES.length }, () => rng.random())
    const labels = Int32Array.from({ length: size }, (_, i) => {
      const high = [0, 1, 2].filter((k) => values[3 * i + k] > 0.5).length
      return (block * size + i < turn ? high >= 2 : high < 2) ? 1 : 0
    })
    yield { values, labels }
  }
}
