import { growFloats, growInts, type Row, type Schema, SnapshotError } from '@coelho/core'
import { NO_NUMBER, ValueTable } from '../preprocessing/value-table.js'

/**
 * The event at hand, as a factorisation machine sees it: a category is a feature of its own with
 * the value 1, and each such feature has a slot. Features come in the order in which the event
 * names them. Those that were never learned have slots from `size` on, for a prediction only.
 */
export class EventSlots {
  static readonly id = 'facto.EventSlots'
  static readonly state = ['table', 'size'] as const
  static readonly parts: readonly unknown[] = [ValueTable]

  /** How many slots were learned. */
  size = 0
  /** For each feature and code its slot; a number has the code 0. */
  private readonly table: ValueTable = new ValueTable()

  count = 0
  slots: Int32Array = new Int32Array(8)
  values: Float64Array = new Float64Array(8)
  /** Of which field each feature is: see `fieldOf`. */
  fields: Int32Array = new Int32Array(8)

  /** By feature its field; not part of the state, as names tell it. */
  private known: Int32Array = new Int32Array(8)
  private knownCount = 0
  private readonly firsts: Map<string, number> = new Map()

  read(row: Row, schema: Schema, withFields: boolean): void {
    const { order, values, count } = row
    this.slots = growInts(this.slots, count)
    this.values = growFloats(this.values, count)
    this.count = count
    let fresh = this.size
    for (let k = 0; k < count; k++) {
      const feature = order[k]
      const isCategory = schema.kind(feature) === 'category'
      const slot = this.table.get(feature, true, isCategory ? values[feature] : 0)
      this.slots[k] = slot === NO_NUMBER ? fresh++ : slot
      this.values[k] = isCategory ? 1 : values[feature]
    }
    if (!withFields) return
    this.fields = growInts(this.fields, count)
    for (let k = 0; k < count; k++) this.fields[k] = this.fieldOf(order[k], schema)
  }

  /** Keeps the slots of the event that was read. */
  keep(row: Row, schema: Schema): void {
    const { size } = this
    for (let k = 0; k < this.count; k++) {
      if (this.slots[k] < size) continue
      const feature = row.order[k]
      const code = schema.kind(feature) === 'category' ? row.values[feature] : 0
      this.table.set(feature, true, code, this.slots[k])
      this.size += 1
    }
  }

  /**
   * River: the field of a feature is its name up to the first underscore. Told as the first
   * feature that has the same.
   */
  private fieldOf(feature: number, schema: Schema): number {
    if (!schema.provisional) {
      this.known = growInts(this.known, schema.size)
      while (this.knownCount < schema.size) {
        const next = this.knownCount++
        const name = prefixOf(schema.name(next))
        if (!this.firsts.has(name)) this.firsts.set(name, next)
        this.known[next] = this.firsts.get(name) as number
      }
    }
    if (feature < this.knownCount) return this.known[feature]
    const name = prefixOf(schema.name(feature))
    const first = this.firsts.get(name)
    if (first !== undefined) return first
    let other = this.knownCount
    while (prefixOf(schema.name(other)) !== name) other++
    return other
  }

  /** Divides the event by its length. */
  normalise(): void {
    const { values, count } = this
    let squares = 0
    for (let k = 0; k < count; k++) squares += values[k] ** 2
    const length = Math.sqrt(squares)
    if (length === 0) return
    for (let k = 0; k < count; k++) values[k] /= length
  }

  /** Throws unless there is a slot for each value that was learned, and no other. */
  check(features: number): void {
    const { size } = this
    let count = 0
    const met = new Set<number>()
    this.table.check(features, (slot) => {
      count += 1
      met.add(slot)
      return Number.isInteger(slot) && slot >= 0 && slot < size
    })
    if (Number.isSafeInteger(size) && count === size && met.size === size) return
    throw new SnapshotError('a factorisation machine must have a slot for each feature', size)
  }
}

/** The names of the features of an event; a category is one of its own: `user_u1`. */
export function namesOf({ order, values, count }: Row, schema: Schema): string[] {
  return Array.from(order.subarray(0, count), (feature) => {
    const name = schema.name(feature)
    const isCategory = schema.kind(feature) === 'category'
    return isCategory ? `${name}_${String(schema.category(feature, values[feature]))}` : name
  })
}

/** The field of a name. */
export function prefixOf(name: string): string {
  const end = name.indexOf('_')
  return end < 0 ? name : name.slice(0, end)
}
