import {
  Clusterer,
  type Given,
  growFloats,
  InvalidOptionError,
  NO_FLOATS,
  Row,
  type Rules,
  random,
  relayout,
  SnapshotError,
  seeded,
} from '@coelho/core'
import { type CentroidOptions, Centroids, type NormalDraws, shareOf } from './centroids.js'
import { SeededDraws } from './seeded-draws.js'

export interface STREAMKMeansOptions extends CentroidOptions {
  /** How many events are clustered at a time. */
  readonly chunkSize: number
  /** Of the generators that draw centres, all of which begin with it; null: one is drawn. */
  readonly seed: number | bigint | null
}

/**
 * Clusters chunk by chunk: each is clustered on its own, and its centres are what the clusters
 * learn from. While the first chunk is not full, all events are in cluster 0.
 *
 * @example
 * const model = new cluster.STREAMKMeans({ chunkSize: 4, nClusters: 2, sigma: 3, seed: 0 })
 * for (const x of [1, 9, 1.5, 8.5, 1, 9, 1.5, 8.5]) model.learnOne({ x })
 * model.centers.size // => 2
 */
export class STREAMKMeans extends Clusterer<STREAMKMeansOptions> {
  static override readonly id = 'cluster.STREAMKMeans'
  static override readonly rules: Rules<STREAMKMeansOptions> = {
    chunkSize: { kind: 'integer', default: 10, atLeast: 1, atMost: 16_777_216 },
    nClusters: { kind: 'integer', default: 2, atLeast: 1, atMost: 1_048_576 },
    halflife: { kind: 'number', default: 0.5, atLeast: 0, atMost: 1 },
    mu: { kind: 'number', default: 0 },
    sigma: { kind: 'number', default: 1, atLeast: 0 },
    p: { kind: 'number', default: 2, above: 0 },
    seed: { kind: 'any', default: null },
  }
  static override readonly state = [
    'rng',
    'centroids',
    'seen',
    'stride',
    'chunk',
    'weights',
  ] as const
  static readonly parts: readonly unknown[] = [random.Random, Centroids]

  private readonly rng: random.Random
  private readonly centroids: Centroids = new Centroids()
  /** How many events of this chunk came, by event and feature what they were (NaN: absent). */
  private seen = 0
  private stride = 0
  private chunk: Float64Array = NO_FLOATS
  private weights: Float64Array = NO_FLOATS
  private readonly scratch: Row = new Row()
  /** The centres of a chunk, and what they begin with: no state. */
  private readonly own: Centroids = new Centroids()
  private draws: SeededDraws | undefined

  constructor(given?: Given<STREAMKMeansOptions>) {
    super(given)
    const { seed } = this.options
    if (typeof seed === 'object' && seed !== null) {
      const expected = 'must be an integer or a bigint (or null): each chunk begins with it anew'
      throw new InvalidOptionError(this.who, 'seed', expected, seed)
    }
    this.rng = seeded(this.who, seed)
  }

  /** What the generators were seeded with: to repeat a run, give it again. */
  get seed(): number | bigint {
    return this.rng.seed
  }

  learnRow(row: Row, weight: number): void {
    if (row.width > this.stride) this.widen(row.width)
    const { stride, seen } = this
    this.chunk = growFloats(this.chunk, (seen + 1) * stride, Number.NaN)
    this.weights = growFloats(this.weights, seen + 1)
    this.chunk.fill(Number.NaN, seen * stride, (seen + 1) * stride)
    for (let k = 0; k < row.count; k++) {
      this.chunk[seen * stride + row.indices[k]] = row.values[row.indices[k]]
    }
    this.weights[seen] = weight
    this.seen = seen + 1
    if (this.seen === this.options.chunkSize) this.learnChunk(row.width)
  }

  predictRow(row: Row): number {
    return this.centroids.nearest(row, this.options.nClusters, 2)
  }

  /** Where each cluster is. */
  get centers(): Map<number, Record<string, number>> {
    return this.centroids.toMap(this.options.nClusters, this.schema.names())
  }

  private learnChunk(width: number): void {
    const { options, scratch, chunk, stride } = this
    const { own } = this
    own.clear()
    // River: each chunk's clusters are drawn from the same seed.
    this.draws ??= new SeededDraws(this.seed, options)
    const draws = this.draws.restart()
    for (let i = 0; i < this.seen; i++) {
      scratch.clear()
      for (let feature = 0; feature < stride; feature++) {
        const value = chunk[i * stride + feature]
        if (value === value) scratch.put(feature, value)
      }
      scratch.seal(width)
      learn(own, scratch, options, draws, this.weights[i])
    }
    for (let i = 0; i < options.nClusters; i++) {
      own.toRow(i, width, scratch)
      learn(this.centroids, scratch, options, this.rng, 1)
    }
    this.seen = 0
  }

  private widen(width: number): void {
    const { stride, seen } = this
    const wider = Math.max(width, 2 * stride)
    const before = relayout(this.chunk, seen, stride, seen, wider)
    for (let i = 0; i < seen; i++) before.fill(Number.NaN, i * wider + stride, (i + 1) * wider)
    this.chunk = before
    this.stride = wider
  }

  checkState(): void {
    const { seen, stride, chunk, weights, schema, options } = this
    this.draws = undefined
    const sizes = [seen, stride].every((n) => Number.isSafeInteger(n) && n >= 0)
    const roomy = chunk.length >= seen * stride && weights.length >= seen
    if (!sizes || seen >= options.chunkSize || !roomy || !weights.every((w) => w >= 0)) {
      throw new SnapshotError('STREAMKMeans must hold less than a chunk of events')
    }
    for (let at = 0; at < seen * stride; at++) {
      if (at % stride < schema.size || chunk[at] !== chunk[at]) continue
      throw new SnapshotError('events must have known features only', at % stride)
    }
    this.centroids.check(options.nClusters, schema.size)
  }
}

function learn(
  centroids: Centroids,
  row: Row,
  options: CentroidOptions,
  rng: NormalDraws,
  weight: number,
): void {
  centroids.meet(row, options, rng)
  const nearest = centroids.nearest(row, options.nClusters, options.p)
  centroids.pull(nearest, row, shareOf(options.halflife, weight))
}
