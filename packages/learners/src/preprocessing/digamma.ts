import { math } from '@coelho/core'

const FAR = 10 // from here on seven terms of the series are exact

/** The derivative of the logarithm of the gamma function, for x > 0. */
export function digamma(x: number): number {
  let far = x
  let before = 0
  while (far < FAR) {
    before += 1 / far
    far += 1
  }
  const square = 1 / (far * far)
  const series =
    square *
    (1 / 12 -
      square *
        (1 / 120 -
          square *
            (1 / 252 -
              square * (1 / 240 - square * (1 / 132 - square * (691 / 32760 - square / 12))))))
  return math.log(far) - 0.5 / far - series - before
}
