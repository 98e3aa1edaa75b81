import { growFloats, growInts, NO_FLOATS, NO_INTS, type Row, SnapshotError } from '@coelho/core'

/** A group of texts: how often each term occurs in them. */
export class TextMicroCluster {
  static readonly id = 'cluster.TextMicroCluster'
  static readonly state = ['number', 'weight', 'time', 'texts', 'size', 'terms', 'counts'] as const

  number = 0
  weight = 0
  /** Up to when weight and counts have faded. */
  time = 0
  /** How many texts it was made of. */
  texts = 0
  /** The terms by their feature, in the order in which they came, and their faded counts. */
  size = 0
  terms: Int32Array = NO_INTS
  counts: Float64Array = NO_FLOATS

  add(term: number, count: number): void {
    this.terms = growInts(this.terms, this.size + 1)
    this.counts = growFloats(this.counts, this.size + 1)
    this.terms[this.size] = term
    this.counts[this.size++] = count
  }

  /** Makes it a text on its own; an event of weight w is as many of it. */
  set(row: Row, weight: number, time: number): void {
    this.weight = weight
    this.time = time
    this.texts = 1
    this.size = 0
    const { order, values, count } = row
    for (let k = 0; k < count; k++) this.add(order[k], weight * values[order[k]])
  }

  check(width: number): void {
    const { number, weight, time, texts, size, terms, counts } = this
    const whole = [number, texts, size].every((n) => Number.isSafeInteger(n) && n >= 0)
    const roomy = whole && terms.length >= size && counts.length >= size
    const finite = Number.isFinite(weight) && Number.isFinite(time) && weight >= 0
    const own = roomy ? terms.subarray(0, size) : terms
    const known = own.every((term) => term >= 0 && term < width) && new Set(own).size === size
    if (!roomy || !finite || !known || !counts.every(Number.isFinite)) {
      throw new SnapshotError('a cluster of texts must have a count for each of its terms')
    }
  }
}

/** How many clusters have each term; no state, since the clusters tell. */
export class TermUse {
  private clusters: Int32Array = NO_INTS

  of(term: number): number {
    return term < this.clusters.length ? this.clusters[term] : 0
  }

  copy(): TermUse {
    const copy = new TermUse()
    copy.clusters = this.clusters.slice()
    return copy
  }

  /** The same for all terms of a cluster. */
  countAll({ size, terms }: TextMicroCluster, change: number): void {
    for (let k = 0; k < size; k++) this.count(terms[k], change)
  }

  count(term: number, change: number): void {
    this.clusters = growInts(this.clusters, term + 1)
    this.clusters[term] += change
  }
}
