import type { Row } from '../data/row.js'
import { growFloats } from '../memory/grow.js'
import { Classifier } from './classifier.js'
import { Transformer } from './transformer.js'

/** Predicts the label it has seen most. */
export class Majority extends Classifier {
  static override readonly id: string = 'test.Majority'
  static override readonly state = ['weights'] as const

  private weights: Float64Array = new Float64Array(2)

  override get takesCategories(): boolean {
    return true
  }

  learnRow(_row: Row, label: number, weight: number): void {
    this.weights = growFloats(this.weights, label + 1)
    this.weights[label] += weight
  }

  scoreRow(_row: Row, scores: Float64Array): boolean {
    let total = 0
    for (let label = 0; label < this.labels.size; label++) total += this.weights[label]
    for (let label = 0; label < this.labels.size; label++)
      scores[label] = this.weights[label] / total
    return this.labels.size > 0
  }
}

/** Subtracts from each feature its mean so far; a category stays as it is. */
export class Centre extends Transformer {
  static override readonly id = 'test.Centre'
  static override readonly state = ['sums', 'counts'] as const

  private sums: Float64Array = new Float64Array(2)
  private counts: Float64Array = new Float64Array(2)

  override get takesCategories(): boolean {
    return true
  }

  learnRow(row: Row, weight: number): void {
    this.sums = growFloats(this.sums, row.width)
    this.counts = growFloats(this.counts, row.width)
    for (let k = 0; k < row.count; k++) {
      this.sums[row.indices[k]] += weight * row.values[row.indices[k]]
      this.counts[row.indices[k]] += weight
    }
  }

  transformRow(row: Row, out: Row): void {
    out.sameFeatures(row)
    for (let k = 0; k < row.count; k++) {
      const feature = row.indices[k]
      const isNumber = this.schema.kind(feature) === 'number' && this.counts[feature] > 0
      const mean = isNumber ? this.sums[feature] / this.counts[feature] : 0
      out.values[feature] = row.values[feature] - mean
    }
  }
}

/** Remembers the first feature of each event, and whether it was asked before it learned. */
export class Spy extends Majority {
  static override readonly id = 'test.Spy'
  readonly calls: string[] = []

  override learnRow(row: Row, label: number, weight: number): void {
    this.calls.push(`learn ${row.values[0]} as ${String(this.labels.at(label))} (${weight})`)
    super.learnRow(row, label, weight)
  }

  override scoreRow(row: Row, scores: Float64Array): boolean {
    this.calls.push(`predict ${row.values[0]}`)
    return super.scoreRow(row, scores)
  }
}
