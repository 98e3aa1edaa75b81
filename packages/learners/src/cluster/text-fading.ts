import { growInts, NO_INTS } from '@coelho/core'
import { powerOfTwo } from './power-of-two.js'
import type { TermUse, TextMicroCluster } from './text-micro-cluster.js'

/** How weights and counts lose value: after a time t 2^(-fadingFactor * t) is left of them. */
export class TextFading {
  /** What has come down to it is gone. */
  readonly omega: number
  private readonly factor: number
  private readonly terms: boolean
  private age = 0
  private share = 1
  /** By term its place in the cluster that takes others, and one more; 0 elsewhere. */
  private places: Int32Array = NO_INTS

  constructor(options: { fadingFactor: number; tgap: number; termFading: boolean }) {
    this.factor = options.fadingFactor
    this.terms = options.termFading
    this.omega = powerOfTwo(-options.fadingFactor * options.tgap)
  }

  /** Lets a cluster fade until now; terms that are gone are taken out. */
  fade(cluster: TextMicroCluster, now: number, use: TermUse): void {
    const left = this.after(now - cluster.time)
    cluster.weight *= left
    cluster.time = now
    if (!this.terms) return
    const { omega } = this
    const { size, counts, terms } = cluster
    let kept = 0
    for (let k = 0; k < size; k++) {
      const count = counts[k] * left
      terms[kept] = terms[k]
      counts[kept] = count
      if (count <= omega) use.count(terms[k], -1)
      else kept++
    }
    terms.fill(0, kept, size)
    counts.fill(0, kept, size)
    cluster.size = kept
  }

  /** Adds the counts of a cluster to those of another; weights are left alone. */
  pour(from: TextMicroCluster, to: TextMicroCluster, use: TermUse): void {
    for (let k = 0; k < to.size; k++) {
      this.places = growInts(this.places, to.terms[k] + 1)
      this.places[to.terms[k]] = k + 1
    }
    for (let k = 0; k < from.size; k++) {
      const term = from.terms[k]
      const count = from.counts[k]
      if (this.terms && count <= this.omega) continue
      const place = term < this.places.length ? this.places[term] : 0
      if (place > 0) to.counts[place - 1] += count
      else {
        to.add(term, count)
        use.count(term, 1)
      }
    }
    for (let k = 0; k < to.size; k++) {
      if (to.terms[k] < this.places.length) this.places[to.terms[k]] = 0
    }
  }

  private after(age: number): number {
    if (age !== this.age) {
      this.age = age
      this.share = powerOfTwo(-this.factor * age)
    }
    return this.share
  }
}
