import type { Rules } from '../../options/rules.js'
import type { Random } from '../../random/random.js'
import type { PlainSeed } from '../../random/seeded.js'
import type { DatasetEvent, DatasetFacts } from '../dataset.js'
import { SEED } from '../seed.js'
import { SyntheticDataset } from '../synthetic.js'
import { type Applicant, labelOf } from './applicant.js'
import { Concept } from './concept.js'

export interface AgrawalOptions {
  /** Which of the ten concepts labels the events. */
  readonly classificationFunction: number
  /** Events repeat with the same seed; null: they differ each time. */
  readonly seed: PlainSeed
  /** Whether the labels come in turn, 1 first. */
  readonly balanceClasses: boolean
  /** How far numbers are moved once the label is known, as a share of their range. */
  readonly perturbation: number
}

/**
 * People who ask for a loan, with nine features, and whether they belong to group 1: ten concepts
 * to choose from (Agrawal, Imielinski and Swami, 1993). It never ends.
 *
 * Draws per event: salary, commission (for a salary below 75 000), age, education, car, zip code,
 * house value, years, loan, all again until the label is the one whose turn it is; then, if there
 * is perturbation, a number each for salary, commission (unless 0), age, house value, years, loan.
 *
 * @example
 * const [[x, y]] = new datasets.synth.Agrawal({ seed: 42 }).take(1)
 * x.age // => 21
 */
export class Agrawal extends SyntheticDataset<AgrawalOptions, Applicant, number> {
  static override readonly id = 'datasets.synth.Agrawal'
  static override readonly rules: Rules<AgrawalOptions> = {
    classificationFunction: { kind: 'integer', default: 0, atLeast: 0, atMost: 9 },
    seed: SEED,
    balanceClasses: { kind: 'boolean', default: false },
    perturbation: { kind: 'number', default: 0, atLeast: 0, atMost: 1 },
  }

  private readonly concept: Concept

  constructor(given: Readonly<Partial<AgrawalOptions>> = {}) {
    super(given)
    this.concept = new Concept(10, this.options.classificationFunction, this.options.seed)
  }

  get facts(): DatasetFacts {
    return { task: 'Binary classification', nFeatures: 9, nClasses: 2 }
  }

  /** The concept in force. */
  get classificationFunction(): number {
    return this.concept.current
  }

  /** Changes the concept to another one, chosen at random; also for walks that have begun. */
  generateDrift(): void {
    this.concept.change()
  }

  *[Symbol.iterator](): Generator<DatasetEvent<Applicant, number>> {
    const { balanceClasses, perturbation } = this.options
    const rng = this.concept.start()
    for (let wanted = 1; ; wanted = 1 - wanted) {
      const x = blank()
      let y: number
      do {
        draw(x, rng)
        y = labelOf(this.concept.current, x)
      } while (balanceClasses && y !== wanted)
      if (perturbation > 0) perturb(x, perturbation, rng)
      yield [x, y]
    }
  }
}

function blank(): Applicant {
  return {
    salary: 0,
    commission: 0,
    age: 0,
    elevel: 0,
    car: 0,
    zipcode: 0,
    hvalue: 0,
    hyears: 0,
    loan: 0,
  }
}

function draw(x: Applicant, rng: Random): void {
  x.salary = 20000 + 130000 * rng.random()
  x.commission = x.salary >= 75000 ? 0 : 10000 + 75000 * rng.random()
  x.age = rng.randint(20, 80)
  x.elevel = rng.randint(0, 4)
  x.car = rng.randint(1, 20)
  x.zipcode = rng.randint(0, 8)
  x.hvalue = (8 - x.zipcode) * 100000 * (0.5 + rng.random())
  x.hyears = rng.randint(1, 30)
  x.loan = rng.random() * 500000
}

function perturb(x: Applicant, share: number, rng: Random): void {
  x.salary = clip(moved(x.salary, 130000, share, rng), 20000, 150000)
  if (x.commission > 0) {
    x.commission = clip(moved(x.commission, 65000, share, rng), 10000, 75000)
  }
  x.age = Math.round(clip(moved(x.age, 60, share, rng), 20, 80))
  // River: the bounds are the wrong way round, so a house is worth the lower one or nothing (case
  // "classification_function=4, …" of datasets.synth.Agrawal).
  x.hvalue = clip(moved(x.hvalue, 135000, share, rng), (9 - x.zipcode) * 100000, 0)
  x.hyears = Math.round(clip(moved(x.hyears, 29, share, rng), 1, 30))
  x.loan = clip(moved(x.loan, 500000, share, rng), 0, 500000)
}

function moved(value: number, range: number, share: number, rng: Random): number {
  return value + range * (2 * (rng.random() - 0.5)) * share
}

function clip(value: number, low: number, high: number): number {
  if (value < low) return low
  return value > high ? high : value
}
