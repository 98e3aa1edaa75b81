import { type Features, nextStamp, ObjectWriter, Row, Schema } from '@coelho/core'

/** After so many events of one shape the next are written in one go: to prepare that takes time. */
const SOME = 8

/** Every `step`-th of the last `most` values of a series, under the name and how far back it is. */
export interface Lags {
  readonly name: string
  readonly step: number
  readonly most: number
}

/**
 * Events of values that came before: `y-1`, `y-2`, … of several series, as far as there are any.
 * They are written in one go once some had the same features.
 */
export class LagEvents {
  private readonly lags: readonly Lags[]
  private readonly schema: Schema
  private readonly row: Row = new Row()
  private readonly writer: ObjectWriter
  /** By series how many values there were when its features were made. */
  private readonly lengths: number[]
  /** How many events have had the features of the last one. */
  private alike = 0

  constructor(...lags: readonly Lags[]) {
    this.lags = lags
    const most = lags.reduce((sum, { most, step }) => sum + Math.floor(most / step), 1)
    this.schema = new Schema({ maxFeatures: most })
    this.writer = new ObjectWriter(this.schema)
    this.lengths = lags.map(() => 0)
  }

  /** The event of a moment, after what else is known of it; `series` in the order of the lags. */
  write(x: Features | undefined, ...series: readonly (readonly number[])[]): Features {
    const { lags, lengths, row } = this
    for (let i = 0; i < lags.length; i++) {
      if (Math.min(series[i].length, lags[i].most) !== lengths[i]) this.shape(series)
    }
    let slot = 0
    for (let i = 0; i < lags.length; i++) {
      const values = series[i]
      const { step } = lags[i]
      for (let lag = step; lag <= lengths[i]; lag += step) {
        row.values[row.order[slot++]] = values[values.length - lag]
      }
    }
    if (this.alike++ === SOME) row.stamp = nextStamp()
    const told = this.writer.write(row)
    if (x === undefined) return told
    // Spread makes an object of a class of its own each time, and that costs thirty times as much.
    return Object.hasOwn(x, '__proto__') ? { ...x, ...told } : Object.assign({}, x, told)
  }

  private shape(series: readonly (readonly number[])[]): void {
    const { lags, lengths, row, schema } = this
    row.clear()
    for (let i = 0; i < lags.length; i++) {
      const { name, step, most } = lags[i]
      lengths[i] = Math.min(series[i].length, most)
      for (let lag = step; lag <= lengths[i]; lag += step) {
        row.put(schema.add('SNARIMAX', `${name}-${lag}`, 'number'), 0)
      }
    }
    schema.commit()
    row.seal(schema.size)
    this.alike = 0
  }
}
