import { type Label, twinOf } from '../data/labels.js'
import { InvalidLabelError, InvalidOptionError } from '../errors.js'
import type { Rules } from '../options/rules.js'
import { ClassificationMetric, type ClassificationOptions } from './base/classification-metric.js'
import type { Predicted } from './counts/counts.js'
import { CM } from './counts/rules.js'
import { fBeta, precision, ratio, recall, scoreOf } from './counts/scores.js'

/** A number for each label: a Map, or an object if all labels are strings. */
export type ByLabel = ReadonlyMap<Label, number> | Readonly<Record<string, number>>

export interface MultiFBetaOptions extends ClassificationOptions {
  /** For each class, how many times as much its recall counts as its precision. */
  readonly betas: ByLabel
  /** For each class, how much it counts; by default all count the same. */
  readonly weights: ByLabel | null
}

/**
 * The mean of F-beta of each class, where each has a beta and a weight of its own.
 *
 * @example
 * const metric = new metrics.MultiFBeta({ betas: { ham: 0.5, spam: 2 } })
 * metric.updateMany(['ham', 'ham', 'spam'], ['ham', 'spam', 'spam'])
 * metric.get() // => 0.833…
 */
export class MultiFBeta extends ClassificationMetric<MultiFBetaOptions> {
  static override readonly id: string = 'metrics.MultiFBeta'
  static override readonly rules: Rules<MultiFBetaOptions> = {
    betas: { kind: 'object' },
    weights: { kind: 'object', default: null, nullable: true },
    cm: CM,
  }

  private readonly betas: ReadonlyMap<Label, number>
  private readonly weights: ReadonlyMap<Label, number> | null

  constructor(given: Readonly<Partial<MultiFBetaOptions>>) {
    super(given)
    const { betas, weights } = this.options
    this.betas = this.byLabel('betas', betas)
    this.weights = weights && this.byLabel('weights', weights)
  }

  private byLabel(option: string, given: ByLabel): ReadonlyMap<Label, number> {
    const map = new Map<Label, number>(given instanceof Map ? given : Object.entries(given))
    for (const [, value] of map) {
      if (Number.isFinite(value) && value >= 0) continue
      const expected = 'must hold finite numbers of at least 0'
      throw new InvalidOptionError(this.who, option, expected, value)
    }
    return map
  }

  override get refusesLikeMatrix(): boolean {
    return false
  }

  override get(): number {
    const { counts } = this.cm
    let sum = 0
    let weights = 0
    for (let code = 1; code < counts.size; code++) {
      if (!counts.isPresent(code)) continue
      const [beta, weight] = this.settings(counts.at(code) as Label)
      const p = scoreOf(counts, code, precision)
      sum += weight * fBeta(p, scoreOf(counts, code, recall), beta)
      weights += weight
    }
    return ratio(sum, weights)
  }

  /** Its beta and its weight. */
  private settings(label: Label): [beta: number, weight: number] {
    const beta = named(this.betas, label)
    const weight = this.weights ? named(this.weights, label) : 1
    if (beta !== undefined && weight !== undefined) return [beta, weight]
    const option = beta === undefined ? 'betas' : 'weights'
    throw new InvalidLabelError(this.who, `must be one that option "${option}" names`, label)
  }

  override update(yTrue: Label, yPred: Predicted, options?: { readonly w?: number }): void {
    this.checkNamed(yTrue, yPred)
    super.update(yTrue, yPred, options)
  }

  override updateMany(
    yTrue: ArrayLike<Label>,
    yPred: ArrayLike<Predicted>,
    options?: { readonly w?: number | ArrayLike<number> },
  ): void {
    for (let i = 0; i < yTrue?.length; i++) this.checkNamed(yTrue[i], yPred?.[i])
    super.updateMany(yTrue, yPred, options)
  }

  protected override check(yTrue: Label, yPred: Predicted): void {
    super.check(yTrue, yPred)
    this.checkNamed(yTrue, yPred)
  }

  private checkNamed(yTrue: Label, yPred: Predicted): void {
    this.settings(yTrue)
    if (yPred !== undefined) this.settings(yPred)
  }
}

function named(map: ReadonlyMap<Label, number>, label: Label): number | undefined {
  return map.get(label) ?? map.get(twinOf(label) as Label)
}
