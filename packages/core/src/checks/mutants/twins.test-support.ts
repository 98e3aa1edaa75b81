import { AnomalyDetector } from '../../base/anomaly-detector.js'
import { Classifier } from '../../base/classifier.js'
import { Clusterer } from '../../base/clusterer.js'
import { DriftDetector } from '../../base/drift-detector.js'
import { Metric } from '../../base/metric.js'
import type { UpdateOptions } from '../../base/metric-like.js'
import { Regressor } from '../../base/regressor.js'
import { SupervisedTransformer } from '../../base/supervised-transformer.js'
import { Transformer } from '../../base/transformer.js'
import type { Label } from '../../data/labels.js'
import type { Row } from '../../data/row.js'
import { InvalidInputError, InvalidLabelError, SnapshotError } from '../../errors.js'
import { growFloats } from '../../memory/grow.js'
import type { Rules } from '../../options/rules.js'
import { Random } from '../../random/random.js'
import { type PlainSeed, seededAnew } from '../../random/seeded.js'

/** Small models that keep the contract; a mutant differs from one of them in a single fault. */

/** The mean of each feature: what the twins below have learned. */
export class Means {
  static readonly id: string = 'test.Means'
  static readonly state: readonly string[] = ['weights', 'means']

  weights: Float64Array = new Float64Array(4)
  means: Float64Array = new Float64Array(4)

  learn(row: Row, weight: number): void {
    this.weights = growFloats(this.weights, row.width)
    this.means = growFloats(this.means, this.weights.length)
    for (let k = 0; k < row.count; k++) {
      const feature = row.indices[k]
      this.weights[feature] += weight
      const share = weight / this.weights[feature]
      this.means[feature] += share * (row.values[feature] - this.means[feature])
    }
  }

  of(feature: number): number {
    return feature < this.means.length ? this.means[feature] : 0
  }

  /** The squared distance from the means. */
  distance(row: Row): number {
    let sum = 0
    for (let k = 0; k < row.count; k++) {
      const feature = row.indices[k]
      sum += (row.values[feature] - this.of(feature)) ** 2
    }
    return sum
  }

  checkState(): void {
    if (this.weights.length >= 4 && this.means.length === this.weights.length) return
    throw new SnapshotError('Means must have a weight for each mean')
  }
}

export interface NearestOptions {
  readonly smoothing: number
  readonly seed: PlainSeed
}

/** The class whose means are nearest; a little noise makes it depend on its seed. */
export class Nearest extends Classifier<NearestOptions> {
  static override readonly id: string = 'test.Nearest'
  static override readonly rules: Rules<NearestOptions> = {
    smoothing: { kind: 'number', default: 1, above: 0 },
    seed: { kind: 'any', default: null },
  }
  static override readonly state: readonly string[] = ['rng', 'weights', 'noise', 'means']
  static readonly parts: readonly unknown[] = [Random, Means]
  static readonly promises: readonly string[] = []

  rng: Random = seededAnew(this.who, this.options.seed)
  weights: Float64Array = new Float64Array(2)
  noise = 0
  means: Means[] = []

  get seed(): number | bigint {
    return this.rng.seed
  }

  learnRow(row: Row, label: number, weight: number): void {
    this.weights = growFloats(this.weights, label + 1)
    this.weights[label] += weight
    while (this.means.length <= label) this.means.push(new Means())
    this.means[label].learn(row, weight)
    this.noise = this.rng.random() / 1000
  }

  scoreRow(row: Row, scores: Float64Array): boolean {
    let total = 0
    for (let label = 0; label < this.labels.size; label++) {
      const near = 1 / (this.options.smoothing + this.means[label].distance(row))
      scores[label] = this.weights[label] * near + this.noise
      total += scores[label]
    }
    for (let label = 0; label < this.labels.size; label++) scores[label] /= total
    return this.labels.size > 0
  }

  checkState(): void {
    const { weights, means } = this
    if (means.length === this.labels.size && weights.length >= Math.max(2, means.length)) return
    throw new SnapshotError('Nearest must have means for each class')
  }
}

/** The same without noise: a weight of k is k repetitions. */
export class Steady extends Nearest {
  static override readonly id: string = 'test.Steady'
  static override readonly promises: readonly string[] = ['weightIsRepetition']

  override learnRow(row: Row, label: number, weight: number): void {
    super.learnRow(row, label, weight)
    this.noise = 0
  }
}

/** The mean of the targets, moved by how far an event lies from the mean event. */
export class Around extends Regressor {
  static override readonly id: string = 'test.Around'
  static override readonly state: readonly string[] = ['seen', 'mean', 'means']
  static readonly parts: readonly unknown[] = [Means]

  seen = 0
  mean = 0
  means: Means = new Means()

  learnRow(row: Row, y: number, weight: number): void {
    this.seen += weight
    this.mean += (weight / this.seen) * (y - this.mean)
    this.means.learn(row, weight)
  }

  predictRow(row: Row): number {
    return this.mean + this.means.distance(row) / 1000
  }
}

/** Subtracts its mean from each feature. */
export class Shifted extends Transformer {
  static override readonly id: string = 'test.Shifted'
  static override readonly state: readonly string[] = ['means']
  static readonly parts: readonly unknown[] = [Means]

  means: Means = new Means()

  learnRow(row: Row, weight: number): void {
    this.means.learn(row, weight)
  }

  transformRow(row: Row, out: Row): void {
    out.sameFeatures(row)
    for (let k = 0; k < row.count; k++) {
      const feature = row.indices[k]
      out.values[feature] = row.values[feature] - this.means.of(feature)
    }
  }
}

/** Subtracts the mean target from each feature. */
export class ShiftedByTarget extends SupervisedTransformer {
  static override readonly id: string = 'test.ShiftedByTarget'
  static override readonly state: readonly string[] = ['seen', 'mean']

  seen = 0
  mean = 0

  learnRowWith(_row: Row, y: Label, weight: number): void {
    this.seen += weight
    this.mean += (weight / this.seen) * (Number(y) - this.mean)
  }

  override checkTarget(y: unknown): void {
    if (Number.isFinite(y)) return
    throw new InvalidLabelError(this.who, 'must be a finite number', y)
  }

  transformRow(row: Row, out: Row): void {
    out.sameFeatures(row)
    for (let k = 0; k < row.count; k++) {
      const feature = row.indices[k]
      out.values[feature] = row.values[feature] - this.mean
    }
  }
}

/** Cluster 0 near the means, 1 and more further away. */
export class Rings extends Clusterer {
  static override readonly id: string = 'test.Rings'
  static override readonly state: readonly string[] = ['means']
  static readonly parts: readonly unknown[] = [Means]

  means: Means = new Means()

  learnRow(row: Row, weight: number): void {
    this.means.learn(row, weight)
  }

  predictRow(row: Row): number {
    return Math.floor(this.means.distance(row) / 5)
  }
}

/** How far from the means an event lies. */
export class Far extends AnomalyDetector {
  static override readonly id: string = 'test.Far'
  static override readonly state: readonly string[] = ['means']
  static readonly parts: readonly unknown[] = [Means]

  means: Means = new Means()

  learnRow(row: Row, weight: number): void {
    this.means.learn(row, weight)
  }

  scoreRow(row: Row): number {
    return this.means.distance(row)
  }
}

/** Sees a change in a value far from the mean. */
export class Leap extends DriftDetector {
  static override readonly id: string = 'test.Leap'
  static override readonly state: readonly string[] = ['n', 'mean', 'found']

  n = 0
  mean = 0
  found = false

  update(x: number): void {
    if (!Number.isFinite(x)) throw new InvalidInputError(this.who, 'must be finite', x)
    this.n += 1
    this.mean += (x - this.mean) / this.n
    this.found = Math.abs(x - this.mean) > 5
    if (this.found) this.n = 0
  }

  get driftDetected(): boolean {
    return this.found
  }
}

/** The share of hits. */
export class Hits extends Metric<Label, Label | undefined> {
  static override readonly id: string = 'test.Hits'
  static override readonly state: readonly string[] = ['hits', 'all']

  hits = 0
  all = 0

  update(yTrue: Label, yPred: Label | undefined, options?: UpdateOptions): void {
    this.check(yTrue, yPred)
    const w = options?.w ?? 1
    this.all += w
    if (yTrue === yPred) this.hits += w
  }

  revert(yTrue: Label, yPred: Label | undefined, options?: UpdateOptions): void {
    this.update(yTrue, yPred, { w: -(options?.w ?? 1) })
  }

  get(): number {
    return this.all > 0 ? this.hits / this.all : 0
  }

  protected check(yTrue: unknown, yPred: unknown): void {
    for (const label of [yTrue, yPred ?? (yPred === undefined ? 0 : Number.NaN)]) {
      if (['string', 'boolean'].includes(typeof label) || Number.isFinite(label)) continue
      throw new InvalidLabelError(this.who, 'must be a label', label)
    }
  }

  protected format(value: number): string {
    return value.toFixed(2)
  }
}
