import type { Block } from '../data/block.js'
import type { FrameReader } from '../data/frame-reader.js'
import type { Row } from '../data/row.js'
import type { Schema } from '../data/schema.js'
import { growBytes } from '../memory/grow.js'

/** Stamps that are known to pass; beyond this many they are forgotten. */
const MOST_STAMPS = 256

/** What is known of rows with one stamp. */
interface Known {
  readonly stamp: number
  /** Those of their features that are categories. */
  readonly features: readonly number[]
  /** For each of these 1 by code where rows with that code bring nothing new. */
  readonly codes: Uint8Array[]
}

/**
 * The rows that are known to pass some steps: nothing in them is new to any of these, so that
 * none can refuse them, neither learning nor transforming them brings a name, and they need not
 * be tried out. It holds for rows with the same features whose categories were all met in rows
 * that passed, until a name comes to one of the schemas.
 */
export class Passed {
  private readonly schemas: readonly Schema[]
  private readonly known: Map<number, Known> = new Map()
  private last: Known | undefined
  /** How many names there were when what is known was noted. */
  private names = -1

  /** `schemas`: all that the steps read and write under. */
  constructor(schemas: readonly Schema[]) {
    this.schemas = [...new Set(schemas)]
  }

  knows(row: Row): boolean {
    const { stamp, values } = row
    if (stamp === 0) return false
    const known = this.last?.stamp === stamp ? this.last : this.known.get(stamp)
    if (known === undefined || this.countNames() !== this.names) return false
    this.last = known
    const { features, codes } = known
    for (let k = 0; k < features.length; k++) {
      const code = values[features[k]]
      if (code >= codes[k].length || codes[k][code] === 0) return false
    }
    return true
  }

  /** How many rows at the beginning of a block it knows. */
  leading({ row, columns, length }: Block): number {
    const known = this.known.get(row.stamp)
    if (known === undefined || this.countNames() !== this.names || this.isOpen) return 0
    let leading = length
    for (let k = 0; k < known.features.length; k++) {
      const { values, start, step } = columns[known.features[k]]
      const codes = known.codes[k]
      for (let i = 0; i < leading; i++) {
        const code = values[start + i * step]
        if (code >= codes.length || codes[code] === 0) leading = i
      }
    }
    return leading
  }

  /** True if it knows all rows of a frame, and need not be asked for each. */
  knowsAll(rows: FrameReader): boolean {
    const known = this.known.get(rows.evenStamp)
    if (known === undefined || this.countNames() !== this.names) return false
    return rows.everyCode(
      (feature, code) => known.codes[known.features.indexOf(feature)][code] === 1,
    )
  }

  /** Notes a row that was tried out and foretells others, if it has brought nothing new. */
  add(row: Row, schema: Schema): void {
    if (row.stamp === 0 || this.isOpen) return
    const names = this.countNames()
    if (names !== this.names || this.known.size >= MOST_STAMPS) {
      this.known.clear()
      this.last = undefined
    }
    this.names = names
    const known = this.known.get(row.stamp) ?? start(row, schema)
    if (known === undefined) return
    this.known.set(row.stamp, known)
    this.last = known
    known.features.forEach((feature, k) => {
      known.codes[k] = growBytes(known.codes[k], row.values[feature] + 1)
      known.codes[k][row.values[feature]] = 1
    })
  }

  /** Keeps the names that a row brought which is known to pass: there should be none. */
  commit(): void {
    const { schemas } = this
    for (let i = 0; i < schemas.length; i++) schemas[i].commit()
  }

  /** True while a name may be taken back. */
  private get isOpen(): boolean {
    return this.schemas.some((schema) => schema.provisional)
  }

  private countNames(): number {
    const { schemas } = this
    let names = 0
    for (let i = 0; i < schemas.length; i++) names += schemas[i].size
    return names
  }
}

/** Undefined where there are texts: of these there is always another. */
function start(row: Row, schema: Schema): Known | undefined {
  const present = Array.from(row.indices.subarray(0, row.count))
  if (present.some((feature) => schema.isText(feature))) return undefined
  const features = present.filter((feature) => schema.kind(feature) === 'category')
  return { stamp: row.stamp, features, codes: features.map(() => new Uint8Array(0)) }
}
