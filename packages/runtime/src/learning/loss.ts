import { argmax, type evaluate, isSameLabel, judgesClusters, type Label } from '@coelho/core'
import type { Model } from '../project/project-options.js'

/** What a prediction costs, now that the truth is known; NaN where that cannot be told. */
export type Loss = (truth: Label | undefined, prediction: unknown, model: Model) => number

/** What losses are: only 0 and 1, any numbers, or whatever a user's function gives. */
export type LossKind = 'zero or one' | 'number' | 'unknown'

/**
 * What a model's predictions cost unless a project says so: 0 or 1 where classes are predicted,
 * how far off where numbers are, how far from its cluster's centre where an event is put into
 * one. `undefined` for all others.
 */
export function lossFor(
  model: Model,
  metric: evaluate.AnyMetric,
): { readonly of: Loss; readonly kind: LossKind } | undefined {
  const { kind } = model
  if (kind === 'regressor') return { of: distance, kind: 'number' }
  if (kind === 'classifier' || kind === 'anomaly filter') return { of: miss, kind: 'zero or one' }
  if (kind !== 'clusterer' || !judgesClusters(metric)) return undefined
  return { of: distanceFromCentre, kind: 'number' }
}

function miss(truth: Label | undefined, prediction: unknown): number {
  const label = prediction instanceof Map ? argmax(prediction) : prediction
  return label === undefined || truth === undefined
    ? Number.NaN
    : Number(!isSameLabel(label, truth))
}

function distance(truth: Label | undefined, prediction: unknown): number {
  return Math.abs((truth as number) - (prediction as number))
}

type Point = Readonly<Record<string, unknown>>

function distanceFromCentre(_: Label | undefined, answer: unknown, model: Model): number {
  const { x, prediction } = Object(answer) as { x?: Point; prediction?: number }
  const centre = x && centresOf(model)?.get(prediction as number)
  if (!centre) return Number.NaN
  let square = 0
  for (const name of Object.keys(centre)) {
    const [a, b] = [x[name] ?? 0, centre[name]]
    if (typeof a !== 'number' || typeof b !== 'number') continue
    square += (a - b) * (a - b)
  }
  return Math.sqrt(square)
}

/** Of the last step of a pipeline, or of the model itself. */
function centresOf(model: Model): ReadonlyMap<number, Point> | undefined {
  const { centers, steps } = model as { centers?: unknown; steps?: ReadonlyMap<string, Model> }
  if (centers instanceof Map) return centers
  const last = steps && [...steps.values()].pop()
  return last && centresOf(last)
}
