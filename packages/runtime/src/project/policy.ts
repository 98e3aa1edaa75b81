import { InvalidOptionError } from '@coelho/core'
import { type Loss, type LossKind, lossFor } from '../learning/loss.js'
import { type DriftOptions, resolveDrift } from './drift-options.js'
import type { AnyOptions } from './project-options.js'
import { resolveLevel } from './promotion-options.js'

/** What a project does by itself while it learns. */
export interface Policy {
  /** What predictions cost; `undefined` where nobody asks. */
  readonly loss: Loss | undefined
  readonly drift: Required<DriftOptions> | null
  /** At which level of significance a challenger takes over; null: never by itself. */
  readonly level: number | null
  /** For so many events after a change of champion none follows by itself. */
  readonly cooldown: number
}

const COOLDOWN = 1000

/** What the options come to together. Throws if one of them is wrong, or has no effect. */
export function policyOf(who: string, options: AnyOptions): Policy {
  const { challengers, promotion, cooldown } = options
  const hasChallengers = Object.keys(challengers ?? {}).length > 0
  const loss = findLoss(options)
  const level = resolveLevel(promotion, who, hasChallengers)
  const around = { hasChallengers, error: loss?.kind }
  const drift = options.drift && resolveDrift(options.drift, `${who} drift`, around)
  if (level !== null && !loss) {
    const expected = 'is needed for a promotion: say what a prediction costs'
    throw new InvalidOptionError(who, 'loss', expected)
  }
  const isAsked = level !== null || Boolean(drift?.error)
  if (options.loss && !isAsked) {
    const expected = 'has no effect without drift or an automatic promotion'
    throw new InvalidOptionError(who, 'loss', expected)
  }
  const changes = level !== null || (drift && drift.policy !== 'note')
  if (cooldown !== null && !changes) {
    const expected = 'has no effect where no champion changes by itself'
    throw new InvalidOptionError(who, 'cooldown', expected, cooldown)
  }
  return { loss: isAsked ? loss?.of : undefined, drift, level, cooldown: cooldown ?? COOLDOWN }
}

function findLoss({ loss, pipeline, metric }: AnyOptions): Found | undefined {
  if (!loss) return lossFor(pipeline(), metric())
  return { of: (truth, prediction) => numberOf(loss(truth, prediction)), kind: 'unknown' }
}

type Found = { readonly of: Loss; readonly kind: LossKind }

function numberOf(value: unknown): number {
  return typeof value === 'number' ? value : Number.NaN
}
