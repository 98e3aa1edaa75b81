import {
  type EstimatorLike,
  type Given,
  InvalidOptionError,
  type Label,
  Regressor,
  type RegressorLike,
  type Row,
  type Rules,
  requireKind,
  seeded,
  underSchemaOf,
} from '@coelho/core'
import { Absolute } from '../optim/losses/absolute.js'
import { HARD_SAMPLING, HardBuffer, type HardSamplingOptions, type Pupil } from './hard-buffer.js'
import { isLossFor } from './loss-kinds.js'

/** Tells how bad a prediction of a number is. */
export interface NumberLoss {
  call(yTrue: number, yPred: number): number
}

export interface HardSamplingRegressorOptions extends HardSamplingOptions {
  /** What is taught: a regressor, or a pipeline that ends with one. */
  readonly regressor: RegressorLike
  /** By what events are hard; null: the absolute error. */
  readonly loss: NumberLoss | null
}

/**
 * Keeps the events that a regressor predicted worst, and teaches it one of them now and then,
 * instead of the event that came: it learns the hard cases more often.
 *
 * Draws, for each event: one number that decides, and if a kept one is learned, its place. An event
 * is learned with its own weight (River gives that of the newest, or none).
 *
 * @example
 * const regressor = new linearModel.LinearRegression()
 * const model = new imblearn.HardSamplingRegressor({ regressor, size: 10, p: 0.2, seed: 42 })
 * for (let i = 0; i < 500; i++) model.learnOne({ x: i % 5 }, 2 * (i % 5))
 * Math.round(model.predictOne({ x: 3 })) // => 6
 */
export class HardSamplingRegressor extends Regressor<HardSamplingRegressorOptions> {
  static override readonly id = 'imblearn.HardSamplingRegressor'
  static override readonly rules: Rules<HardSamplingRegressorOptions> = {
    regressor: { kind: 'object' },
    ...HARD_SAMPLING,
  }
  static override readonly state: readonly string[] = ['buffer']
  static readonly parts: readonly unknown[] = [HardBuffer]

  private readonly buffer: HardBuffer
  private readonly pupil: NumberPupil
  private readonly models: readonly EstimatorLike[]

  constructor(given: Given<HardSamplingRegressorOptions>) {
    super(underSchemaOf(new.target, given, given?.regressor))
    const { regressor, size, p, loss, seed } = this.options
    requireKind(this.who, 'regressor', regressor, 'regressor')
    if (loss !== null && !isLossFor('numbers', loss)) {
      throw new InvalidOptionError(this.who, 'loss', 'must be a loss of numbers (or null)', loss)
    }
    this.buffer = new HardBuffer(size, p, seeded(this.who, seed))
    this.pupil = new NumberPupil(regressor, loss ?? new Absolute())
    this.models = [regressor]
  }

  override get held(): readonly EstimatorLike[] {
    return this.models
  }

  override checkTarget(y: unknown): void {
    super.checkTarget(y)
    this.options.regressor.checkTarget(y)
  }

  learnRow(row: Row, y: number, weight: number): void {
    this.buffer.learn(this.pupil, row, y, weight, this.pupil.lossOf(row, y))
  }

  predictRow(row: Row): number {
    return this.options.regressor.predictRow(row)
  }

  override predictThenLearnRow(row: Row, y: number, weight: number): number {
    const predicted = this.options.regressor.predictRow(row)
    this.buffer.learn(this.pupil, row, y, weight, this.pupil.loss.call(y, predicted))
    return predicted
  }

  /** What is taught. */
  get regressor(): RegressorLike {
    return this.options.regressor
  }

  /** What its generator was seeded with: to repeat a run, give it again. */
  get seed(): number | bigint {
    return this.buffer.rng.seed
  }

  checkState(): void {
    this.buffer.check(this.who, this.schema.size, (y) => this.checkTarget(y))
  }
}

class NumberPupil implements Pupil {
  readonly loss: NumberLoss
  private readonly regressor: RegressorLike

  constructor(regressor: RegressorLike, loss: NumberLoss) {
    this.regressor = regressor
    this.loss = loss
  }

  lossOf(row: Row, y: Label): number {
    return this.loss.call(y as number, this.regressor.predictRow(row))
  }

  teach(row: Row, y: Label, weight: number): void {
    this.regressor.learnRow(row, y as number, weight)
  }
}
