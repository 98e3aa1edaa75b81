import { growFloats, growInts, NO_FLOATS, NO_INTS, SnapshotError } from '@coelho/core'
import type { LeafModels } from '../grow/leaf-models.js'

/** Of each target of a leaf its model, and the errors of the mean and of the model. */
export class LeafOutputs {
  static readonly id = 'tree.LeafOutputs'
  static readonly state = ['models', 'meanErrors', 'modelErrors'] as const

  /** By target the number of its model + 1, or 0. */
  private models: Int32Array = NO_INTS
  /** The faded squared errors. */
  private meanErrors: Float64Array = NO_FLOATS
  private modelErrors: Float64Array = NO_FLOATS

  /** The number of a target's model, or -1. */
  modelOf(target: number): number {
    return target < this.models.length ? this.models[target] - 1 : -1
  }

  setModel(target: number, model: number): void {
    this.models = growInts(this.models, target + 1)
    this.models[target] = model + 1
  }

  /** Takes in the errors that both ways of predicting a target have made. */
  fade(target: number, decay: number, byMean: number, byModel: number): void {
    this.meanErrors = growFloats(this.meanErrors, target + 1)
    this.modelErrors = growFloats(this.modelErrors, target + 1)
    this.meanErrors[target] = decay * this.meanErrors[target] + byMean * byMean
    this.modelErrors[target] = decay * this.modelErrors[target] + byModel * byModel
  }

  /** True if the mean of a target was the better prediction. */
  prefersMean(target: number): boolean {
    return target < this.meanErrors.length && this.meanErrors[target] < this.modelErrors[target]
  }

  /** The same for a leaf that begins here, with copies of the models. */
  copy(models: LeafModels): LeafOutputs {
    const other = new LeafOutputs()
    other.models = this.models.map((model) => (model > 0 ? models.add(model - 1) + 1 : 0))
    other.meanErrors = this.meanErrors.slice()
    other.modelErrors = this.modelErrors.slice()
    return other
  }

  discard(models: LeafModels): void {
    for (const model of this.known) models.remove(model)
  }

  /** The numbers of the models. */
  get known(): number[] {
    return Array.from(this.models, (model) => model - 1).filter((model) => model >= 0)
  }

  checkState(): void {
    const { models, meanErrors, modelErrors } = this
    if (models.every((model) => model >= 0) && meanErrors.length === modelErrors.length) return
    throw new SnapshotError('a leaf must know the models of its targets')
  }
}
