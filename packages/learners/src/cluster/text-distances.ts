import { growFloats, math, NO_FLOATS } from '@coelho/core'
import type { TermUse, TextMicroCluster } from './text-micro-cluster.js'

/**
 * How far texts are from each other: one less the cosine of the angle between their counts, each
 * count weighted by how rare its term is among the clusters (tf-idf).
 */
export class TextDistances {
  private use: TermUse | undefined
  private clusters = 0
  /** By how many clusters have a term: its rareness, NaN where it was not needed yet. */
  private rareness: Float64Array = NO_FLOATS
  /** By term: the weighted count of the text that is compared; 0 elsewhere. */
  private marks: Float64Array = NO_FLOATS
  private length = 0

  /** How the terms of so many clusters are spread over them. */
  among(use: TermUse, clusters: number): void {
    this.use = use
    if (this.clusters === clusters) return
    this.clusters = clusters
    this.rareness = growFloats(this.rareness, clusters + 1)
    this.rareness.fill(NaN, 0, clusters + 1)
  }

  /** Compares with this one, until `clear` is called with it. */
  from({ size, terms, counts }: TextMicroCluster): void {
    let squares = 0
    for (let k = 0; k < size; k++) {
      const weighted = counts[k] * this.rarenessOf(terms[k])
      this.marks = growFloats(this.marks, terms[k] + 1)
      this.marks[terms[k]] = weighted
      squares += weighted * weighted
    }
    this.length = Math.sqrt(squares)
  }

  clear({ size, terms }: TextMicroCluster): void {
    for (let k = 0; k < size; k++) this.marks[terms[k]] = 0
  }

  /** The distance, to ten decimal places: from 0 to 1. */
  to({ size, terms, counts }: TextMicroCluster): number {
    const { marks, length } = this
    let product = 0
    let squares = 0
    for (let k = 0; k < size; k++) {
      const weighted = counts[k] * this.rarenessOf(terms[k])
      if (terms[k] < marks.length) product += marks[terms[k]] * weighted
      squares += weighted * weighted
    }
    if (length === 0 || squares === 0) return 1
    return math.roundDecimals(1 - product / (length * Math.sqrt(squares)), 10)
  }

  between(a: TextMicroCluster, b: TextMicroCluster): number {
    this.from(a)
    const distance = this.to(b)
    this.clear(a)
    return distance
  }

  /** 0 of a term that no cluster has. */
  private rarenessOf(term: number): number {
    const having = this.use?.of(term) ?? 0
    if (having === 0) return 0
    const known = this.rareness[having]
    if (known === known) return known
    const value = 1 + math.log(this.clusters / having)
    this.rareness[having] = value
    return value
  }
}
