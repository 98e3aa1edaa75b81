import {
  type ClassifierLike,
  InvalidOptionError,
  type RegressorLike,
  type Rule,
  type random,
} from '@coelho/core'
import { ADWIN } from '../drift/adwin.js'
import { JOBS, type JobsOptions } from '../forest/jobs/options.js'
import type { Detector, Score } from './member.js'
import { checkDetector, checkScore } from './scores.js'
import { checkSubspaceSize, type SubspaceSize } from './subspace-size.js'

/** What both ensembles of streaming random patches are told. */
export interface SRPOptions extends JobsOptions {
  /** How many models. */
  readonly nModels: number
  /**
   * How many features each model sees: a share (up to 1), a count (above 2), `'sqrt'` of their
   * number and one more, or `'rmsqrt'`: all but so many, and one more. The first event tells
   * their number; if it comes to all of them, models are trained by resampling.
   */
  readonly subspaceSize: SubspaceSize
  /**
   * `'subspaces'`: each model sees its own features; `'resampling'`: it learns each event some
   * random number of times; `'patches'`: both.
   */
  readonly trainingMethod: 'patches' | 'subspaces' | 'resampling'
  /** How often a model learns an event on average (Poisson distribution). */
  readonly lam: number
  /** Finds out that a model no longer fits; null: an `ADWIN` of delta 0.00001. */
  readonly driftDetector: Detector | null
  /** Warns before: a model begins to learn in the background; null: `ADWIN`, delta 0.0001. */
  readonly warningDetector: Detector | null
  /** `'drift'`: models are never replaced; `'warning'`: none learns in the background. */
  readonly disableDetector: 'off' | 'drift' | 'warning'
  /** All models count alike, not by their score. */
  readonly disableWeightedVote: boolean
  /** Of the generator of all random choices; null: one is drawn, see `seed`. */
  readonly seed: random.Seed
  /** How good a model is: what its vote counts. */
  readonly metric: Score | null
}

export const SRP: Readonly<
  Record<
    | 'model'
    | 'nModels'
    | 'subspaceSize'
    | 'trainingMethod'
    | 'lam'
    | 'driftDetector'
    | 'warningDetector'
    | 'disableDetector'
    | 'metric'
    | 'seed'
    | 'nJobs',
    Rule
  >
> = {
  model: { kind: 'object', default: null, nullable: true },
  nModels: { kind: 'integer', default: 10, atLeast: 1, atMost: 65_536 },
  subspaceSize: { kind: 'any', default: 0.6 },
  trainingMethod: {
    kind: 'string',
    default: 'patches',
    choices: ['patches', 'subspaces', 'resampling'],
  },
  lam: { kind: 'number', default: 6, above: 0, atMost: 700 },
  driftDetector: { kind: 'object', default: null, nullable: true },
  warningDetector: { kind: 'object', default: null, nullable: true },
  disableDetector: { kind: 'string', default: 'off', choices: ['off', 'drift', 'warning'] },
  metric: { kind: 'object', default: null, nullable: true },
  seed: { kind: 'any', default: null },
  ...JOBS,
}

export interface SRPClassifierOptions extends SRPOptions {
  /** What is copied; null: a `HoeffdingTreeClassifier` (gracePeriod 50, delta 0.01). */
  readonly model: ClassifierLike | null
  /**
   * Replace models only where the error rises. River replaces them also where it falls, as it
   * does while they learn. Asks for detectors that tell which way it went: most do.
   */
  readonly onlyRisingError: boolean
}

export interface SRPRegressorOptions extends SRPOptions {
  /** What is copied; null: a `HoeffdingTreeRegressor` (gracePeriod 50, delta 0.01). */
  readonly model: RegressorLike | null
  /** What the detectors watch: how far a model is from the target, or what it predicts. */
  readonly driftDetectionCriteria: 'error' | 'prediction'
  /** What is made of the predictions of the models. */
  readonly aggregationMethod: 'mean' | 'median'
}

/** What watches the models of an ensemble, by its options. */
export function detectorsOf({ disableDetector, driftDetector, warningDetector }: SRPOptions): {
  drift: Detector | null
  warning: Detector | null
} {
  const drift = driftDetector ?? new ADWIN({ delta: 1e-5 })
  const warning = warningDetector ?? new ADWIN({ delta: 1e-4 })
  return {
    drift: disableDetector === 'drift' ? null : drift,
    warning: disableDetector === 'off' ? warning : null,
  }
}

/** Throws unless the options of `SRPClassifier` are of the right kinds. */
export function checkClassOptions(who: string, options: SRPClassifierOptions): void {
  const { metric, onlyRisingError } = options
  checkSubspaceSize(who, options.subspaceSize)
  checkDetector(who, 'driftDetector', options.driftDetector, onlyRisingError)
  checkDetector(who, 'warningDetector', options.warningDetector, onlyRisingError)
  checkScore(who, metric)
  if (metric?.requiresLabels !== false) return
  throw new InvalidOptionError(who, 'metric', 'must judge labels, not probabilities', metric)
}
