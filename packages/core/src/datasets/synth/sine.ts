import type { Rules } from '../../options/rules.js'
import type { PlainSeed } from '../../random/seeded.js'
import type { DatasetEvent, DatasetFacts } from '../dataset.js'
import { SEED } from '../seed.js'
import { SyntheticDataset } from '../synthetic.js'
import { Concept } from './concept.js'

export interface SineOptions {
  /** Which of the four concepts labels the events. */
  readonly classificationFunction: number
  /** Events repeat with the same seed; null: they differ each time. */
  readonly seed: PlainSeed
  /** Whether the labels come in turn, 1 first. */
  readonly balanceClasses: boolean
  /** Whether there are two more features, which say nothing. */
  readonly hasNoise: boolean
}

/**
 * Two features between 0 and 1, and a curve: `sin(b)` in concepts 0 and 1, `0.5 + 0.3 sin(3πb)`
 * in 2 and 3. The label is 1 where the first feature lies below the curve (0, 2), or not below it
 * (1, 3). It never ends.
 *
 * Draws per event: the two features, again until the label is the one whose turn it is; then the
 * two that say nothing.
 *
 * @example
 * const [[x, y]] = new datasets.synth.Sine({ classificationFunction: 2, seed: 1 }).take(1)
 * y // => 1
 */
export class Sine extends SyntheticDataset<SineOptions, Record<string, number>, number> {
  static override readonly id = 'datasets.synth.Sine'
  static override readonly rules: Rules<SineOptions> = {
    classificationFunction: { kind: 'integer', default: 0, choices: [0, 1, 2, 3] },
    seed: SEED,
    balanceClasses: { kind: 'boolean', default: false },
    hasNoise: { kind: 'boolean', default: false },
  }

  private readonly concept: Concept

  constructor(given: Readonly<Partial<SineOptions>> = {}) {
    super(given)
    this.concept = new Concept(4, this.options.classificationFunction, this.options.seed)
  }

  get facts(): DatasetFacts {
    const nFeatures = this.options.hasNoise ? 4 : 2
    return { task: 'Binary classification', nFeatures, nClasses: 2 }
  }

  /** The concept in force. */
  get classificationFunction(): number {
    return this.concept.current
  }

  /** Changes the concept to another one, chosen at random; also for walks that have begun. */
  generateDrift(): void {
    this.concept.change()
  }

  *[Symbol.iterator](): Generator<DatasetEvent<Record<string, number>, number>> {
    const { balanceClasses, hasNoise } = this.options
    const rng = this.concept.start()
    for (let wanted = 1; ; wanted = 1 - wanted) {
      let a: number
      let b: number
      let y: number
      do {
        a = rng.random()
        b = rng.random()
        y = labelOf(this.concept.current, a, b)
      } while (balanceClasses && y !== wanted)
      const x = hasNoise ? { 0: a, 1: b, 2: rng.random(), 3: rng.random() } : { 0: a, 1: b }
      yield [x, y]
    }
  }
}

function labelOf(concept: number, a: number, b: number): number {
  const curve = concept < 2 ? Math.sin(b) : 0.5 + 0.3 * Math.sin(3 * Math.PI * b)
  const whenBelow = concept % 2 === 0 ? 1 : 0
  return a < curve ? whenBelow : 1 - whenBelow
}
