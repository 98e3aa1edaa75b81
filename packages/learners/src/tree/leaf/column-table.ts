import { growInts, NO_INTS, type Row, SnapshotError } from '@coelho/core'
import type { ClassColumn, ColumnSplitter } from '../splitter/column-splitter.js'

/**
 * What a leaf knows of its numeric features where the splitter keeps that itself: a column for
 * each.
 */
export class ColumnTable {
  static readonly id = 'tree.ColumnTable'
  static readonly state = ['features', 'columns'] as const

  /** The feature of each column. */
  features: Int32Array = NO_INTS
  readonly columns: ClassColumn[] = []
  private splitter: ColumnSplitter | undefined

  get count(): number {
    return this.columns.length
  }

  /** Tells who keeps the columns: before the first feature, or after the table was restored. */
  use(splitter: ColumnSplitter): this {
    const { columnClass } = splitter
    const { columns, features } = this
    const known = columns.every((column) => column instanceof columnClass && splitter.owns(column))
    if (!known || features.length < columns.length) {
      throw new SnapshotError('a leaf must have the columns of its splitter')
    }
    this.splitter = splitter
    return this
  }

  /** One that knows nothing. */
  fresh(): ColumnTable {
    const table = new ColumnTable()
    table.splitter = this.splitter
    return table
  }

  addFeature(feature: number): number {
    this.features = growInts(this.features, this.count + 1)
    this.features[this.count] = feature
    return this.columns.push((this.splitter as ColumnSplitter).newColumn()) - 1
  }

  update(row: Row, place: number, weight: number): void {
    const { columns, features } = this
    for (let j = 0; j < columns.length; j++) {
      const x = row.values[features[j]]
      if (x === x) columns[j].update(x, place, weight)
    }
  }

  /** Adds to each class's score the logarithm of what its column says of the value. */
  addScores(row: Row, classes: number, scores: Float64Array): void {
    const { columns, features } = this
    for (let j = 0; j < columns.length; j++) {
      const x = row.values[features[j]]
      if (x === x) columns[j].addScores(x, classes, scores)
    }
  }

  get bytes(): number {
    return this.features.byteLength + this.columns.reduce((sum, column) => sum + column.bytes, 0)
  }
}
