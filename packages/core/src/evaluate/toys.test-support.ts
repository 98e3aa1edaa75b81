import { Regressor } from '../base/regressor.js'
import type { Row } from '../data/row.js'

/** Predicts the mean so far. */
export class MeanTarget extends Regressor {
  static override readonly id = 'test.MeanTarget'
  static override readonly state = ['total', 'weight'] as const
  private total = 0
  private weight = 0

  override get takesCategories(): boolean {
    return true
  }

  learnRow(_: Row, y: number, weight: number): void {
    this.total += weight * y
    this.weight += weight
  }

  predictRow(): number {
    return this.weight > 0 ? this.total / this.weight : 0
  }
}
