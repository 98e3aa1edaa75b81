import { InvalidOptionError, type Rule, type Rules } from '@coelho/core'
import { ownInitializer } from '../facto/options.js'
import { chosen } from '../linear-model/glm-options.js'
import type { Initializer } from '../optim/initializers/initializer.js'
import { BinaryLoss } from '../optim/losses/binary-loss.js'
import type { Loss } from '../optim/losses/loss.js'
import { RegressionLoss } from '../optim/losses/regression-loss.js'
import { Squared } from '../optim/losses/squared.js'
import { Optimizer } from '../optim/optimizer.js'
import { SGD } from '../optim/sgd.js'

/** What recommenders that descend along a gradient have in common. */
export interface RankerOptions {
  /** What is made small; null: the squared error. */
  readonly loss: RegressionLoss | BinaryLoss | null
  /** The slope of the loss is held within so much on either side of 0. */
  readonly clipGradient: number
}

export const PART: Rule = { kind: 'object', default: null, nullable: true }
export const PENALTY: Rule = { kind: 'number', default: 0, atLeast: 0 }
export const FACTORS: Rule = { kind: 'integer', default: 10, atLeast: 1, atMost: 65_536 }
export const SEED: Rule = {
  kind: 'integer',
  default: null,
  nullable: true,
  atLeast: 0,
  atMost: 4_294_967_295,
}

export const rankerRules: Rules<RankerOptions> = {
  loss: PART,
  clipGradient: { kind: 'number', default: 1e12, above: 0 },
}

export type PairLoss = Loss<number, number, number>

export function ownLoss(who: string, given: RankerOptions['loss']): PairLoss {
  if (given === null) return new Squared()
  if (given instanceof RegressionLoss || given instanceof BinaryLoss) return given
  const expected = 'must be a loss of numbers or of two classes (or null)'
  throw new InvalidOptionError(who, 'loss', expected, given)
}

/** Two copies that belong to the model, one for users and one for items. */
export function ownOptimizers(
  who: string,
  option: string,
  given: Optimizer | null,
  lr = 0.01,
): readonly [Optimizer, Optimizer] {
  const optimizer = chosen(who, option, 'an optimizer of optim', Optimizer, given)
  return [optimizer?.clone() ?? new SGD({ lr }), optimizer?.clone() ?? new SGD({ lr })]
}

export function initializerOr(
  who: string,
  option: string,
  given: Initializer | null,
  otherwise: () => Initializer,
): Initializer {
  return ownInitializer(who, option, given) ?? otherwise()
}

/** The slope of a loss, held within bounds. */
export function clippedSlope(loss: PairLoss, y: number, predicted: number, clip: number): number {
  return Math.max(Math.min(loss.gradient(y, predicted), clip), -clip)
}
