import type { Rules } from '@coelho/core'
import type { Rate } from './rate.js'

/** What Adam and its kin are told. */
export interface AdamOptions {
  /** How far a step goes, or a scheduler that tells. */
  readonly lr: Rate
  /** How much of the mean gradient is kept at each step. */
  readonly beta1: number
  /** How much of the mean (for AdaMax: of the largest) squared gradient is kept at each step. */
  readonly beta2: number
  /** Keeps divisors away from 0. */
  readonly eps: number
}

export const adamRules: Rules<AdamOptions> = {
  lr: { kind: 'any', default: 0.1 },
  beta1: { kind: 'number', default: 0.9, atLeast: 0, below: 1 },
  beta2: { kind: 'number', default: 0.999, atLeast: 0, below: 1 },
  eps: { kind: 'number', default: 1e-8, above: 0 },
}
