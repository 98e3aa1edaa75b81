import type { Rules } from '../../options/rules.js'
import { Random } from '../../random/random.js'
import type { PlainSeed } from '../../random/seeded.js'
import type { DatasetEvent, DatasetFacts } from '../dataset.js'
import { SEED } from '../seed.js'

export interface LEDOptions {
  /** Events repeat with the same seed; null: they differ each time. */
  readonly seed: PlainSeed
  /** The share of segments that are turned, plus 0.01. */
  readonly noisePercentage: number
  /** Whether there are 17 more features, which say nothing. */
  readonly irrelevantFeatures: boolean
}

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

export const LED_RULES: Rules<LEDOptions> = {
  seed: SEED,
  noisePercentage: { kind: 'number', default: 0, atLeast: 0, atMost: 1 },
  irrelevantFeatures: { kind: 'boolean', default: false },
}

export function ledFacts({ irrelevantFeatures }: LEDOptions): DatasetFacts {
  const nFeatures = irrelevantFeatures ? ALL_FEATURES : SEGMENTS
  return { task: 'Multi-class classification', nFeatures, nClasses: 10 }
}

/**
 * Displays and their digits without end. The places of the features are drawn first; then, per
 * event, the digit, a number for each segment, a bit for each feature that says nothing.
 */
export function* ledEvents(
  options: LEDOptions,
  drawPlaces: (rng: Random) => readonly number[],
): Generator<DatasetEvent<Record<string, number>, number>> {
  const { seed, noisePercentage } = options
  const { nFeatures } = ledFacts(options)
  const rng = new Random(seed ?? undefined)
  const places = drawPlaces(rng)
  for (;;) {
    const x: Record<number, number> = {} // in the order of the places, whatever is filled first
    const y = rng.randint(0, 9)
    for (let i = 0; i < SEGMENTS; i++) x[places[i]] = segment(y, i, noisePercentage, rng)
    for (let i = SEGMENTS; i < nFeatures; i++) x[places[i]] = rng.randint(0, 1)
    yield [x, y]
  }
}

/** Each feature in its own place. */
export function ownPlaces(): number[] {
  return Array.from({ length: ALL_FEATURES }, (_, i) => i)
}

/** A segment of a digit, turned now and then. Draws one number. */
function segment(digit: number, i: number, noise: number, rng: Random): number {
  const light = DIGITS[digit].charCodeAt(i) - 48
  return 0.01 + rng.random() <= noise ? 1 - light : light
}
