import type { Estimator, Labels } from '@coelho/core'
import { type Match, match, requireMergeable } from '../merging/match.js'
import type { Optimizer } from '../optim/optimizer.js'

/** They keep the weights in a form of their own, and would bring them back from there. */
const KEEP_WEIGHTS: readonly string[] = ['FTRLProximal', 'Averager']

type Averaged = Estimator & { readonly labels?: Labels }

/** As `match`, for models whose weights an optimizer moves. */
export function matchWeights(model: Averaged, other: Averaged, optimizer: Optimizer): Match {
  const keeps = KEEP_WEIGHTS.includes(optimizer.who)
  requireMergeable(model.who, !keeps, `with ${optimizer.who}, which keeps weights of its own`)
  return match(model, other, (width) => optimizer.checkRoom(width))
}

/** The part of all steps that another optimizer has made; 0 where none were made. */
export function shareOf(own: Optimizer, other: Optimizer): number {
  const steps = own.nIterations + other.nIterations
  return steps === 0 ? 0 : other.nIterations / steps
}

/** -1 if the two classes are the other way round in the other model, else 1. */
export function sideOf({ labels }: { readonly labels: Labels }, other: Averaged): number {
  const learned = other.labels?.saveState() ?? []
  return learned.some((label, code) => label !== null && labels.find(label) !== code) ? -1 : 1
}

/**
 * Takes weights a share of the way to those of another model; what is not among the `known`
 * features gets them as they are.
 */
export function averageWeights(
  weights: Float64Array,
  added: Float64Array,
  features: Int32Array,
  known: number,
  share: number,
  side = 1,
): void {
  const room = Math.min(added.length, features.length)
  for (let i = 0; i < room; i++) {
    const to = features[i]
    const part = to < known ? share : 1
    weights[to] += part * (side * added[i] - weights[to])
  }
}
