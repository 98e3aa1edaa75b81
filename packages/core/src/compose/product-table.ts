import { nextStamp } from '../data/reader.js'
import type { Row } from '../data/row.js'
import type { Schema } from '../data/schema.js'
import { InvalidFeatureError } from '../errors.js'

/** Larger than any number of features. */
const BASE = 2 ** 24
/** Combinations of shapes that are remembered at once. */
const MOST_STAMPS = 64

/**
 * The features of a product. Which one belongs to a combination is found step by step: a node
 * for each beginning of a combination, and the feature where it ends.
 */
export class ProductTable {
  private readonly who: string
  private readonly sources: readonly Schema[]
  private readonly output: Schema
  /** By node times BASE plus feature the next node, from 1 on; at the last factor the feature. */
  private readonly next: Map<number, number> = new Map()
  private nodes = 0
  private readonly stamps: Map<string, number> = new Map()
  private readonly path: number[]

  constructor(who: string, sources: readonly Schema[], output: Schema) {
    this.who = who
    this.sources = sources
    this.output = output
    this.path = sources.map(() => 0)
  }

  /** River: the first factor's features vary slowest. */
  multiply(rows: readonly Row[], out: Row): void {
    out.clear()
    if (rows.length > 0) this.walk(rows, 0, 0, 1, out)
    out.seal(this.output.size)
    const known = rows.every((row) => row.stamp !== 0) && !this.output.provisional
    if (!known) return
    const key = rows.map((row) => row.stamp).join()
    const stamp = this.stamps.get(key) ?? nextStamp()
    if (this.stamps.size >= MOST_STAMPS) this.stamps.clear()
    this.stamps.set(key, stamp)
    out.stamp = stamp
  }

  private walk(rows: readonly Row[], depth: number, node: number, product: number, out: Row): void {
    const { order, values, count } = rows[depth]
    const last = depth === rows.length - 1
    for (let k = 0; k < count; k++) {
      this.path[depth] = order[k]
      const value = product * values[order[k]]
      const key = node * BASE + order[k]
      if (last) this.put(this.next.get(key) ?? this.feature(key), value, out)
      else this.walk(rows, depth + 1, this.next.get(key) ?? this.node(key), value, out)
    }
  }

  /** Two combinations may have one name: River keeps the later one's value. */
  private put(feature: number, value: number, out: Row): void {
    const isThere = feature < out.width && out.values[feature] === out.values[feature]
    if (isThere) out.values[feature] = value
    else out.put(feature, value)
  }

  private node(key: number): number {
    this.nodes++
    this.next.set(key, this.nodes)
    return this.nodes
  }

  private feature(key: number): number {
    const { who, sources, output, path } = this
    for (let i = 0; i < path.length; i++) {
      if (sources[i].kind(path[i]) === 'number') continue
      throw new InvalidFeatureError(
        who,
        sources[i].name(path[i]),
        'must be a number to multiply by',
      )
    }
    const name = path.map((feature, i) => sources[i].name(feature)).join('*')
    const feature = output.add(who, name, 'number')
    const settled = !output.provisional && sources.every((schema) => !schema.provisional)
    if (settled) this.next.set(key, feature)
    return feature
  }
}
