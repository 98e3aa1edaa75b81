import { math } from '@coelho/core'

/** What a gradient tree makes small. */
export interface GradientLoss {
  /** The prediction that is told, from what a leaf holds. */
  transfer(raw: number): number
  gradient(y: number, predicted: number): number
  hessian(y: number, predicted: number): number
}

export const SQUARED_ERROR: GradientLoss = {
  transfer: (raw) => raw,
  gradient: (y, predicted) => predicted - y,
  hessian: () => 1,
}

/** River: the derivatives are taken at the sigmoid of the probability, not at the probability. */
export const BINARY_CROSS_ENTROPY: GradientLoss = {
  transfer: sigmoid,
  gradient: (y, predicted) => sigmoid(predicted) - y,
  hessian: (_, predicted) => {
    const p = sigmoid(predicted)
    return p * (1 - p)
  },
}

function sigmoid(x: number): number {
  return 1 / (1 + math.exp(-x))
}
