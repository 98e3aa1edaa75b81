import {
  math,
  type Row,
  type Rules,
  SupervisedAnomalyDetector,
  stats,
  type Target,
  utils,
} from '@coelho/core'

export interface GaussianScorerOptions {
  /** Compare with the last so many targets; null: with all. */
  readonly windowSize: number | null
  /** While fewer targets are known, every score is 0. */
  readonly gracePeriod: number
}

/**
 * Scores how far in the tails of a normal distribution of the targets so far a target lies, from
 * 0 to 1. It does not look at features.
 *
 * @example
 * const scorer = new anomaly.GaussianScorer({ gracePeriod: 3 })
 * for (const y of [9, 10, 11]) scorer.learnOne({}, y)
 * scorer.scoreOne({}, 10) // => 0
 * scorer.scoreOne({}, 14) > 0.99 // => true
 */
export class GaussianScorer extends SupervisedAnomalyDetector<GaussianScorerOptions> {
  static override readonly id = 'anomaly.GaussianScorer'
  static override readonly rules: Rules<GaussianScorerOptions> = {
    windowSize: { kind: 'integer', default: null, nullable: true, atLeast: 1, atMost: 16_777_216 },
    gracePeriod: { kind: 'number', default: 100, atLeast: 0 },
  }
  static override readonly state = ['moments'] as const
  static readonly parts: readonly unknown[] = [stats.Var, stats.Mean, utils.Rolling]

  private readonly moments: stats.Var | utils.Rolling<stats.Var> = this.options.windowSize
    ? new utils.Rolling({ cls: stats.Var, windowSize: this.options.windowSize })
    : new stats.Var()

  override get takesCategories(): boolean {
    return true
  }

  learnRow(_row: Row, y: number): void {
    this.moments.update(y)
  }

  scoreRowWith(_row: Row, y: Target): number {
    const { moments } = this
    const variance = moments instanceof stats.Var ? moments : moments.obj
    if (variance.n < this.options.gracePeriod) return 0
    const sigma = Math.sqrt(Math.max(0, variance.get()))
    // River: without variance all lies in the lower tail.
    const below = sigma > 0 ? math.normalCdf(((y as number) - variance.mean.get()) / sigma) : 0
    return 2 * Math.abs(below - 0.5)
  }
}
