import { compareValues, type Row, type Schema } from '@coelho/core'

/** Finds the feature whose name comes first, and remembers where it has looked. */
export class FirstName {
  private first = -1
  private compared = 0

  /** Among all features of a schema. */
  ofAll(schema: Schema): number {
    for (; this.compared < schema.size; this.compared++) {
      const feature = this.compared
      if (feature === 0 || isBefore(schema, feature, this.first)) this.first = feature
    }
    return this.first
  }

  /** Among those of a row; its names may be taken back, so nothing is remembered. */
  ofRow(schema: Schema, row: Row): number {
    let first = -1
    for (let k = 0; k < row.count; k++) {
      if (first < 0 || isBefore(schema, row.indices[k], first)) first = row.indices[k]
    }
    this.compared = 0
    return first
  }
}

function isBefore(schema: Schema, a: number, b: number): boolean {
  return compareValues(schema.name(a), schema.name(b)) < 0
}
