import { InvalidFeatureError } from '../errors.js'
import { growFloats, growInts } from '../memory/grow.js'
import { NO_INTS } from '../memory/none.js'
import { type Block, type Column, convert } from './block.js'
import { Plan } from './plan.js'
import { nextStamp } from './reader.js'
import { Row } from './row.js'
import type { Category, Schema } from './schema.js'

/** What becomes of a feature on the other side: its name there, or undefined if it is left out. */
export type Rename = (name: string, feature: number) => string | undefined

/** Rows with so many different stamps are remembered at once. */
const MOST_PLANS = 64
const LEFT_OUT = -1

/**
 * Hands the rows of one schema on to a learner with another: names and categories are matched
 * when they are first met, then a row costs one copied number for each of its features. It may
 * give features another name on the way, or leave some out.
 */
export class Link {
  private readonly who: string
  private readonly from: Schema
  private readonly to: Schema
  private readonly takesCategories: boolean
  private readonly takesNulls: boolean
  private readonly rename: Rename | undefined
  /** False if what it is handed was computed from values: what was a boolean is none any more. */
  private readonly keepsValues: boolean
  private readonly out: Row = new Row()
  private passed: Row = this.out
  /** By feature of `from` the feature of `to` plus 1, LEFT_OUT, or 0 while unknown. */
  private features: Int32Array = new Int32Array(8)
  /** By feature of `from`, for each of its codes the code of `to` plus 1, or 0 while unknown. */
  private readonly codes: Int32Array[] = []
  /** By feature of `from` what stays as it is: values below this, all of a number. */
  private same: Float64Array = new Float64Array(8)
  private readonly plans: Map<number, Plan> = new Map()
  private plan: Plan | undefined

  constructor(
    who: string,
    from: Schema,
    to: Schema,
    takesCategories: boolean,
    takesNulls = false,
    rename?: Rename,
    keepsValues = true,
  ) {
    this.who = who
    this.from = from
    this.to = to
    this.takesCategories = takesCategories
    this.takesNulls = takesNulls
    this.rename = rename
    this.keepsValues = keepsValues
    if (!rename) to.shareNumbers(from)
  }

  /** The row as the other side sees it: one that is used over and over, or the very same. */
  pass(row: Row): Row {
    if (this.from === this.to) return row
    const { to, same } = this
    const stays = to.hasNumbersOf(this.from) || this.planFor(row.stamp)?.keeps(row, to.size, same)
    this.passed = stays ? row : this.into(row, this.out)
    return this.passed
  }

  /** What `pass` gave for that row the last time. */
  last(row: Row): Row {
    return this.from === this.to ? row : this.passed
  }

  /** A block of rows that are known to pass: `out`, or the very same. */
  passBlock(block: Block, out: Block): Block {
    if (this.from === this.to) return block
    const plan = this.planFor(block.row.stamp)
    if (plan?.isSame && plan.categories.length === 0 && block.row.width === this.to.size) {
      return block
    }
    this.blockInto(block, out)
    return out
  }

  /** Writes a block of rows that are known to pass. */
  blockInto(block: Block, out: Block): void {
    this.into(block.read(0), out.row)
    out.length = block.length
    this.copyBlock(block, out)
  }

  /** The same where `out` has the features already. */
  copyBlock(block: Block, out: Block): void {
    const { row, columns, length } = block
    if (!this.planFor(row.stamp)) this.copyTo(block.read(0), out.row)
    const { sources, targets } = this.planFor(row.stamp) as Plan
    for (let k = 0; k < sources.length; k++) {
      const [source, target, column] = [sources[k], targets[k], columns[sources[k]]]
      if (this.staysSame(source, column, length)) out.set(target, column)
      else convert(column, out.room(target), length, (value) => this.codeFor(source, target, value))
    }
  }

  private staysSame(feature: number, { values, start, step }: Column, length: number): boolean {
    const bound = this.same[feature]
    if (bound === Infinity) return true
    for (let i = 0; i < length; i++) if (values[start + i * step] >= bound) return false
    return bound >= 0
  }

  /** Writes the row as the other side sees it. */
  into(row: Row, out: Row): Row {
    const plan = this.planFor(row.stamp)
    if (!plan) return this.match(row, out)
    plan.shape(out, this.to.size)
    this.copyBy(plan, row, out)
    return out
  }

  /** Adds the row to what is in `out` already; a value that comes again takes the other's place. */
  addTo(row: Row, out: Row): void {
    const { order, values, count } = row
    this.features = growInts(this.features, this.from.size)
    for (let k = 0; k < count; k++) {
      const feature = order[k]
      const target = this.target(feature)
      if (target === LEFT_OUT) continue
      const value = this.valueFor(feature, target, values[feature])
      if (target < out.width && out.values[target] === out.values[target]) {
        if (this.wins(feature, target)) out.values[target] = value
      } else out.put(target, value)
    }
    if (this.takesNulls) this.addNulls(row, out)
  }

  /** The same where `out` has the features already: only values are written. */
  copyTo(row: Row, out: Row): void {
    const plan = this.planFor(row.stamp)
    if (plan) this.copyBy(plan, row, out)
    else {
      this.addTo(row, out)
      if (this.isSettled(row)) this.remember(row, out)
    }
  }

  private copyBy({ sources, targets, runs }: Plan, row: Row, out: Row): void {
    const { same } = this
    const from = row.values
    const to = out.values
    for (let r = 0; r < runs.length; r += 3) {
      const source = runs[r]
      const target = runs[r + 1]
      const length = runs[r + 2]
      for (let k = 0; k < length; k++) to[target + k] = from[source + k]
    }
    if (runs.length > 0) return
    for (let k = 0; k < sources.length; k++) {
      const feature = sources[k]
      const value = from[feature]
      to[targets[k]] = value < same[feature] ? value : this.codeFor(feature, targets[k], value)
    }
  }

  private planFor(stamp: number): Plan | undefined {
    if (stamp === 0) return undefined
    if (this.plan?.stamp === stamp) return this.plan
    const plan = this.plans.get(stamp)
    if (plan) this.plan = plan
    return plan
  }

  private match(row: Row, out: Row): Row {
    out.clear()
    this.addTo(row, out)
    out.seal(this.to.size)
    if (this.isSettled(row)) {
      out.stamp = nextStamp()
      this.remember(row, out)
    }
    return out
  }

  /** Rows with that stamp take the quick way from now on. */
  private remember(row: Row, out: Row): void {
    const sources: number[] = []
    const targets: number[] = []
    for (let k = 0; k < row.count; k++) {
      const target = this.features[row.order[k]] - 1
      if (target < 0 || this.isBeaten(row, row.order[k], target)) continue
      sources.push(row.order[k])
      targets.push(target)
    }
    const isCategory = (target: number) => this.to.kind(target) === 'category'
    this.plan = new Plan(row, sources, targets, out, isCategory)
    if (this.plans.size >= MOST_PLANS) this.plans.clear()
    this.plans.set(row.stamp, this.plan)
  }

  /** True if another feature of the row takes the place that this one would have. */
  private isBeaten(row: Row, feature: number, target: number): boolean {
    if (!this.rename || this.wins(feature, target)) return false
    for (let k = 0; k < row.count; k++) {
      const other = row.indices[k]
      if (other !== feature && this.features[other] - 1 === target) return true
    }
    return false
  }

  /** A feature that was given a name takes the place of one that had it before. */
  private wins(feature: number, target: number): boolean {
    return !this.rename || this.from.name(feature) !== this.to.name(target)
  }

  /** True if all rows with that stamp bring nothing new. */
  private isSettled(row: Row): boolean {
    return row.stamp !== 0 && row.nullCount === 0 && this.settled && !this.hasText(row)
  }

  /** True if one of its features is a text on the other side, of which there is always another. */
  private hasText({ indices, count }: Row): boolean {
    for (let k = 0; k < count; k++) if (this.to.isText(this.features[indices[k]] - 1)) return true
    return false
  }

  private get settled(): boolean {
    return !this.from.provisional && !this.to.provisional
  }

  private target(feature: number): number {
    const known = this.features[feature]
    if (known === LEFT_OUT) return LEFT_OUT
    return known > 0 ? known - 1 : this.add(feature)
  }

  private add(feature: number): number {
    const { from, to, who } = this
    const own = from.name(feature)
    const name = this.rename ? this.rename(own, feature) : own
    if (name === undefined) {
      if (!from.provisional) this.features[feature] = LEFT_OUT
      return LEFT_OUT
    }
    const kind = from.kind(feature)
    if (kind === 'category' && !this.takesCategories) {
      throw new InvalidFeatureError(who, name, 'must be a number')
    }
    const there = to.find(name)
    const isNew = this.keepsValues && from.isBoolean(feature) && (there < 0 || to.isOpen(there))
    const target = from.isText(feature) ? to.addText(who, name) : to.add(who, name, kind)
    if (isNew) to.markBoolean(target)
    if (kind === 'category' && to.kind(target) === 'number') {
      throw new InvalidFeatureError(who, name, 'must be a number, as it was so far')
    }
    // What is added for a prediction is taken back after it: it must not be remembered.
    if (this.settled) {
      this.features[feature] = target + 1
      this.same = growFloats(this.same, feature + 1)
      this.same[feature] =
        to.kind(target) === 'number' ? Infinity : kind === 'number' ? -Infinity : 0
    }
    return target
  }

  /** A number as it is, a category as its code on the other side. */
  private valueFor(feature: number, target: number, value: number): number {
    return this.to.kind(target) === 'category' ? this.codeFor(feature, target, value) : value
  }

  private codeFor(feature: number, target: number, value: number): number {
    const table = this.codes[feature] as Int32Array | undefined
    if (table !== undefined && value < table.length && table[value] > 0) return table[value] - 1
    return this.addCode(feature, target, value)
  }

  private addCode(feature: number, target: number, value: number): number {
    const { from, to, who } = this
    const category: Category = from.category(feature, value) ?? value
    const code = to.addCategory(who, target, category)
    const isText = from.isText(feature) || to.isText(target)
    if (from.kind(feature) === 'category' && !isText && this.settled) {
      const table = growInts(this.codes[feature] ?? NO_INTS, value + 1)
      table[value] = code + 1
      this.codes[feature] = table
      while (table[this.same[feature]] === this.same[feature] + 1) this.same[feature] += 1
    }
    return code
  }

  private addNulls(row: Row, out: Row): void {
    for (let k = 0; k < row.nullCount; k++) {
      const own = this.from.name(row.nulls[k])
      const name = this.rename ? this.rename(own, row.nulls[k]) : own
      if (name !== undefined) out.putNull(this.to.add(this.who, name))
    }
  }
}
