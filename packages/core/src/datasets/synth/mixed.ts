import type { Rules } from '../../options/rules.js'
import type { PlainSeed } from '../../random/seeded.js'
import type { DatasetEvent, DatasetFacts } from '../dataset.js'
import { SEED } from '../seed.js'
import { SyntheticDataset } from '../synthetic.js'
import { Concept } from './concept.js'

export interface MixedOptions {
  /** Which of the two concepts labels the events. */
  readonly classificationFunction: number
  /** Events repeat with the same seed; null: they differ each time. */
  readonly seed: PlainSeed
  /** Whether the labels come in turn, 1 first. */
  readonly balanceClasses: boolean
}

/**
 * Two booleans and two numbers between 0 and 1. Where two of three conditions hold (both booleans,
 * and the last feature below a curve of the one before) the label is 0 in concept 0 and 1 in
 * concept 1. It never ends.
 *
 * Draws per event: the four features, all again until the label is the one whose turn it is.
 *
 * @example
 * const [[x, y]] = new datasets.synth.Mixed({ seed: 42 }).take(1)
 * x[0] // => true
 */
export class Mixed extends SyntheticDataset<
  MixedOptions,
  Record<string, number | boolean>,
  number
> {
  static override readonly id = 'datasets.synth.Mixed'
  static override readonly rules: Rules<MixedOptions> = {
    classificationFunction: { kind: 'integer', default: 0, choices: [0, 1] },
    seed: SEED,
    balanceClasses: { kind: 'boolean', default: false },
  }

  private readonly concept: Concept

  constructor(given: Readonly<Partial<MixedOptions>> = {}) {
    super(given)
    this.concept = new Concept(2, this.options.classificationFunction, this.options.seed)
  }

  get facts(): DatasetFacts {
    return { task: 'Binary classification', nFeatures: 4, nClasses: 2 }
  }

  /** The concept in force. */
  get classificationFunction(): number {
    return this.concept.current
  }

  /** Changes to the other concept; also for walks that have begun. Draws nothing. */
  generateDrift(): void {
    this.concept.current = 1 - this.concept.current
  }

  *[Symbol.iterator](): Generator<DatasetEvent<Record<string, number | boolean>, number>> {
    const { balanceClasses } = this.options
    const rng = this.concept.start()
    for (let wanted = 1; ; wanted = 1 - wanted) {
      let v: boolean
      let w: boolean
      let a: number
      let b: number
      let y: number
      do {
        v = rng.random() >= 0.5
        w = rng.random() >= 0.5
        a = rng.random()
        b = rng.random()
        y = mostHold(v, w, a, b) ? this.concept.current : 1 - this.concept.current
      } while (balanceClasses && y !== wanted)
      yield [{ 0: v, 1: w, 2: a, 3: b }, y]
    }
  }
}

function mostHold(v: boolean, w: boolean, a: number, b: number): boolean {
  if (v === w) return v
  return b < 0.5 + 0.3 * Math.sin(3 * Math.PI * a)
}
