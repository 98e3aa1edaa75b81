import { math } from '@coelho/core'

/** River: the logistic function, flat beyond 30. */
export function sigmoid(x: number): number {
  if (x < -30) return 0
  if (x > 30) return 1
  return 1 / (1 + math.exp(-x))
}
