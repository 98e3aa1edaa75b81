import { growFloats, NO_FLOATS, SnapshotError } from '@coelho/core'
import { NUMERIC_BINARY, NUMERIC_MULTIWAY } from '../grow/nodes.js'
import type { ValueTrial } from '../grow/value-trial.js'
import { addValue, MOMENTS, merge } from './moments.js'

/** Of a slot: the weight and mean of its values, then the moments of their targets. */
const FIELDS = 2 + MOMENTS

/** The values of a feature in slots of equal width, with the targets of each slot. */
export class SlotTable {
  static readonly id = 'tree.SlotTable'
  static readonly state = ['slots', 'data', 'count'] as const

  /** The numbers of the slots that have values, ascending. */
  private slots: Float64Array = NO_FLOATS
  private data: Float64Array = NO_FLOATS
  private count = 0

  update(x: number, y: number, weight: number, width: number): void {
    const slot = Math.floor(x / width)
    const place = this.find(slot)
    if (place === this.count || this.slots[place] !== slot) this.insert(place, slot)
    const { data } = this
    const at = place * FIELDS
    data[at] += weight
    data[at + 1] += (weight / data[at]) * (x - data[at + 1])
    addValue(data, at + 2, y, weight)
  }

  /** The place of the first slot that is not below this one. */
  private find(slot: number): number {
    let low = 0
    let high = this.count
    while (low < high) {
      const middle = (low + high) >> 1
      if (this.slots[middle] < slot) low = middle + 1
      else high = middle
    }
    return low
  }

  private insert(place: number, slot: number): void {
    this.slots = growFloats(this.slots, this.count + 1)
    this.data = growFloats(this.data, (this.count + 1) * FIELDS)
    this.slots.copyWithin(place + 1, place, this.count)
    this.data.copyWithin((place + 1) * FIELDS, place * FIELDS, this.count * FIELDS)
    this.slots[place] = slot
    this.data.fill(0, place * FIELDS, (place + 1) * FIELDS)
    this.count++
  }

  /** Tries all slots at once if that is wanted, then a threshold between any two. */
  tryAll(trial: ValueTrial, width: number, multiway: boolean): void {
    const { data, count } = this
    if (count < 2) return
    if (multiway) {
      const room = trial.room(count)
      for (let k = 0; k < count; k++) {
        for (let j = 0; j < MOMENTS; j++) room[k * MOMENTS + j] = data[k * FIELDS + 2 + j]
      }
      trial.tryAll(NUMERIC_MULTIWAY, width, this.slots.slice(0, count))
    }
    const left = data.slice(2, FIELDS)
    for (let k = 1; k < count; k++) {
      merge(left, 0, data, k * FIELDS + 2)
      for (let j = 0; j < MOMENTS; j++) trial.branches[j] = left[j]
      // River: the threshold is in the middle of two slots, but the left branch has both.
      trial.tryLeft(NUMERIC_BINARY, (data[(k - 1) * FIELDS + 1] + data[k * FIELDS + 1]) / 2)
    }
    // River: the sum goes on after the best split, whose left leaf starts with all targets.
    trial.startLeftWith(left)
  }

  get bytes(): number {
    return 150 + this.slots.byteLength + this.data.byteLength
  }

  checkState(): void {
    const { slots, data, count } = this
    let valid = Number.isSafeInteger(count) && count >= 0 && count <= slots.length
    valid &&= count * FIELDS <= data.length
    for (let k = 0; valid && k < count; k++) {
      valid = data[k * FIELDS] > 0 && data[k * FIELDS + 2] > 0
      valid &&= Number.isInteger(slots[k]) && (k === 0 || slots[k - 1] < slots[k])
    }
    if (!valid) throw new SnapshotError('a slot table must have its slots in order')
  }
}
