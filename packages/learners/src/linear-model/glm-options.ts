import { InvalidOptionError, type Rules } from '@coelho/core'
import { Initializer } from '../optim/initializers/initializer.js'
import { Zeros } from '../optim/initializers/zeros.js'
import type { Loss } from '../optim/losses/loss.js'
import { Optimizer } from '../optim/optimizer.js'
import { checkRate, type Rate } from '../optim/rate.js'
import { SGD } from '../optim/sgd.js'

/** What linear models that descend along a gradient have in common. */
export interface GlmOptions {
  /** How the weights follow the gradient; null: `SGD({ lr: 0.01 })`. The model has its own copy. */
  readonly optimizer: Optimizer | null
  /** How strongly the square of a weight is held down. */
  readonly l2: number
  /** How strongly the size of a weight is held down; not together with `l2`. */
  readonly l1: number
  /** Where the intercept starts. */
  readonly interceptInit: number
  /** The learning rate of the intercept, or a scheduler; 0: it stays. */
  readonly interceptLr: Rate
  /** The slope of the loss is held within so much on either side of 0. */
  readonly clipGradient: number
  /** Where weights start; null: at 0. */
  readonly initializer: Initializer | null
}

export const glmRules: Rules<GlmOptions> = {
  optimizer: { kind: 'object', default: null, nullable: true },
  l2: { kind: 'number', default: 0, atLeast: 0 },
  l1: { kind: 'number', default: 0, atLeast: 0 },
  interceptInit: { kind: 'number', default: 0 },
  interceptLr: { kind: 'any', default: 0.01 },
  clipGradient: { kind: 'number', default: 1e12, above: 0 },
  initializer: { kind: 'object', default: null, nullable: true },
}

/** The same, checked, with what is not given filled in. */
export interface GlmSetup extends Omit<GlmOptions, 'optimizer' | 'initializer'> {
  readonly optimizer: Optimizer
  readonly initializer: Initializer
  readonly loss: ScalarLoss
}

/** A loss of one number, be it a value or a class written as 0 or 1. */
export type ScalarLoss = Loss<number, number, number>

/** Throws where the rules are not enough; the parts are copies that belong to the model. */
export function setUpGlm(who: string, options: GlmOptions, loss: ScalarLoss): GlmSetup {
  const optimizer = chosen(who, 'optimizer', 'an optimizer of optim', Optimizer, options.optimizer)
  const what = 'an initializer of optim.initializers'
  const initializer = chosen(who, 'initializer', what, Initializer, options.initializer)
  checkRate(who, 'interceptLr', options.interceptLr)
  const own = optimizer?.clone() ?? new SGD()
  if (options.l1 > 0 && options.l2 > 0) {
    throw new InvalidOptionError(who, 'l1', 'must be 0 where l2 is not', options.l1)
  }
  if (options.l1 > 0 && own.learningRate === undefined) {
    const expected = `must be 0: ${own.who} has no learning rate to scale it by`
    throw new InvalidOptionError(who, 'l1', expected, options.l1)
  }
  return { ...options, loss, optimizer: own, initializer: initializer?.clone() ?? new Zeros() }
}

/** Throws unless what was given is of a class. */
export function chosen<T>(
  who: string,
  option: string,
  what: string,
  cls: abstract new (...options: never[]) => T,
  given: T | null,
): T | null {
  if (given === null || given instanceof cls) return given
  throw new InvalidOptionError(who, option, `must be ${what} (or null)`, given)
}
