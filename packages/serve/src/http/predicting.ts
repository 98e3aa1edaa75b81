import { setImmediate } from 'node:timers/promises'
import { type Served, ServeError } from '../api/served.js'
import type { Prediction } from '../api/shapes.js'
import { type Fault, Refused } from './problem.js'
import type { ModelMetrics } from './telemetry/models.js'

/** Milliseconds of predictions after which others get their turn. */
const SLICE = 10
const MAX_FAULTS = 20

/** One prediction, measured and counted. */
export function predictOne(
  served: Served,
  event: unknown,
  key: string | undefined,
  metrics: ModelMetrics,
): Prediction {
  const begun = performance.now()
  const prediction = checkFinite(served.predict(event, key))
  metrics.predicted(served, prediction, performance.now() - begun)
  return prediction
}

/**
 * Many, by one version: a newer one that comes meanwhile is for the next request. If one event
 * cannot be used none is answered, and all that are to blame are told.
 */
export async function predictMany(
  served: Served,
  events: readonly unknown[],
  key: string | undefined,
  metrics: ModelMetrics,
): Promise<Prediction[]> {
  const predictions: Prediction[] = []
  const faults: Fault[] = []
  let first: number | undefined
  let slice = performance.now()
  for (let i = 0; i < events.length; i++) {
    if (performance.now() - slice > SLICE) {
      await setImmediate()
      slice = performance.now()
    }
    try {
      let prediction = predictOne(served, events[i], key, metrics)
      first ??= prediction.version.version
      if (prediction.version.version !== first) {
        prediction = checkFinite(await served.predictBy(first, events[i]))
      }
      predictions.push(prediction)
    } catch (error) {
      if (!(error instanceof ServeError) || error.refusal !== 'unusable') throw error
      faults.push({ index: i, detail: error.message })
      if (faults.length === MAX_FAULTS) break
    }
  }
  if (faults.length === 0) return predictions
  const which = `${faults.length} of ${events.length} events cannot be used`
  throw new Refused('unusable', `${which}: see errors. None was answered.`, { errors: faults })
}

/** JSON would tell what is no number as null, and nobody would know. */
export function checkFinite(prediction: Prediction): Prediction {
  const { prediction: value, probabilities } = prediction
  const isGood = typeof value !== 'number' || Number.isFinite(value)
  if (isGood && areFinite(probabilities)) return prediction
  const { model, version } = prediction.version
  throw new Error(`version ${version} of ${model} predicts what is no finite number`)
}

function areFinite(probabilities: Prediction['probabilities']): boolean {
  for (const label in probabilities) {
    if (!Number.isFinite(probabilities[label])) return false
  }
  return true
}
