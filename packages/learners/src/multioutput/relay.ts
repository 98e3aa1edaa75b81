import { type EstimatorLike, InvalidFeatureError, Link, Row, type Schema } from '@coelho/core'

/**
 * The rows that the models of a chain are given: each has what the one before it had, and the
 * outputs that came from there. They are read under the schema of the models, not of the chain.
 */
export class Relay {
  private readonly who: string
  private readonly link: Link
  private readonly schema: Schema
  private readonly rows: Row[] = []

  constructor(who: string, from: Schema, model: EstimatorLike) {
    this.who = who
    this.schema = model.schema
    this.link = new Link(who, from, model.schema, model.takesCategories, model.takesNulls)
  }

  /** The row as the first model sees it. */
  start(row: Row): Row {
    return this.link.pass(row)
  }

  /** A copy to add outputs to: one for each place in the chain, used over and over. */
  after(row: Row, place: number): Row {
    const { rows } = this
    while (rows.length <= place) rows.push(new Row())
    const copy = rows[place]
    const { order, values, count } = row
    copy.clear()
    for (let k = 0; k < count; k++) copy.put(order[k], values[order[k]])
    for (let k = 0; k < row.nullCount; k++) copy.putNull(row.nulls[k])
    return copy
  }

  /**
   * True if the models can refuse nothing, nor can there be too little room for so many outputs:
   * then nothing need be tried out before an event is learned.
   */
  takesAll(model: EstimatorLike, outputs: number): boolean {
    const { size, options } = this.schema
    return !model.mayRefuse && !model.takesCategories && size + outputs <= options.maxFeatures
  }

  /** Adds an output; it takes the place of a feature of that name. */
  put(row: Row, name: string, value: number): void {
    const feature = this.featureOf(name)
    if (value !== value) return
    if (feature < row.width && row.values[feature] === row.values[feature]) {
      row.values[feature] = value
    } else row.put(feature, value)
  }

  /** All outputs are in. */
  seal(row: Row): Row {
    row.seal(this.schema.size)
    return row
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
