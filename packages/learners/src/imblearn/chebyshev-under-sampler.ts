import {
  type EstimatorLike,
  type Given,
  Regressor,
  type RegressorLike,
  type Row,
  type Rules,
  random,
  requireKind,
  SnapshotError,
  seeded,
  stats,
  underSchemaOf,
} from '@coelho/core'

export interface ChebyshevUnderSamplerOptions {
  /** What is taught: a regressor, or a pipeline that ends with one. */
  readonly regressor: RegressorLike
  /** Up to which drawn number an event with a frequent target is learned, while these are fewer. */
  readonly sp: number
  /** Of the generator; null: one is drawn. */
  readonly seed: random.Seed
}

/**
 * Teaches a regressor events with rare targets, far from their mean, and some of the others: at t
 * deviations from the mean the more likely, the larger t² is (Chebyshev's inequality).
 *
 * Draws one number for each event from the second different target on, which decides.
 *
 * @example
 * const regressor = new linearModel.LinearRegression()
 * const model = new imblearn.ChebyshevUnderSampler({ regressor, seed: 42 })
 * for (let i = 0; i < 1000; i++) model.learnOne({ x: i % 100 > 97 ? 1 : 0 }, i % 100 > 97 ? 9 : 1)
 * Math.round(model.predictOne({ x: 1 })) // => 5
 */
export class ChebyshevUnderSampler extends Regressor<ChebyshevUnderSamplerOptions> {
  static override readonly id = 'imblearn.ChebyshevUnderSampler'
  static override readonly rules: Rules<ChebyshevUnderSamplerOptions> = {
    regressor: { kind: 'object' },
    sp: { kind: 'number', default: 0.15, atLeast: 0, atMost: 1 },
    seed: { kind: 'any', default: null },
  }
  static override readonly state: readonly string[] = ['rng', 'targets', 'frequent', 'rare']
  static readonly parts: readonly unknown[] = [random.Random, stats.Var]

  private readonly rng: random.Random
  private readonly targets: stats.Var = new stats.Var()
  /** How many events with frequent targets were learned, and how many with rare ones. */
  private frequent = 0
  private rare = 0
  private readonly models: readonly EstimatorLike[]

  constructor(given: Given<ChebyshevUnderSamplerOptions>) {
    super(underSchemaOf(new.target, given, given?.regressor))
    const { regressor, seed } = this.options
    requireKind(this.who, 'regressor', regressor, 'regressor')
    this.rng = seeded(this.who, seed)
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
    if (this.takes(y)) this.options.regressor.learnRow(row, y, weight)
  }

  private takes(y: number): boolean {
    const { targets } = this
    targets.update(y)
    const deviation = Math.sqrt(targets.get())
    if (!(deviation > 0)) return true
    const t = Math.abs(y - targets.mean.get()) / deviation
    const drawn = this.rng.random()
    if (drawn >= (t > 1 ? 1 / (t * t) : 1)) {
      this.rare += 1
      return true
    }
    if (this.frequent >= this.rare || drawn > this.options.sp) return false
    this.frequent += 1
    return true
  }

  predictRow(row: Row): number {
    return this.options.regressor.predictRow(row)
  }

  /** What is taught. */
  get regressor(): RegressorLike {
    return this.options.regressor
  }

  /** What its generator was seeded with: to repeat a run, give it again. */
  get seed(): number | bigint {
    return this.rng.seed
  }

  checkState(): void {
    const { frequent, rare } = this
    if ([frequent, rare].every((n) => Number.isSafeInteger(n) && n >= 0)) return
    throw new SnapshotError('ChebyshevUnderSampler must have counted what it taught', frequent)
  }
}
