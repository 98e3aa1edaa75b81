import {
  InvalidOptionError,
  Regressor,
  type RegressorLike,
  type Row,
  requireKind,
  SnapshotError,
} from '@coelho/core'

/**
 * A regressor that transforms its target and has another learn it: `TargetStandardScaler`,
 * `TargetMinMaxScaler`, `compose.TargetTransformRegressor`.
 */
export interface TargetTransform extends RegressorLike {
  readonly options: { readonly regressor: RegressorLike }
  learnOne(x: object, y: number): void
}

/** Stands where a target transform has its regressor, and so is told the target transformed. */
export class LastTarget extends Regressor {
  static override readonly id = 'bandit.LastTarget'
  static override readonly state: readonly string[] = []

  last = 0

  learnRow(_row: Row, y: number): void {
    this.last = y
  }

  predictRow(): number {
    return 0
  }
}

const NOTHING = {}

/** Scales rewards as targets are scaled. */
export class RewardScaler {
  static readonly id = 'bandit.RewardScaler'
  static readonly state = ['scaler'] as const
  static readonly parts: readonly unknown[] = [LastTarget]

  private readonly given: TargetTransform | undefined
  private readonly scaler: TargetTransform | null = null

  constructor(who = '', given?: unknown) {
    if (given === undefined) return
    this.given = checked(who, given)
    const Scaler = this.given.constructor as new (options: object) => TargetTransform
    this.scaler = new Scaler({ ...this.given.options, regressor: new LastTarget() })
  }

  /** Takes in a reward, and tells what it is on the scale. */
  scale(reward: number): number {
    const scaler = this.scaler as TargetTransform
    scaler.learnOne(NOTHING, reward)
    return (scaler.options.regressor as LastTarget).last
  }

  check(who: string): void {
    const { scaler, given } = this
    const alike =
      given !== undefined &&
      scaler !== null &&
      typeof scaler === 'object' &&
      scaler !== given &&
      Object.getPrototypeOf(scaler) === Object.getPrototypeOf(given)
    if (alike && scaler.options.regressor instanceof LastTarget) return
    throw new SnapshotError(`the scaler of ${who} must be of the kind of its option`, scaler)
  }
}

function checked(who: string, given: unknown): TargetTransform {
  requireKind(who, 'rewardScaler', given, 'regressor')
  const { options, learnOne } = given as Partial<TargetTransform>
  if (options?.regressor && typeof learnOne === 'function') return given as TargetTransform
  const expected = 'must transform a target, as preprocessing.TargetStandardScaler does'
  throw new InvalidOptionError(who, 'rewardScaler', expected, given)
}
