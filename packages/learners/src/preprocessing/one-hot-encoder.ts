import {
  type Block,
  type Category,
  type Column,
  type Given,
  growInts,
  NO_INTS,
  nextStamp,
  type Row,
  type Rules,
  type Schema,
  SnapshotError,
  type TakesBlocks,
  Transformer,
} from '@coelho/core'
import { BOUND, boundCategories } from './bounds.js'
import { FirstName } from './first-name.js'
import type { ByFeature } from './given-categories.js'
import { type OwnCategories, ownCategories, plain, print } from './one-hot-categories.js'
import { NO_NUMBER, ValueTable } from './value-table.js'

export interface OneHotEncoderOptions {
  /** By feature the values that count, and no others; null: all that are met. */
  readonly categories: ByFeature<Iterable<string | number | boolean>> | null
  /** Leave out what is 0: an event becomes as many features as it has. */
  readonly dropZeros: boolean
  /** Leave out the feature whose name comes first: the others tell it. */
  readonly dropFirst: boolean
  /** How many values of a feature are kept, the first that are met; null: all. */
  readonly maxCategories: number | null
}

/**
 * One feature for each value: `shop: 'north'` becomes `shop_north: 1`, and what was met before
 * and is not there 0. Numbers are values too, printed as JavaScript does (`f_1`, `f_0.5`; River
 * tells `f_1` from `f_1.0`), and booleans as Python does (`f_True`). A null is the value `None`;
 * in a frame that is an empty cell. Features without an entry in `categories` are left out (River
 * refuses them).
 *
 * With `maxCategories` only values that were learned come out, and of each feature no more than
 * so many: a later one is none of them, all of its features are 0. (River keeps all.)
 *
 * @example
 * const encoder = new OneHotEncoder()
 * for (const shop of ['north', 'south']) encoder.learnOne({ shop })
 * encoder.transformOne({ shop: 'south' }) // => { shop_north: 0, shop_south: 1 }
 */
export class OneHotEncoder extends Transformer<OneHotEncoderOptions> implements TakesBlocks {
  static override readonly id = 'preprocessing.OneHotEncoder'
  static override readonly rules: Rules<OneHotEncoderOptions> = {
    categories: { kind: 'object', default: null, nullable: true },
    dropZeros: { kind: 'boolean', default: false },
    dropFirst: { kind: 'boolean', default: false },
    maxCategories: BOUND,
  }
  static override readonly state = ['output', 'slots', 'nullSlots', 'kept'] as const
  static readonly parts: readonly unknown[] = [ValueTable]

  private readonly output: Schema = this.schema.fresh()
  /** For each value the feature it becomes. */
  private readonly slots: ValueTable = new ValueTable()
  /** For each feature what null becomes, plus 1; 0 while it was not null. */
  private nullSlots: Int32Array = NO_INTS
  /** For each feature how many of its values are kept. */
  private kept: Int32Array = NO_INTS

  /** The feature of the output whose name comes first; not part of the state. */
  private readonly first: FirstName = new FirstName()
  private stamp = 0
  private stampSize = -1
  /** How many features every row has: names that only a prediction brought are of its row alone. */
  private settled = 0

  constructor(given: Given<OneHotEncoderOptions> = {}) {
    super(ownCategories(given))
    const { maxCategories, dropZeros } = this.options
    boundCategories(this.who, this.schema, maxCategories, this.categories)
    if (this.categories && !dropZeros) this.addAll(this.categories)
  }

  override get takesCategories(): boolean {
    return true
  }

  override get takesNulls(): boolean {
    return true
  }

  override get outputSchema(): Schema {
    return this.output
  }

  /** Each number may be a feature of its own. */
  override foretells(row: Row, out: Row): boolean {
    if (row.stamp === 0 || out.stamp === 0) return false
    for (let k = 0; k < row.count; k++) {
      if (this.schema.kind(row.indices[k]) === 'number') return false
    }
    return true
  }

  private get categories(): OwnCategories | null {
    return this.options.categories as OwnCategories | null
  }

  private addAll(categories: OwnCategories): void {
    for (const [name, values] of categories) {
      for (const value of values) this.output.add(this.who, `${name}_${print(value)}`, 'number')
    }
    this.output.commit()
  }

  learnRow(row: Row): void {
    if (this.nameNew(row)) this.keepNew(row)
    this.settled = this.output.size
  }

  /** Names what is new before anything is kept: there may be no more room. True if there is any. */
  private nameNew(row: Row): boolean {
    this.kept = growInts(this.kept, row.width)
    const { indices, values, count } = row
    const { slots, schema } = this
    let some = false
    for (let k = 0; k < count; k++) {
      const feature = indices[k]
      const isCategory = schema.kind(feature) === 'category'
      if (slots.get(feature, isCategory, values[feature]) !== NO_NUMBER) continue
      if (!this.hasRoom(feature)) continue
      this.slotOfValue(feature, values[feature])
      some = true
    }
    for (let k = 0; k < row.nullCount; k++) {
      if (this.nullSlot(row.nulls[k]) >= 0 || !this.hasRoom(row.nulls[k])) continue
      this.slotOf(row.nulls[k], null)
      some = true
    }
    return some
  }

  private keepNew(row: Row): void {
    const { indices, values, count } = row
    for (let k = 0; k < count; k++) {
      const [feature, value] = [indices[k], values[indices[k]]]
      const isCategory = this.schema.kind(feature) === 'category'
      if (this.slots.get(feature, isCategory, value) !== NO_NUMBER) continue
      if (!this.hasRoom(feature)) continue
      this.slots.set(feature, isCategory, value, this.slotOfValue(feature, value))
      this.kept[feature] += 1
    }
    for (let k = 0; k < row.nullCount; k++) {
      const feature = row.nulls[k]
      if (this.nullSlot(feature) >= 0 || !this.hasRoom(feature)) continue
      this.nullSlots = growInts(this.nullSlots, feature + 1)
      this.nullSlots[feature] = this.slotOf(feature, null) + 1
      this.kept[feature] += 1
    }
  }

  /** True if one more value of a feature may be kept. */
  private hasRoom(feature: number): boolean {
    const { maxCategories } = this.options
    return maxCategories === null || this.kept[feature] < maxCategories
  }

  /** What null becomes; -1 while that is not known. */
  private nullSlot(feature: number): number {
    return feature < this.nullSlots.length ? this.nullSlots[feature] - 1 : -1
  }

  private slotOfValue(feature: number, value: number): number {
    return this.slotOf(feature, this.schema.category(feature, value) ?? value)
  }

  /** The feature a value becomes, under a name that may be new; -1 if it is none. */
  private slotOf(feature: number, value: Category | null): number {
    const { categories, schema } = this
    const name = schema.name(feature)
    const isFlag = schema.isBoolean(feature) && (value === 0 || value === 1)
    let told: Category | boolean | null | undefined = isFlag ? value === 1 : value
    if (categories) told = categories.get(name)?.find((known) => plain(known) === value)
    if (told === undefined) return -1
    return this.output.add(this.who, `${name}_${print(told)}`, 'number')
  }

  transformRow(row: Row, out: Row): void {
    const { indices, values, count } = row
    const { dropZeros, dropFirst, maxCategories } = this.options
    if (dropZeros) out.clear()
    else this.startFromZeros(out)
    for (let k = 0; k < count; k++) {
      const feature = indices[k]
      const value = values[feature]
      const isCategory = this.schema.kind(feature) === 'category'
      const slot = this.slots.get(feature, isCategory, value)
      if (slot !== NO_NUMBER) this.mark(out, slot)
      else if (maxCategories === null) this.mark(out, this.slotOfValue(feature, value))
    }
    for (let k = 0; k < row.nullCount; k++) {
      const feature = row.nulls[k]
      const known = this.nullSlot(feature)
      if (known >= 0) this.mark(out, known)
      else if (maxCategories === null) this.mark(out, this.slotOf(feature, null))
    }
    if (dropFirst) this.dropSmallest(out)
    if (dropZeros && !dropFirst) out.sealLater(this.output.size)
    else if (out.stamp === 0) out.seal(this.output.size)
  }

  get takesBlocks(): boolean {
    return !this.options.dropZeros && !this.options.dropFirst
  }

  /** Rows that are known to pass mostly bring no value that is new. */
  learnBlock(block: Block, out?: Block): void {
    const { row, columns, length } = block
    for (let k = 0; k < row.count; k++) {
      if (this.isKnown(row.indices[k], columns[row.indices[k]], length)) continue
      for (let i = 0; i < length; i++) this.learnRow(block.read(i))
      break
    }
    this.settled = this.output.size
    if (out) this.transformBlock(block, out)
  }

  private isKnown(feature: number, { values, start, step }: Column, length: number): boolean {
    const isCategory = this.schema.kind(feature) === 'category'
    for (let i = 0; i < length; i++) {
      const value = values[start + i * step]
      if (this.slots.get(feature, isCategory, value) === NO_NUMBER) return false
    }
    return true
  }

  transformBlock(block: Block, out: Block): void {
    const { row, columns, length } = block
    this.startFromZeros(out.row)
    out.length = length
    const to = out.rows().fill(0, 0, length * this.settled)
    for (let k = 0; k < row.count; k++) {
      const feature = row.indices[k]
      const isCategory = this.schema.kind(feature) === 'category'
      const { values, start, step } = columns[feature]
      for (let i = 0; i < length; i++) {
        const slot = this.slots.get(feature, isCategory, values[start + i * step])
        if (slot >= 0) to[i * this.settled + slot] = 1
      }
    }
  }

  private mark(out: Row, slot: number): void {
    if (slot < 0) return
    if (slot < out.width && out.values[slot] === out.values[slot]) out.values[slot] = 1
    else {
      out.stamp = 0
      out.put(slot, 1)
    }
  }

  /** A row of zeros: as long as no name is new, rows have the same features. */
  private startFromZeros(out: Row): void {
    const { provisional } = this.output
    if (!provisional) this.settled = this.output.size
    const size = this.settled
    if (this.stampSize !== size || provisional) {
      this.stamp = nextStamp()
      this.stampSize = provisional ? -1 : size
    }
    if (out.stamp !== this.stamp || this.options.dropFirst) {
      out.clear()
      out.widen(size)
      for (let slot = 0; slot < size; slot++) out.indices[slot] = slot
      out.count = size
      out.stamp = this.stamp
    }
    const { values } = out
    for (let slot = 0; slot < size; slot++) values[slot] = 0 // `fill` costs more for so few
  }

  /** Takes away the feature whose name comes first among those that are there. */
  private dropSmallest(out: Row): void {
    const ofRow = this.options.dropZeros || this.output.provisional
    const smallest = ofRow ? this.first.ofRow(this.output, out) : this.first.ofAll(this.output)
    if (smallest < 0) return
    const { indices } = out
    out.values[smallest] = Number.NaN
    const place = indices.subarray(0, out.count).indexOf(smallest)
    if (place < 0) return
    indices.copyWithin(place, place + 1, out.count)
    out.count -= 1
  }

  checkState(): void {
    const { output, nullSlots, schema } = this
    const isSlot = (slot: number) => Number.isInteger(slot) && slot >= 0 && slot < output.size
    this.slots.check(schema.size, (slot) => isSlot(slot) || (slot === -1 && !!this.categories))
    const counted = this.kept.every((count) => count >= 0)
    if (counted && nullSlots.every((slot) => slot === 0 || isSlot(slot - 1))) return
    throw new SnapshotError('OneHotEncoder must know the features it makes', output.size)
  }
}
