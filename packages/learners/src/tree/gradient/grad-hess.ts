/**
 * What a set of events says of the loss: six numbers in a row, at any place of an array. They are
 * the weight, mean and spread (the sum of squared distances from the mean) of the gradients, mean
 * and spread of the hessians, and the covariance of both. The sums are taken in River's order.
 */
export const GRAD_HESS = 6

/** The least positive normal number: no divisor is 0. */
const TINY = 2.2250738585072014e-308

/** Takes in one event. */
export function addGradHess(
  into: Float64Array,
  at: number,
  gradient: number,
  hessian: number,
  weight: number,
): void {
  const n = into[at] + weight
  const share = weight / n
  const fromGradient = gradient - into[at + 1]
  const meanGradient = into[at + 1] + share * fromGradient
  const fromHessian = hessian - into[at + 3]
  const meanHessian = into[at + 3] + share * fromHessian
  into[at] = n
  into[at + 1] = meanGradient
  into[at + 2] += weight * fromGradient * (gradient - meanGradient)
  into[at + 3] = meanHessian
  into[at + 4] += weight * fromHessian * (hessian - meanHessian)
  const step = weight * (fromGradient * (hessian - meanHessian) - into[at + 5])
  into[at + 5] += step / (n > 2 ? n - 1 : 1)
}

/** Takes in all that others have seen. */
export function mergeGradHess(
  into: Float64Array,
  at: number,
  other: Float64Array,
  from: number,
): void {
  const n = into[at]
  const more = other[from]
  const all = n + more
  const apart = into[at + 1] - other[from + 1]
  const apartHessian = into[at + 3] - other[from + 3]
  into[at] = all
  into[at + 1] = (n * into[at + 1] + more * other[from + 1]) / all
  into[at + 2] = into[at + 2] + other[from + 2] + (apart * apart * n * more) / all
  into[at + 3] = (n * into[at + 3] + more * other[from + 3]) / all
  into[at + 4] = into[at + 4] + other[from + 4] + (apartHessian * apartHessian * n * more) / all
  if (all <= 1) return
  const both = (n - 1) * into[at + 5] + (more - 1) * other[from + 5]
  into[at + 5] = (both + apart * apartHessian * ((n * more) / all)) / (all > 2 ? all - 1 : 1)
}

/** Takes out what others have seen. */
export function subtractGradHess(
  into: Float64Array,
  at: number,
  other: Float64Array,
  from: number,
): void {
  const n = into[at]
  const less = other[from]
  const left = n - less > 0 ? n - less : 0
  const mean = left > 0 ? (n * into[at + 1] - less * other[from + 1]) / left : 0
  const meanHessian = left > 0 ? (n * into[at + 3] - less * other[from + 3]) / left : 0
  const apart = mean - other[from + 1]
  const apartHessian = meanHessian - other[from + 3]
  const together = left + less
  into[at] = left
  into[at + 1] = mean
  into[at + 2] = into[at + 2] - other[from + 2] - (apart * apart * left * less) / together
  into[at + 3] = meanHessian
  into[at + 4] =
    into[at + 4] - other[from + 4] - (apartHessian * apartHessian * left * less) / together
  if (n <= 1) return
  if (left <= 1) {
    into[at + 5] = 0
    return
  }
  const both = (n - 1) * into[at + 5] - (less - 1) * other[from + 5]
  into[at + 5] = (both - apart * apartHessian * ((left * less) / n)) / (left - 1)
}

/** By how much the prediction for these events should change: a Newton step. */
export function newtonStep(of: Float64Array, at: number, lambda: number): number {
  return -of[at + 1] / (of[at + 3] + TINY + lambda)
}

/** Weight, mean and spread of a change of the loss: three numbers, as `leaf/moments` has them. */
export function lossChange(
  of: Float64Array,
  at: number,
  step: number,
  into: Float64Array,
  to: number,
): void {
  const n = of[at]
  const square = step * step
  const gradients = n > 1 ? of[at + 2] / (n - 1) : 0
  const hessians = n > 1 ? of[at + 4] / (n - 1) : 0
  const variance =
    square * gradients + 0.25 * hessians * square * square + square * step * of[at + 5]
  into[to] = n
  into[to + 1] = step * of[at + 1] + 0.5 * of[at + 3] * step * step
  into[to + 2] = (n - 1) * (variance > 0 ? variance : 0)
}
