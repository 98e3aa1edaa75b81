import {
  type FeatureValue,
  type Given,
  InvalidFeatureError,
  InvalidOptionError,
  type Row,
  type Rules,
  SnapshotError,
  Statistic,
  Transformer,
} from '@coelho/core'
import { type StatisticLike, takesLabels } from './labels-of.js'

/** A feature, and the statistic of its values that stands in for them, or a constant. */
export type Imputer = readonly [feature: string, fill: StatisticLike | string | number | boolean]

export interface StatImputerOptions {
  /** The features that are filled in, and with what. */
  readonly imputers: readonly Imputer[]
}

/**
 * Fills in what is missing with a statistic of the feature's values, or with a constant. Missing
 * is what is given as null; in a frame, an empty cell.
 *
 * @example
 * const imputer = new StatImputer(['amount', new stats.Mean()], ['shop', 'unknown'])
 * for (const amount of [1, 5]) imputer.learnOne({ amount, shop: 'north' })
 * imputer.transformOne({ amount: null, shop: null }) // => { amount: 3, shop: 'unknown' }
 */
export class StatImputer extends Transformer<StatImputerOptions> {
  static override readonly id = 'preprocessing.StatImputer'
  static override readonly rules: Rules<StatImputerOptions> = { imputers: { kind: 'object' } }
  static override readonly state = ['learned'] as const

  /** For each imputer a statistic of its own, or null where a constant is filled in. */
  private readonly learned: (StatisticLike | null)[] = []
  /** Which of these take strings, as far as it was asked. */
  private readonly takers: Map<StatisticLike, boolean> = new Map()
  /** By name the last imputer of a feature: it fills. */
  private readonly places: ReadonlyMap<string, number>

  constructor(...given: readonly Imputer[] | readonly [Given<StatImputerOptions>]) {
    super(asOptions(given))
    const { imputers } = this.options
    for (const [, fill] of imputers) {
      this.learned.push(isStatistic(fill) ? (fill.clone() as StatisticLike) : null)
    }
    this.places = new Map(imputers.map(([name], place) => [name, place]))
  }

  override get takesCategories(): boolean {
    return true
  }

  override get takesNulls(): boolean {
    return true
  }

  override get keepsValues(): boolean {
    return true
  }

  learnRow(row: Row): void {
    this.checkValues(row)
    const { imputers } = this.options
    for (let i = 0; i < imputers.length; i++) {
      const value = this.valueIn(row, imputers[i][0])
      const statistic = this.learned[i] as { update(x: unknown): void } | null
      if (value !== undefined) statistic?.update(value)
    }
  }

  /** Throws if a statistic of numbers is to learn a string: before any has learned. */
  private checkValues(row: Row): void {
    const { imputers } = this.options
    for (let i = 0; i < imputers.length; i++) {
      const statistic = this.learned[i]
      const value = statistic ? this.valueIn(row, imputers[i][0]) : undefined
      if (typeof value !== 'string' || this.takes(statistic as StatisticLike)) continue
      const expected = `must be a number for ${statistic}`
      throw new InvalidFeatureError(this.who, imputers[i][0], expected, value)
    }
  }

  private takes(statistic: StatisticLike): boolean {
    const known = this.takers.get(statistic)
    if (known !== undefined) return known
    const takes = takesLabels(statistic)
    this.takers.set(statistic, takes)
    return takes
  }

  private valueIn(row: Row, name: string): string | number | undefined {
    const feature = this.schema.find(name)
    if (feature < 0 || feature >= row.width) return undefined
    const value = row.values[feature]
    return value === value ? (this.schema.category(feature, value) ?? value) : undefined
  }

  transformRow(row: Row, out: Row): void {
    out.sameFeatures(row)
    const { indices, values, count } = row
    for (let k = 0; k < count; k++) out.values[indices[k]] = values[indices[k]]
    if (row.nullCount === 0) return
    for (let k = 0; k < row.nullCount; k++) this.fill(row.nulls[k], out)
    out.seal(this.schema.size)
  }

  private fill(feature: number, out: Row): void {
    const { schema } = this
    const name = schema.name(feature)
    const place = this.places.get(name) ?? -1
    const statistic = this.learned[place]
    const value = place < 0 ? null : statistic ? statistic.get() : this.options.imputers[place][1]
    const plain = typeof value === 'boolean' ? Number(value) : value
    if (typeof plain !== 'number' && typeof plain !== 'string') out.putNull(feature)
    else {
      schema.add(this.who, name, typeof plain === 'string' ? 'category' : 'number')
      const isCategory = schema.kind(feature) === 'category'
      out.put(
        feature,
        isCategory || typeof plain === 'string' ? this.codeOf(feature, plain) : plain,
      )
    }
  }

  private codeOf(feature: number, value: string | number): number {
    return this.schema.addCategory(this.who, feature, value)
  }

  checkState(): void {
    const { imputers } = this.options
    const { learned } = this
    const fits = (fill: FeatureValue | StatisticLike, i: number) =>
      isStatistic(fill)
        ? Object.getPrototypeOf(learned[i] ?? 0) === Object.getPrototypeOf(fill)
        : learned[i] === null
    if (learned.length === imputers.length && imputers.every(([, fill], i) => fits(fill, i))) return
    throw new SnapshotError('StatImputer must have the statistics of its options')
  }
}

function isStatistic(fill: unknown): fill is StatisticLike {
  return fill instanceof Statistic || typeof (fill as StatisticLike)?.update === 'function'
}

function asOptions(given: readonly unknown[]): Given<StatImputerOptions> {
  const [first] = given
  const isOptions = given.length === 1 && !Array.isArray(first)
  const options = (isOptions ? first : { imputers: given }) as Given<StatImputerOptions>
  const imputers: unknown = options?.imputers
  if (!Array.isArray(imputers)) return options
  for (const imputer of imputers) {
    const [name, fill] = Array.isArray(imputer) ? imputer : []
    const isConstant = ['string', 'boolean'].includes(typeof fill) || Number.isFinite(fill)
    if (typeof name === 'string' && (isConstant || isStatistic(fill))) continue
    const expected = 'must be pairs of a feature and a statistic or a constant'
    throw new InvalidOptionError('StatImputer', 'imputers', expected, imputer)
  }
  return options
}
