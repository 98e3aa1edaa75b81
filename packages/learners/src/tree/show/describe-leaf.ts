import type { Labels } from '@coelho/core'
import type { ClassLeaf } from '../leaf/class-leaf.js'
import { MOMENTS } from '../leaf/moments.js'
import type { ValueLeaf } from '../leaf/value-leaf.js'

/** The classes of a leaf with their shares, the largest first: `fraud 83 %, ok 17 %`. */
export function describeClasses(leaf: ClassLeaf, labels: Labels): string {
  const total = leaf.totalWeight
  const places = Array.from({ length: leaf.classes.count }, (_, place) => place)
  places.sort((a, b) => leaf.weights[b] - leaf.weights[a])
  const shares = places.map((place) => {
    const share = total > 0 ? (100 * leaf.weights[place]) / total : 0
    return `${String(labels.at(leaf.classes.codes[place]))} ${share.toFixed(1)} %`
  })
  return shares.length ? `${shares.join(', ')} (weight ${round(total)})` : 'nothing seen yet'
}

/** The mean of the targets of a leaf: `mean 12.5 (weight 40)`. */
export function describeValues(leaf: ValueLeaf): string {
  if (leaf.totalWeight === 0) return 'nothing seen yet'
  return `mean ${Number(leaf.mean.toPrecision(6))} (weight ${round(leaf.totalWeight)})`
}

/** The means of the targets of a leaf: `east 4.2, west 1 (weight 40)`. */
export function describeTargets(leaf: ValueLeaf, names: readonly string[]): string {
  if (leaf.totalWeight === 0) return 'nothing seen yet'
  const means = names.map((name, t) => {
    const known = leaf.moments[t * MOMENTS] > 0
    return `${name} ${known ? Number(leaf.moments[t * MOMENTS + 1].toPrecision(6)) : '?'}`
  })
  return `${means.join(', ')} (weight ${round(leaf.totalWeight)})`
}

function round(weight: number): number {
  return Math.round(weight * 1000) / 1000
}
