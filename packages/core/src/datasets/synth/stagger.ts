import type { Rules } from '../../options/rules.js'
import type { PlainSeed } from '../../random/seeded.js'
import type { DatasetEvent, DatasetFacts } from '../dataset.js'
import { SEED } from '../seed.js'
import { SyntheticDataset } from '../synthetic.js'
import { Concept } from './concept.js'

export interface STAGGEROptions {
  /** Which of the three concepts labels the events. */
  readonly classificationFunction: number
  /** Events repeat with the same seed; null: they differ each time. */
  readonly seed: PlainSeed
  /** Whether the labels come in turn, 1 first. */
  readonly balanceClasses: boolean
}

/**
 * Size (small, medium, large), colour (red, blue, green) and shape (circle, square, triangle),
 * each as 0, 1 or 2. The label is 1 for what is small and red (concept 0), green or a circle (1),
 * medium or large (2). It never ends.
 *
 * Draws per event: size, colour, shape; all again until the label is the one whose turn it is.
 *
 * @example
 * const [[x, y]] = new datasets.synth.STAGGER({ seed: 42 }).take(1)
 * x // => { size: 2, color: 0, shape: 0 }
 */
export class STAGGER extends SyntheticDataset<STAGGEROptions, Record<string, number>, number> {
  static override readonly id = 'datasets.synth.STAGGER'
  static override readonly rules: Rules<STAGGEROptions> = {
    classificationFunction: { kind: 'integer', default: 0, choices: [0, 1, 2] },
    seed: SEED,
    balanceClasses: { kind: 'boolean', default: false },
  }

  private readonly concept: Concept

  constructor(given: Readonly<Partial<STAGGEROptions>> = {}) {
    super(given)
    this.concept = new Concept(3, this.options.classificationFunction, this.options.seed)
  }

  get facts(): DatasetFacts {
    return { task: 'Binary classification', nFeatures: 3, nClasses: 2 }
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
    const { balanceClasses } = this.options
    const rng = this.concept.start()
    for (let wanted = 1; ; wanted = 1 - wanted) {
      let size: number
      let color: number
      let shape: number
      let y: number
      do {
        size = rng.randint(0, 2)
        color = rng.randint(0, 2)
        shape = rng.randint(0, 2)
        y = labelOf(this.concept.current, size, color, shape)
      } while (balanceClasses && y !== wanted)
      yield [{ size, color, shape }, y]
    }
  }
}

function labelOf(concept: number, size: number, color: number, shape: number): number {
  if (concept === 0) return size === 0 && color === 0 ? 1 : 0
  if (concept === 1) return color === 2 || shape === 0 ? 1 : 0
  return size > 0 ? 1 : 0
}
