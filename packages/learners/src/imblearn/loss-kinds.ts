import { BinaryLoss } from '../optim/losses/binary-loss.js'
import { MultiClassLoss } from '../optim/losses/multi-class-loss.js'
import { RegressionLoss } from '../optim/losses/regression-loss.js'

/** What a loss compares: two classes, several, or numbers. */
export type LossKind = 'two classes' | 'several classes' | 'numbers'

/** True for a loss of that kind: one of the user's own may be of any. */
export function isLossFor(kind: LossKind, loss: object): boolean {
  if (typeof (loss as { call?: unknown }).call !== 'function') return false
  if (loss instanceof BinaryLoss) return kind === 'two classes'
  if (loss instanceof MultiClassLoss) return kind === 'several classes'
  if (loss instanceof RegressionLoss) return kind === 'numbers'
  return true
}
