import { InvalidFeatureError } from '../errors.js'
import { growInts } from '../memory/grow.js'
import { nextStamp } from './reader.js'
import { Row } from './row.js'
import type { Category, Schema } from './schema.js'

/**
 * Hands the rows of one schema on to a learner with another: names and categories are matched
 * when they are first met, then a row costs one copied number for each of its features.
 */
export class Link {
  private readonly who: string
  private readonly from: Schema
  private readonly to: Schema
  private readonly takesCategories: boolean
  private readonly out: Row = new Row()
  /** By feature of `from` the feature of `to` plus 1, or 0 while unknown. */
  private features: Int32Array = new Int32Array(8)
  /** For rows with the last stamp: the feature of `to` for each of their features. */
  private targets: Int32Array = new Int32Array(8)
  private lastStamp = 0

  constructor(who: string, from: Schema, to: Schema, takesCategories: boolean) {
    this.who = who
    this.from = from
    this.to = to
    this.takesCategories = takesCategories
  }

  pass(row: Row): Row {
    if (this.from === this.to) return row
    const { out } = this
    if (row.stamp === 0 || row.stamp !== this.lastStamp) return this.match(row)
    const { indices, values, count } = row
    const { targets } = this
    for (let k = 0; k < count; k++) out.values[targets[k]] = values[indices[k]]
    return out
  }

  private match(row: Row): Row {
    const { out, from } = this
    out.clear()
    this.features = growInts(this.features, from.size)
    this.targets = growInts(this.targets, row.count)
    let plain = row.stamp !== 0
    for (let k = 0; k < row.count; k++) {
      const feature = row.indices[k]
      const target = this.features[feature] > 0 ? this.features[feature] - 1 : this.add(feature)
      const value = row.values[feature]
      const isCategory = this.to.kind(target) === 'category'
      if (isCategory) plain = false
      this.targets[k] = target
      out.put(target, isCategory ? this.code(feature, target, value) : value)
    }
    out.seal(this.to.size)
    const settled = plain && !from.provisional && !this.to.provisional
    this.lastStamp = settled ? row.stamp : 0
    if (settled) out.stamp = nextStamp()
    return out
  }

  private add(feature: number): number {
    const name = this.from.name(feature)
    const kind = this.from.kind(feature)
    if (kind === 'category' && !this.takesCategories) {
      throw new InvalidFeatureError(this.who, name, 'must be a number')
    }
    const target = this.to.add(this.who, name, kind)
    if (kind === 'category' && this.to.kind(target) === 'number') {
      throw new InvalidFeatureError(this.who, name, 'must be a number, as it was so far')
    }
    // What is added for a prediction is taken back after it: it must not be remembered.
    if (!this.from.provisional && !this.to.provisional) this.features[feature] = target + 1
    return target
  }

  private code(feature: number, target: number, value: number): number {
    const category: Category = this.from.category(feature, value) ?? value
    return this.to.addCategory(this.who, target, category)
  }
}
