import type { Row } from '@coelho/core'
import { squaredNorm } from './weight-map.js'

export interface PassiveAggressiveOptions {
  /** How aggressive it is: the longest step (mode 1), or how little steps are damped (mode 2). */
  readonly C: number
  /** 0: each event is made right at once; 1: by a step of at most C; 2: by a damped step. */
  readonly mode: 0 | 1 | 2
  /** Learn an intercept too: as in River it takes the same step, on top of what was needed. */
  readonly learnIntercept: boolean
}

/** How long a step is that makes an event right, as the mode has it. */
export function stepLength(options: PassiveAggressiveOptions, row: Row, loss: number): number {
  const { C, mode } = options
  const square = squaredNorm(row)
  if (mode === 2) return loss / (square + 0.5 / C)
  if (square === 0) return 0
  return mode === 1 ? Math.min(C, loss / square) : loss / square
}

/** Moves each weight by a step times the value of its feature. */
export function addScaled(weights: Float64Array, row: Row, step: number): void {
  const { indices, values, count } = row
  for (let k = 0; k < count; k++) weights[indices[k]] += step * values[indices[k]]
}
