import type { Schema } from '@coelho/core'

/** What the centres of a cluster's micro-clusters are in one feature, by their weights. */
export interface FeatureProfile {
  readonly mean: number
  readonly deviation: number
  readonly min: number
  readonly max: number
}

/** A cluster as its micro-clusters tell it. */
export interface ClusterProfile {
  readonly microClusters: number
  /** The sum of their weights, each as of its last event. */
  readonly weight: number
  readonly features: Record<string, FeatureProfile>
}

/** Centres by slot and feature, and where they have a feature (0: they do not). */
export interface ProfiledPoints {
  readonly features: number
  readonly stride: number
  readonly centres: Float64Array
  readonly known: ArrayLike<number>
  readonly weights: Float64Array
}

/** The slots that are in a cluster. */
export function slotsOf(labels: Int32Array, count: number, cluster: number): number[] {
  const slots: number[] = []
  for (let slot = 0; slot < count; slot++) if (labels[slot] === cluster) slots.push(slot)
  return slots
}

export function profileOf(
  points: ProfiledPoints,
  slots: readonly number[],
  schema: Schema,
): ClusterProfile | undefined {
  if (slots.length === 0) return undefined
  const features: [string, FeatureProfile][] = []
  for (let feature = 0; feature < points.features; feature++) {
    const profile = profileOfFeature(points, slots, feature)
    if (profile) features.push([schema.name(feature), profile])
  }
  const weight = slots.reduce((sum, slot) => sum + points.weights[slot], 0)
  return { microClusters: slots.length, weight, features: Object.fromEntries(features) }
}

function profileOfFeature(
  { stride, centres, known, weights }: ProfiledPoints,
  slots: readonly number[],
  feature: number,
): FeatureProfile | undefined {
  let [total, mean, squares, min, max] = [0, 0, 0, Infinity, -Infinity]
  for (const slot of slots) {
    const at = slot * stride + feature
    if (known[at] === 0) continue
    const value = centres[at]
    total += weights[slot]
    const before = value - mean
    if (total > 0) mean += (weights[slot] / total) * before
    squares += weights[slot] * before * (value - mean)
    min = Math.min(min, value)
    max = Math.max(max, value)
  }
  if (max < min) return undefined
  return { mean, deviation: total > 0 ? Math.sqrt(squares / total) : 0, min, max }
}
