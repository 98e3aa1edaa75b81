import { growFloats, NO_FLOATS, type random, SnapshotError } from '@coelho/core'
import { drawGamma } from './draw-gamma.js'

/** How many topics there are, and the distribution of what each makes of a piece at first. */
export interface GammaPrior {
  readonly topics: number
  readonly shape: number
  readonly scale: number
}

/** What is added to divisors and to empty sums. */
const LEAST = 1e-10
/** Steps end when what is found moves by less than this share of its length. */
const TOLERANCE = 1e-3

/** Pieces of texts as sums of topics. Tables have a row for each piece, a column for each topic. */
export class GammaPoisson {
  static readonly id = 'preprocessing.GammaPoisson'
  static readonly state = ['size', 'w', 'a', 'b'] as const

  /** How many pieces there are. */
  private size = 0
  /** What part each piece has in each topic: it adds up to 1 over the pieces. */
  private w: Float64Array = NO_FLOATS
  // The numbers and weights of what was learned; w is their ratio.
  private a: Float64Array = NO_FLOATS
  private b: Float64Array = NO_FLOATS

  start(topics: number): void {
    this.b = new Float64Array(topics).fill(LEAST)
  }

  /** Adds pieces with random parts, drawn topic by topic. */
  add(count: number, prior: GammaPrior, rng: random.NumpyRandomState): void {
    if (count === 0) return
    const { topics, shape, scale } = prior
    const first = this.size
    this.size += count
    this.w = growFloats(this.w, this.size * topics)
    this.a = growFloats(this.a, this.size * topics)
    for (let topic = 0; topic < topics; topic++) {
      for (let piece = first; piece < this.size; piece++) {
        this.w[piece * topics + topic] = scale * drawGamma(rng, shape)
        this.a[piece * topics + topic] = LEAST
      }
    }
    this.rescale(topics)
  }

  private rescale(topics: number): void {
    const { w, a, size } = this
    for (let topic = 0; topic < topics; topic++) {
      let sum = 0
      for (let at = topic; at < size * topics; at += topics) sum += w[at]
      for (let at = topic; at < size * topics; at += topics) {
        w[at] /= sum
        a[at] /= sum
      }
    }
  }

  /** How much of each topic a text holds, by at most so many steps. */
  fit(places: Int32Array, counts: Float64Array, prior: GammaPrior, steps: number): Float64Array {
    const { topics, shape, scale } = prior
    const shrink = 1 + 1 / scale
    const least = (shape - 1) / shrink
    let total = 0
    for (let k = 0; k < counts.length; k++) total += counts[k]
    let found = new Float64Array(topics).fill(Math.max(LEAST, total) / topics)
    let next = new Float64Array(topics)
    const ratios = new Float64Array(counts.length)
    for (let step = 0; step < steps; step++) {
      this.ratios(places, counts, topics, found, ratios)
      let moved = 0
      let length = 0
      for (let topic = 0; topic < topics; topic++) {
        let pull = 0
        for (let k = 0; k < places.length; k++) {
          pull += (this.w[places[k] * topics + topic] / shrink) * ratios[k]
        }
        next[topic] = found[topic] * pull + least
        moved += (next[topic] - found[topic]) ** 2
        length += found[topic] * found[topic]
      }
      const before = found
      found = next
      next = before
      if (moved / length <= TOLERANCE * TOLERANCE) break
    }
    return found
  }

  /** For each piece how often it occurs, by how often the topics let it be expected. */
  private ratios(
    places: Int32Array,
    counts: Float64Array,
    topics: number,
    found: Float64Array,
    ratios: Float64Array,
  ): void {
    for (let k = 0; k < places.length; k++) {
      const base = places[k] * topics
      let expected = 0
      for (let topic = 0; topic < topics; topic++) expected += found[topic] * this.w[base + topic]
      ratios[k] = counts[k] / (expected + LEAST)
    }
  }

  learn(
    places: Int32Array,
    counts: Float64Array,
    prior: GammaPrior,
    decay: number,
    steps: number,
  ): void {
    const { topics } = prior
    const found = this.fit(places, counts, prior, steps)
    const ratios = new Float64Array(counts.length)
    this.ratios(places, counts, topics, found, ratios)
    const { a, b, w, size } = this
    for (let at = 0; at < size * topics; at++) a[at] *= decay
    for (let k = 0; k < places.length; k++) {
      const base = places[k] * topics
      for (let topic = 0; topic < topics; topic++) {
        a[base + topic] += w[base + topic] * (found[topic] * ratios[k])
      }
    }
    for (let topic = 0; topic < topics; topic++) {
      b[topic] = b[topic] * decay + found[topic]
      for (let at = topic; at < size * topics; at += topics) w[at] = a[at] / b[topic]
    }
    this.rescale(topics)
  }

  check(size: number, topics: number): void {
    const { w, a, b } = this
    const room = w.length >= size * topics && a.length >= size * topics && b.length === topics
    const filled = [w, a, b].every((table) => table.every((value) => value >= 0))
    if (this.size === size && room && filled) return
    throw new SnapshotError('GapEncoder must have numbers for each of its pieces', this.size)
  }
}
