import { AnomalyDetector } from '../base/anomaly-detector.js'
import { Clusterer } from '../base/clusterer.js'
import type { AnomalyFilterLike, Target } from '../base/estimator-like.js'
import { Regressor } from '../base/regressor.js'
import { SupervisedTransformer } from '../base/supervised-transformer.js'
import type { Label } from '../data/labels.js'
import type { Row } from '../data/row.js'

/** Predicts the mean of the targets, plus the greatest value. */
export class Offset extends Regressor {
  static override readonly id = 'test.Offset'
  static override readonly state = ['total', 'weight'] as const
  private total = 0
  private weight = 0

  learnRow(_row: Row, y: number, weight: number): void {
    this.total += weight * y
    this.weight += weight
  }

  predictRow(row: Row): number {
    let greatest = row.count > 0 ? -Infinity : 0
    for (let k = 0; k < row.count; k++) greatest = Math.max(greatest, row.values[row.indices[k]])
    return greatest + (this.weight > 0 ? this.total / this.weight : 0)
  }
}

/** Two clusters: below and above the mean of the first feature. */
export class Halves extends Clusterer {
  static override readonly id = 'test.Halves'
  static override readonly state = ['mean', 'weight'] as const
  private mean = 0
  private weight = 0

  learnRow(row: Row, weight: number): void {
    this.weight += weight
    this.mean += (weight / this.weight) * (row.values[0] - this.mean)
  }

  predictRow(row: Row): number {
    return row.values[0] > this.mean ? 1 : 0
  }
}

/** The farther from the greatest value so far, the more unusual. */
export class AboveAll extends AnomalyDetector {
  static override readonly id: string = 'test.AboveAll'
  static override readonly state = ['greatest'] as const
  private greatest = 0

  learnRow(row: Row, _weight: number): void {
    this.greatest = Math.max(this.greatest, row.values[0])
  }

  scoreRow(row: Row): number {
    return Math.abs(row.values[0])
  }
}

/** Stops what lies above 100. */
export class Barrier extends AboveAll {
  static override readonly id = 'test.Barrier'

  override get kind(): never {
    return 'anomaly filter' as never
  }

  scoreRowWith(row: Row, _y: Target): number {
    return this.scoreRow(row)
  }

  classify(score: number): boolean {
    return score > 100
  }
}

export function barrier(): Barrier & AnomalyFilterLike {
  return new Barrier() as unknown as Barrier & AnomalyFilterLike
}

/** Adds to each feature the mean of the targets so far. */
export class AddTarget extends SupervisedTransformer {
  static override readonly id = 'test.AddTarget'
  static override readonly state = ['total', 'weight'] as const
  private total = 0
  private weight = 0

  learnRowWith(_row: Row, y: Label, weight: number): void {
    this.total += weight * Number(y)
    this.weight += weight
  }

  transformRow(row: Row, out: Row): void {
    const mean = this.weight > 0 ? this.total / this.weight : 0
    out.sameFeatures(row)
    for (let k = 0; k < row.count; k++) {
      out.values[row.indices[k]] = row.values[row.indices[k]] + mean
    }
  }
}
