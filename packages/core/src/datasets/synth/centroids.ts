import { Random } from '../../random/random.js'
import type { PlainSeed } from '../../random/seeded.js'

/** Points in space around which events lie, each with a label, a spread and a weight. */
export class Centroids {
  readonly centres: Float64Array // a row per centroid
  private readonly width: number
  private readonly labels: Int32Array
  private readonly spreads: Float64Array
  private readonly weights: Float64Array
  private readonly total: number

  /** Draws, for each centroid: its place, label, spread and weight. */
  constructor(count: number, width: number, nClasses: number, seed: PlainSeed) {
    const rng = new Random(seed ?? undefined)
    this.width = width
    this.centres = new Float64Array(count * width)
    this.labels = new Int32Array(count)
    this.spreads = new Float64Array(count)
    this.weights = new Float64Array(count)
    let total = 0
    for (let c = 0; c < count; c++) {
      for (let i = 0; i < width; i++) this.centres[c * width + i] = rng.random()
      this.labels[c] = rng.randint(0, nClasses - 1)
      this.spreads[c] = rng.random()
      this.weights[c] = rng.random()
      total += this.weights[c]
    }
    this.total = total
  }

  /**
   * An event near one of the centroids, chosen by weight, and its label. Draws the choice, a
   * direction feature by feature, and a normal number for the distance.
   */
  sample(rng: Random): [x: Record<string, number>, y: number] {
    const { width, centres } = this
    const c = this.choose(rng.random() * this.total)
    const x: Record<number, number> = {}
    let square = 0
    for (let i = 0; i < width; i++) {
      const value = rng.random() * 2 - 1
      x[i] = value
      square += value * value
    }
    const scale = (rng.gauss(0, 1) * this.spreads[c]) / Math.sqrt(square)
    for (let i = 0; i < width; i++) x[i] = centres[c * width + i] + x[i] * scale
    return [x, this.labels[c]]
  }

  /** The first centroid with which the sum of weights exceeds the value. */
  private choose(value: number): number {
    const { weights } = this
    const last = weights.length - 1
    let c = 0
    for (let sum = weights[0]; sum <= value && c < last; sum += weights[c]) c++
    return c
  }
}
