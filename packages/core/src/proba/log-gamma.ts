import { log } from '../math/log.js'
import { HALF_LOG_TAU } from '../math/normal.js'

const FAR = 12 // from here on seven terms of the series are exact

/** The logarithm of the gamma function, for x > 0: Stirling's series, where need be from afar. */
export function logGamma(x: number): number {
  let product = 1
  let far = x
  while (far < FAR) {
    product *= far
    far += 1
  }
  const inverse = 1 / far
  const square = inverse * inverse
  const series =
    1 / 12 -
    square *
      (1 / 360 -
        square *
          (1 / 1260 -
            square * (1 / 1680 - square * (1 / 1188 - square * (691 / 360360 - square / 156)))))
  return (far - 0.5) * log(far) - far + HALF_LOG_TAU + inverse * series - log(product)
}
