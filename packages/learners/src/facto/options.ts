import { InvalidOptionError, type Rules } from '@coelho/core'
import { chosen, type ScalarLoss } from '../linear-model/glm-options.js'
import { Initializer } from '../optim/initializers/initializer.js'
import { Normal } from '../optim/initializers/normal.js'
import { Zeros } from '../optim/initializers/zeros.js'
import { Optimizer } from '../optim/optimizer.js'
import { checkRate, type Rate } from '../optim/rate.js'
import { SGD } from '../optim/sgd.js'

/** What factorisation machines have in common. */
export interface FactorOptions {
  /** How many latent numbers a feature has. */
  readonly nFactors: number
  /** How the weights follow the gradient; null: `SGD({ lr: 0.01 })`. The model has its own copy. */
  readonly weightOptimizer: Optimizer | null
  /** How the latent numbers do; what it remembers is shared by all features, as in River. */
  readonly latentOptimizer: Optimizer | null
  /** Whether an event that is learned is divided by its length. */
  readonly sampleNormalization: boolean
  /** How strongly the size of a weight is held down. */
  readonly l1Weight: number
  /** How strongly the square of a weight is held down. */
  readonly l2Weight: number
  /** How strongly the size of a latent number is held down. */
  readonly l1Latent: number
  /** How strongly the square of a latent number is held down. */
  readonly l2Latent: number
  /** Where the intercept starts. */
  readonly intercept: number
  /** The learning rate of the intercept, or a scheduler. */
  readonly interceptLr: Rate
  /** Where weights start; null: at 0. */
  readonly weightInitializer: Initializer | null
  /** Where latent numbers start; null: normally distributed around 0 with deviation 0.1. */
  readonly latentInitializer: Initializer | null
  /** The slope of the loss is held within so much on either side of 0. */
  readonly clipGradient: number
  /** Of the latent numbers unless `latentInitializer` is given; null: one is drawn. */
  readonly seed: number | null
}

const part = { kind: 'object', default: null, nullable: true } as const
const penalty = { kind: 'number', default: 0, atLeast: 0 } as const

export const factorRules: Rules<FactorOptions> = {
  nFactors: { kind: 'integer', default: 10, atLeast: 1, atMost: 65_536 },
  weightOptimizer: part,
  latentOptimizer: part,
  sampleNormalization: { kind: 'boolean', default: false },
  l1Weight: penalty,
  l2Weight: penalty,
  l1Latent: penalty,
  l2Latent: penalty,
  intercept: { kind: 'number', default: 0 },
  interceptLr: { kind: 'any', default: 0.01 },
  weightInitializer: part,
  latentInitializer: part,
  clipGradient: { kind: 'number', default: 1e12, above: 0 },
  seed: { kind: 'integer', default: null, nullable: true, atLeast: 0, atMost: 4_294_967_295 },
}

/** The same, checked, with what is not given filled in. */
export interface FactorSetup extends FactorOptions {
  readonly weightOptimizer: Optimizer
  readonly latentOptimizer: Optimizer
  readonly weightInitializer: Initializer
  readonly latentInitializer: Initializer
  readonly loss: ScalarLoss
}

/** Throws where the rules are not enough; the parts are copies that belong to the model. */
export function setUpFactors(who: string, options: FactorOptions, loss: ScalarLoss): FactorSetup {
  checkRate(who, 'interceptLr', options.interceptLr)
  const latentOptimizer = ownOptimizer(who, 'latentOptimizer', options.latentOptimizer)
  if (latentOptimizer.mostWeights < options.nFactors) {
    const expected = `must be at most ${latentOptimizer.mostWeights}, for the latentOptimizer`
    throw new InvalidOptionError(who, 'nFactors', expected, options.nFactors)
  }
  latentOptimizer.reserve(options.nFactors)
  const { weightInitializer, latentInitializer, seed } = options
  return {
    ...options,
    loss,
    weightOptimizer: ownOptimizer(who, 'weightOptimizer', options.weightOptimizer),
    latentOptimizer,
    weightInitializer: ownInitializer(who, 'weightInitializer', weightInitializer) ?? new Zeros(),
    latentInitializer:
      ownInitializer(who, 'latentInitializer', latentInitializer) ??
      new Normal({ sigma: 0.1, seed }),
  }
}

/** A copy that belongs to the model. */
export function ownOptimizer(who: string, option: string, given: Optimizer | null): Optimizer {
  const optimizer = chosen(who, option, 'an optimizer of optim', Optimizer, given)
  return optimizer?.clone() ?? new SGD()
}

/** A copy that belongs to the model; null where none is given. */
export function ownInitializer(
  who: string,
  option: string,
  given: Initializer | null,
): Initializer | null {
  const what = 'an initializer of optim.initializers'
  return chosen(who, option, what, Initializer, given)?.clone() ?? null
}
