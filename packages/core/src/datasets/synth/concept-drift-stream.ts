import { InvalidOptionError } from '../../errors.js'
import type { Rules } from '../../options/rules.js'
import { Random } from '../../random/random.js'
import type { PlainSeed } from '../../random/seeded.js'
import type { DatasetEvent, DatasetFacts } from '../dataset.js'
import { SEED } from '../seed.js'
import { SyntheticDataset } from '../synthetic.js'
import { Agrawal } from './agrawal.js'

/** A generated dataset, whatever its options are. */
/** What drifts: any generated dataset. */
export type Stream<X, Y> = SyntheticDataset<object, X, Y>

export interface ConceptDriftStreamOptions<X = Record<string, number>, Y = number> {
  /** Where events come from before the drift; null: `Agrawal`. */
  readonly stream: Stream<X, Y> | null
  /** Where they come from after it; null: `Agrawal` with concept 2. */
  readonly driftStream: Stream<X, Y> | null
  /** The event at which both are as likely. */
  readonly position: number
  /** How many events the drift takes. */
  readonly width: number
  /** The seed of the choices, and of the streams where none are given; null: they differ. */
  readonly seed: PlainSeed
  /** The angle of the drift in degrees, instead of its width. */
  readonly alpha: number | null
}

/**
 * Goes from one stream over to another. Which one an event comes from is a matter of chance, the
 * second stream being ever more likely along an S-shaped curve. It ends when one of them does.
 *
 * Draws per event: one number; then what the chosen stream draws.
 *
 * @example
 * const stream = new datasets.synth.SEA({ seed: 42, variant: 0 })
 * const driftStream = new datasets.synth.SEA({ seed: 42, variant: 1 })
 * const options = { stream, driftStream, seed: 1, position: 5, width: 2 }
 * const drifting = new datasets.synth.ConceptDriftStream(options)
 * const labels = [...drifting.take(5)].map(([x, y]) => y)
 * labels // => [false, true, true, false, false]
 */
export class ConceptDriftStream<X = Record<string, number>, Y = number> extends SyntheticDataset<
  ConceptDriftStreamOptions<X, Y>,
  X,
  Y
> {
  static override readonly id = 'datasets.synth.ConceptDriftStream'
  static override readonly rules: Rules<ConceptDriftStreamOptions> = {
    stream: { kind: 'object', default: null, nullable: true },
    driftStream: { kind: 'object', default: null, nullable: true },
    position: { kind: 'integer', default: 5000 },
    width: { kind: 'integer', default: 1000, atLeast: 1 },
    seed: SEED,
    alpha: { kind: 'number', default: null, nullable: true, above: 0, atMost: 90 },
  }

  private readonly first: Stream<X, Y>
  private readonly second: Stream<X, Y>

  constructor(given: Readonly<Partial<ConceptDriftStreamOptions<X, Y>>> = {}) {
    super(given)
    const { stream, driftStream, seed } = this.options
    checkStream('stream', stream)
    checkStream('driftStream', driftStream)
    this.first = stream ?? agrawal(0, seed)
    this.second = driftStream ?? agrawal(2, seed)
    const { nFeatures } = this.first
    if (this.second.nFeatures === nFeatures) return
    const expected = `must have as many features as stream (${nFeatures})`
    const received = this.second.nFeatures
    throw new InvalidOptionError('ConceptDriftStream', 'driftStream', expected, received)
  }

  get facts(): DatasetFacts {
    return this.first.facts
  }

  *[Symbol.iterator](): Generator<DatasetEvent<X, Y>> {
    const { position, seed } = this.options
    const width = this.widthOfDrift()
    const rng = new Random(seed ?? undefined)
    const before = this.first[Symbol.iterator]()
    const after = this.second[Symbol.iterator]()
    for (let event = 1; ; event++) {
      const likelihood = 1 / (1 + Math.exp((-4 * (event - position)) / width))
      const { value, done } = (rng.random() > likelihood ? before : after).next()
      if (done) return
      yield value
    }
  }

  private widthOfDrift(): number {
    const { width, alpha } = this.options
    if (alpha === null) return width
    return Math.max(Math.floor(1 / Math.tan((alpha * Math.PI) / 180)), 1)
  }
}

/** The stream that stands in for one that is not given: then X and Y are those of Agrawal. */
function agrawal<X, Y>(classificationFunction: number, seed: PlainSeed): Stream<X, Y> {
  return new Agrawal({ classificationFunction, seed }) as unknown as Stream<X, Y>
}

function checkStream(option: string, stream: unknown): void {
  if (stream === null || stream instanceof SyntheticDataset) return
  const expected = 'must be a dataset of datasets.synth (or null)'
  throw new InvalidOptionError('ConceptDriftStream', option, expected, stream)
}
