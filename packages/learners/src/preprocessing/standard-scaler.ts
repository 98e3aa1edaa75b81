import {
  type Block,
  type Column,
  growFloats,
  type Row,
  type Rules,
  SnapshotError,
  type TakesBlocks,
  Transformer,
} from '@coelho/core'
import { WindowedMoments } from './windowed-moments.js'

export interface StandardScalerOptions {
  /** Divide by the standard deviation; else only the mean is subtracted. */
  readonly withStd: boolean
  /** Scale by the last so many values of each feature; null: by all. */
  readonly windowSize: number | null
}

/**
 * Scales each feature to mean 0 and variance 1, by what it has seen of it so far. A feature
 * without variance becomes 0.
 *
 * @example
 * const scaler = new StandardScaler()
 * for (const x of [10, 12, 14]) scaler.learnOne({ x })
 * scaler.transformOne({ x: 12 }) // => { x: 0 }
 */
export class StandardScaler extends Transformer<StandardScalerOptions> implements TakesBlocks {
  static override readonly id = 'preprocessing.StandardScaler'
  static override readonly rules: Rules<StandardScalerOptions> = {
    withStd: { kind: 'boolean', default: true },
    windowSize: { kind: 'integer', default: null, nullable: true, atLeast: 1, atMost: 16_777_216 },
  }
  static override readonly state = ['seen', 'mean', 'variance', 'window'] as const
  static readonly parts: readonly unknown[] = [WindowedMoments]

  private readonly withStd: boolean = this.options.withStd
  // A number for each feature.
  private seen: Float64Array = new Float64Array(8)
  private mean: Float64Array = new Float64Array(8)
  private variance: Float64Array = new Float64Array(8)
  private readonly window: WindowedMoments | null = this.options.windowSize
    ? new WindowedMoments()
    : null

  learnRow(row: Row): void {
    if (row.width > this.seen.length) this.reserve(row.width)
    if (this.window) this.learnWindow(row, this.window)
    else {
      const { indices, values, count } = row
      for (let k = 0; k < count; k++) this.learn(indices[k], values[indices[k]])
    }
  }

  private learn(feature: number, x: number): void {
    const { seen, mean, variance } = this
    const n = seen[feature] + 1
    const before = mean[feature]
    const after = before + (x - before) / n
    seen[feature] = n
    mean[feature] = after
    variance[feature] += ((x - before) * (x - after) - variance[feature]) / n
  }

  private learnWindow(row: Row, window: WindowedMoments): void {
    const size = this.options.windowSize as number
    window.reserve(row.width)
    for (let k = 0; k < row.count; k++) {
      const feature = row.indices[k]
      this.seen[feature] += 1
      window.update(feature, row.values[feature], size)
      this.mean[feature] = window.mean[feature]
      this.variance[feature] = window.variance(feature)
    }
  }

  transformRow(row: Row, out: Row): void {
    out.sameFeatures(row)
    const { indices, values, count } = row
    const to = out.values
    for (let k = 0; k < count; k++) to[indices[k]] = this.scaled(indices[k], values[indices[k]])
  }

  private scaled(feature: number, x: number): number {
    const { mean, variance, withStd } = this
    if (feature >= mean.length) return withStd ? 0 : x
    if (!withStd) return x - mean[feature]
    return inUnits(x - mean[feature], Math.sqrt(variance[feature]))
  }

  get takesBlocks(): boolean {
    return this.window === null
  }

  learnBlock(block: Block, out?: Block): void {
    out?.sameFeatures(block)
    out?.rows()
    const { row, columns, length } = block
    if (row.width > this.seen.length) this.reserve(row.width)
    for (let k = 0; k < row.count; k++) {
      const feature = row.indices[k]
      this.learnColumn(feature, length, columns[feature], out?.columns[feature])
    }
  }

  learnAfter(ahead: Block, early: Block, block: Block, out: Block): void {
    early.sameFeatures(ahead)
    early.rows()
    out.sameFeatures(block)
    out.rows()
    const { row, columns, length } = block
    if (row.width > this.seen.length) this.reserve(row.width)
    for (let k = 0; k < row.count; k++) {
      const feature = row.indices[k]
      const [before, first] = [ahead.columns[feature], early.columns[feature]]
      this.learnColumn(feature, length, columns[feature], out.columns[feature], before, first)
    }
  }

  /**
   * Learns so many values of a feature; each is then scaled into the second column, and before that
   * each of the third into the fourth. What is known of the feature stays in registers meanwhile.
   */
  private learnColumn(
    feature: number,
    length: number,
    { values, start, step }: Column,
    { values: to, start: toStart, step: toStep }: Column = NOWHERE,
    { values: ahead, start: aheadStart, step: aheadStep }: Column = NOWHERE,
    { values: early, start: earlyStart, step: earlyStep }: Column = NOWHERE,
  ): void {
    const { withStd } = this
    let n = this.seen[feature]
    let centre = this.mean[feature]
    let spread = this.variance[feature]
    let unit = withStd ? Math.sqrt(spread) : 1
    let [at, aheadAt, earlyAt, toAt] = [start, aheadStart, earlyStart, toStart]
    for (let i = 0; i < length; i++) {
      const x = values[at]
      early[earlyAt] = inUnits(ahead[aheadAt] - centre, unit)
      n++
      const distance = x - centre
      // River: by division; a share of 1 / n would give other last bits.
      centre += distance / n
      spread += (distance * (x - centre) - spread) / n
      if (withStd) unit = Math.sqrt(spread)
      to[toAt] = inUnits(x - centre, unit)
      at += step
      aheadAt += aheadStep
      earlyAt += earlyStep
      toAt += toStep
    }
    this.seen[feature] = n
    this.mean[feature] = centre
    this.variance[feature] = spread
  }

  transformBlock(block: Block, out: Block): void {
    const { row, columns, length } = block
    out.sameFeatures(block)
    const to = out.rows()
    for (let k = 0; k < row.count; k++) {
      const feature = row.indices[k]
      const { values, start, step } = columns[feature]
      for (let i = 0; i < length; i++) {
        to[i * row.count + k] = this.scaled(feature, values[start + i * step])
      }
    }
  }

  /** How often each feature was seen. */
  get counts(): Map<string, number> {
    return this.byName(this.seen)
  }

  /** The mean of each feature. */
  get means(): Map<string, number> {
    return this.byName(this.mean)
  }

  /** The variance of each feature; none without `withStd`. */
  get vars(): Map<string, number> {
    return this.options.withStd ? this.byName(this.variance) : new Map()
  }

  private byName(numbers: Float64Array): Map<string, number> {
    return new Map(this.schema.names().map((name, feature) => [name, numbers[feature] ?? 0]))
  }

  private reserve(width: number): void {
    this.seen = growFloats(this.seen, width)
    this.mean = growFloats(this.mean, this.seen.length)
    this.variance = growFloats(this.variance, this.seen.length)
  }

  checkState(): void {
    const { length } = this.seen
    if (this.mean.length !== length || this.variance.length !== length) {
      throw new SnapshotError('the tables of StandardScaler must be of one length')
    }
    this.window?.checkSize(this.options.windowSize as number, length)
  }
}

/** What is not asked for is written here. */
const NOWHERE: Column = { values: /* @__PURE__ */ new Float64Array(1), start: 0, step: 0 }

/** A distance from the mean in standard deviations; without any it is 0. */
function inUnits(distance: number, deviation: number): number {
  return deviation > 0 ? distance / deviation : 0
}
