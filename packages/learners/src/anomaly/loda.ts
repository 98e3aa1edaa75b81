import {
  AnomalyDetector,
  compareValues,
  type Given,
  InvalidOptionError,
  math,
  NO_FLOATS,
  NO_INTS,
  type Row,
  type Rules,
  random,
  SnapshotError,
  seeded,
} from '@coelho/core'
import { CutHistograms } from './cut-histograms.js'

export interface LODAOptions {
  /** The most bins of each histogram. */
  readonly nBins: number
  /** How many random sums of features are looked at. */
  readonly nRandomCuts: number
  /** Of the generator that draws the sums; null: one is drawn. */
  readonly seed: random.Seed
}

/** So many bins in all are 400 MB: more is a mistake. */
const MOST_BINS = 2 ** 24
/** What lies where nothing was is still as likely as this. */
const LEAST_DENSITY = 1e-12

/**
 * Scores how unusual an event is by histograms of random sums of its features: the mean of
 * -log(density) over all of them. Each sum is of about the square root of all features.
 *
 * The sums are of the features of the first event that has any; those that come later are never
 * looked at, and one that is missing counts as 0.
 *
 * [Loda: Lightweight on-line detector of anomalies](https://doi.org/10.1007/s10994-015-5521-0)
 *
 * @example
 * const model = new anomaly.LODA({ nRandomCuts: 5, seed: 42 })
 * for (let i = 0; i < 50; i++) model.learnOne({ x: i % 7, y: i % 5 })
 * model.scoreOne({ x: 3, y: 2 }) < model.scoreOne({ x: 30, y: 2 }) // => true
 */
export class LODA extends AnomalyDetector<LODAOptions> {
  static override readonly id = 'anomaly.LODA'
  static override readonly rules: Rules<LODAOptions> = {
    nBins: { kind: 'integer', default: 10, atLeast: 1, atMost: 65_536 },
    nRandomCuts: { kind: 'integer', default: 100, atLeast: 1, atMost: 1_048_576 },
    seed: { kind: 'any', default: null },
  }
  static override readonly state: readonly string[] = [
    'rng',
    'histograms',
    'known',
    'features',
    'factors',
  ]
  static readonly parts: readonly unknown[] = [random.Random, CutHistograms]

  private readonly rng: random.Random
  private readonly histograms: CutHistograms
  /** How many features there were when the sums were drawn. */
  private known = 0
  // One sum behind the other, each of as many features.
  private features: Int32Array = NO_INTS
  private factors: Float64Array = NO_FLOATS
  private sums: Float64Array = NO_FLOATS

  constructor(given?: Given<LODAOptions>) {
    super(given)
    const { nBins, nRandomCuts, seed } = this.options
    this.rng = seeded(this.who, seed)
    if (nBins * nRandomCuts > MOST_BINS) {
      const expected = `must make at most ${MOST_BINS} bins in nRandomCuts = ${nRandomCuts} cuts`
      throw new InvalidOptionError(this.who, 'nBins', expected, nBins)
    }
    this.histograms = new CutHistograms(nRandomCuts, nBins)
  }

  /** What the generator was seeded with: to repeat a run, give it again. */
  get seed(): number | bigint {
    return this.rng.seed
  }

  /** How many features it looks at. */
  get nFeatures(): number {
    return this.known
  }

  learnRow(row: Row): void {
    if (this.features.length === 0 && !this.draw(row)) return
    this.project(row)
    this.histograms.update(this.sums)
  }

  scoreRow(row: Row): number {
    if (this.features.length === 0) return 0
    const { histograms } = this
    const { nRandomCuts } = this.options
    this.project(row)
    const { sums } = this
    let score = 0
    for (let cut = 0; cut < nRandomCuts; cut++) {
      score -= math.log(Math.max(histograms.density(cut, sums[cut]), LEAST_DENSITY))
    }
    return score / nRandomCuts
  }

  /** Draws the sums; false if there is no feature to add up. */
  private draw(row: Row): boolean {
    if (row.count === 0) return false
    const { rng, schema } = this
    const { nRandomCuts } = this.options
    const all = row.indices
      .slice(0, row.count)
      .sort((a, b) => compareValues(schema.name(a), schema.name(b)))
    const used = usedOf(row.count)
    this.known = row.count
    this.features = new Int32Array(nRandomCuts * used)
    this.factors = new Float64Array(nRandomCuts * used)
    for (let at = 0; at < this.features.length; at += used) {
      this.features.set(rng.sample(all, used), at)
      for (let k = 0; k < used; k++) this.factors[at + k] = rng.gauss(0, 1)
    }
    return true
  }

  private project(row: Row): void {
    const { features, factors } = this
    const { nRandomCuts } = this.options
    const { values } = row
    if (this.sums.length === 0) this.sums = new Float64Array(nRandomCuts)
    const used = features.length / nRandomCuts
    for (let cut = 0, at = 0; cut < nRandomCuts; cut++) {
      let sum = 0
      for (const end = at + used; at < end; at++) {
        const value = features[at] < row.width ? values[features[at]] : NaN
        if (value === value) sum += factors[at] * value
      }
      // Sums of huge values overflow, and may cancel each other.
      if (!(sum <= Number.MAX_VALUE)) sum = Number.MAX_VALUE
      this.sums[cut] = Math.max(sum, -Number.MAX_VALUE)
    }
  }

  checkState(): void {
    const { known, features, factors, schema, options } = this
    const isKnown = Number.isSafeInteger(known) && known >= 0 && known <= schema.size
    const room = known > 0 ? options.nRandomCuts * usedOf(known) : 0
    const fits = isKnown && features.length === room && factors.length === room
    const isNamed = features.every((feature) => feature >= 0 && feature < schema.size)
    if (!fits || !isNamed || !factors.every(Number.isFinite)) {
      throw new SnapshotError('a LODA must have features and factors for each of its sums', known)
    }
  }
}

/** Of so many features how many are in each sum. */
function usedOf(known: number): number {
  return Math.max(1, Math.floor(Math.sqrt(known)))
}
