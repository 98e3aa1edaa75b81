import { InvalidInputError } from '../../errors.js'
import { log } from '../../math/log.js'
import { checkNumbers } from '../parts/checks.js'
import type { Loss } from '../parts/losses.js'

type Numbers = ArrayLike<number>

/** |y - p|. */
export const absoluteError: Loss = (metric, yTrue, yPred, i, out) => {
  checkNumbers(metric, yTrue[i], yPred[i])
  out[0] = Math.abs((yTrue as Numbers)[i] - (yPred as Numbers)[i])
}

/** (y - p)². */
export const squaredError: Loss = (metric, yTrue, yPred, i, out) => {
  checkNumbers(metric, yTrue[i], yPred[i])
  const error = (yTrue as Numbers)[i] - (yPred as Numbers)[i]
  out[0] = error * error
}

/** |y - p| / |y|, and 0 where y is 0. */
export const absoluteShare: Loss = (metric, yTrue, yPred, i, out) => {
  checkNumbers(metric, yTrue[i], yPred[i])
  const truth = (yTrue as Numbers)[i]
  out[0] = truth === 0 ? 0 : Math.abs(truth - (yPred as Numbers)[i]) / Math.abs(truth)
}

/** 2 |y - p| / (|y| + |p|), and 0 where both are 0. */
export const symmetricShare: Loss = (metric, yTrue, yPred, i, out) => {
  checkNumbers(metric, yTrue[i], yPred[i])
  const truth = (yTrue as Numbers)[i]
  const guess = (yPred as Numbers)[i]
  const size = Math.abs(truth) + Math.abs(guess)
  out[0] = size === 0 ? 0 : (2 * Math.abs(truth - guess)) / size
}

/** (log(1 + y) - log(1 + p))². */
export const squaredLogError: Loss = (metric, yTrue, yPred, i, out) => {
  checkNumbers(metric, yTrue[i], yPred[i])
  const truth = (yTrue as Numbers)[i]
  const guess = (yPred as Numbers)[i]
  if (!(truth > -1 && guess > -1)) {
    const which = truth > -1 ? 'a prediction' : 'a truth'
    throw new InvalidInputError(metric.who, `${which} must be above -1`, truth > -1 ? guess : truth)
  }
  const error = log(truth + 1) - log(guess + 1)
  out[0] = error * error
}
