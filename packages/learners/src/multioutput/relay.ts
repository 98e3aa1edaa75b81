import {
  type EstimatorLike,
  InvalidFeatureError,
  Link,
  nextStamp,
  Row,
  type Schema,
} from '@coelho/core'

/** So many kinds of rows are told apart at each place of a chain; further ones have no stamp. */
const MOST_KINDS = 64

/**
 * The rows that the models of a chain are given: each has what the one before it had, and the
 * outputs that came from there. They are read under the schema of the models, not of the chain.
 */
export class Relay {
  private readonly who: string
  private readonly link: Link
  private readonly schema: Schema
  private readonly places: Place[] = []
  /** That of the copy at hand. */
  private place: Place = new Place()

  constructor(who: string, from: Schema, model: EstimatorLike) {
    this.who = who
    this.schema = model.schema
    this.link = new Link(who, from, model.schema, model.takesCategories, model.takesNulls)
  }

  /** The row as the first model sees it. */
  start(row: Row): Row {
    return this.link.pass(row)
  }

  /** Begins a copy to add outputs to: one for each place in the chain, used over and over. */
  after(row: Row, place: number): void {
    const { places } = this
    while (places.length <= place) places.push(new Place())
    this.place = places[place]
    this.place.begin(row)
  }

  /**
   * True if the models can refuse nothing, nor can there be too little room for so many outputs:
   * then nothing need be tried out before an event is learned.
   */
  takesAll(model: EstimatorLike, outputs: number): boolean {
    const { size, options } = this.schema
    return !model.mayRefuse && !model.takesCategories && size + outputs <= options.maxFeatures
  }

  /** Adds an output to the copy; it takes the place of a feature of that name. */
  put(name: string, value: number): void {
    const feature = this.featureOf(name)
    if (value === value) this.place.put(feature, value)
  }

  /** The copy, once all outputs are in. */
  seal(): Row {
    return this.place.seal(this.schema)
  }

  /** The feature that holds an output. */
  featureOf(name: string): number {
    const { schema, who } = this
    const known = schema.find(name)
    if (known < 0 || schema.isOpen(known)) return schema.add(who, name, 'number')
    if (schema.kind(known) === 'number') return known
    throw new InvalidFeatureError(who, name, 'must be a number: it has the name of an output')
  }
}

/** What is added to rows of one stamp: the stamp they have then, and their features. */
interface Kind {
  readonly stamp: number
  readonly order: Int32Array
}

/**
 * The copies of one place in a chain. Rows with one stamp mostly get the same outputs: then the
 * copy has its features already, and numbers are all that is written.
 */
class Place {
  private readonly copy: Row = new Row()
  /** By the stamp of the rows that are copied. */
  private readonly kinds: Map<number, Kind> = new Map()
  private made = 0
  private row: Row = this.copy
  /** While the copy has its features already, how many were written: else -1. */
  private written = -1

  begin(row: Row): void {
    const { copy } = this
    this.row = row
    const hasKind = row.stamp !== 0 && row.nullCount === 0
    const kind = hasKind ? this.kinds.get(row.stamp) : undefined
    if (kind === undefined || kind.stamp !== copy.stamp) this.copyAll()
    else {
      const { anyOrder, values, count } = row
      const to = copy.values
      for (let k = 0; k < count; k++) to[anyOrder[k]] = values[anyOrder[k]]
      this.written = count
    }
  }

  private copyAll(): void {
    const { copy, row } = this
    const { order, values, count } = row
    this.written = -1
    copy.clear()
    for (let k = 0; k < count; k++) copy.put(order[k], values[order[k]])
    for (let k = 0; k < row.nullCount; k++) copy.putNull(row.nulls[k])
  }

  put(feature: number, value: number): void {
    const { copy, row, written } = this
    const isNext = written >= 0 && written < copy.count && copy.order[written] === feature
    if (isNext) {
      copy.values[feature] = value
      this.written += 1
      return
    }
    const known = written < 0 ? copy : row
    if (feature < known.width && known.values[feature] === known.values[feature]) {
      copy.values[feature] = value
      return
    }
    if (written >= 0) this.startAgain()
    copy.put(feature, value)
  }

  /** Other outputs than those the copy has. */
  private startAgain(): void {
    const { copy, row, written } = this
    const { values } = copy
    const added = copy.order.slice(row.count, written)
    const kept = Float64Array.from(added, (feature) => values[feature])
    this.copyAll()
    for (let k = 0; k < added.length; k++) copy.put(added[k], kept[k])
  }

  seal(schema: Schema): Row {
    const { copy, row, written } = this
    if (written === copy.count) {
      if (copy.width !== schema.size) copy.widen(schema.size)
      return copy
    }
    if (written >= 0) this.startAgain()
    copy.seal(schema.size)
    if (row.stamp !== 0 && row.nullCount === 0 && !schema.provisional) {
      copy.stamp = this.stampOf(row.stamp)
    }
    return copy
  }

  private stampOf(stamp: number): number {
    const { order, count } = this.copy
    const known = this.kinds.get(stamp)
    if (known?.order.length === count && known.order.every((f, k) => f === order[k])) {
      return known.stamp
    }
    if (this.made >= MOST_KINDS) return 0
    this.made += 1
    const kind = { stamp: nextStamp(), order: order.slice(0, count) }
    this.kinds.set(stamp, kind)
    return kind.stamp
  }
}
