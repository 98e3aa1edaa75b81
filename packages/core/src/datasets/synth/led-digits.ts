import type { Random } from '../../random/random.js'

/** The segments of the display. */
export const SEGMENTS = 7
/** The segments, and the features that say nothing. */
export const ALL_FEATURES = 24

/** Which segments each digit lights: top, two above the middle, middle, two below, bottom. */
const DIGITS: readonly string[] = [
  '1110111',
  '0010010',
  '1011101',
  '1011011',
  '0111010',
  '1101011',
  '1101111',
  '1010010',
  '1111111',
  '1111011',
]

/** A segment of a digit, turned now and then. Draws one number. */
export function segment(digit: number, i: number, noise: number, rng: Random): number {
  const light = DIGITS[digit].charCodeAt(i) - 48
  return 0.01 + rng.random() <= noise ? 1 - light : light
}
