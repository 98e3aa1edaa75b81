import { growFloats, NO_FLOATS, relayout, SnapshotError } from '@coelho/core'
import { NUMERIC_BINARY, NUMERIC_MULTIWAY } from '../grow/nodes.js'
import type { ValueTrial } from '../grow/value-trial.js'
import { addValue, addValues, MOMENTS } from './moments.js'

/** The values of a feature in slots of equal width, with the targets of each slot. */
export class SlotTable {
  static readonly id = 'tree.SlotTable'
  static readonly state = ['slots', 'data', 'count', 'targets'] as const

  /** The numbers of the slots that have values, ascending. */
  private slots: Float64Array = NO_FLOATS
  /** Of a slot the weight and mean of its values, then three numbers for each target. */
  private data: Float64Array = NO_FLOATS
  private count = 0
  private targets = 1

  update(x: number, y: number, weight: number, width: number): void {
    const at = this.take(x, weight, width)
    addValue(this.data, at + 2, y, weight)
  }

  /** The same with a target for each output; NaN where an event has none. */
  updateMany(x: number, ys: Float64Array, targets: number, weight: number, width: number): void {
    if (targets > this.targets) this.widen(targets)
    const at = this.take(x, weight, width)
    addValues(this.data, at + 2, ys, targets, weight)
  }

  /** Takes in a value; returns the place of its slot. */
  private take(x: number, weight: number, width: number): number {
    const slot = Math.floor(x / width)
    const place = this.find(slot)
    if (place === this.count || this.slots[place] !== slot) this.insert(place, slot)
    const { data } = this
    const at = place * this.fields
    data[at] += weight
    data[at + 1] += (weight / data[at]) * (x - data[at + 1])
    return at
  }

  /** Numbers for each slot. */
  private get fields(): number {
    return 2 + MOMENTS * this.targets
  }

  private widen(targets: number): void {
    const before = this.fields
    this.targets = targets
    this.data = relayout(this.data, this.count, before, this.slots.length, this.fields)
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
    const { fields } = this
    this.slots = growFloats(this.slots, this.count + 1)
    this.data = growFloats(this.data, this.slots.length * fields)
    this.slots.copyWithin(place + 1, place, this.count)
    this.data.copyWithin((place + 1) * fields, place * fields, this.count * fields)
    this.slots[place] = slot
    this.data.fill(0, place * fields, (place + 1) * fields)
    this.count++
  }

  /** Tries all slots at once if that is wanted, then a threshold between any two. */
  tryAll(trial: ValueTrial, width: number, multiway: boolean): void {
    if (trial.targets > this.targets) this.widen(trial.targets)
    const { data, count, fields } = this
    if (count < 2) return
    if (multiway) {
      trial.room(count)
      for (let k = 0; k < count; k++) trial.put(k, data, k * fields + 2)
      trial.tryAll(NUMERIC_MULTIWAY, width, this.slots.slice(0, count))
    }
    trial.startWalk()
    trial.takeIn(data, 2)
    for (let at = fields; at < count * fields; at += fields) {
      trial.takeIn(data, at + 2)
      // River: the threshold is in the middle of two slots, but the left branch has both.
      trial.tryPassed(NUMERIC_BINARY, (data[at - fields + 1] + data[at + 1]) / 2)
    }
    // River: the sum goes on after the best split, whose left leaf starts with all targets.
    trial.startLeftWithPassed()
  }

  get bytes(): number {
    return 150 + this.slots.byteLength + this.data.byteLength
  }

  checkState(): void {
    const { slots, data, count } = this
    let valid = Number.isSafeInteger(count) && count >= 0 && count <= slots.length
    valid &&= Number.isSafeInteger(this.targets) && this.targets >= 1
    valid &&= count * this.fields <= data.length
    for (let k = 0; valid && k < count; k++) {
      const at = k * this.fields
      const weights = data.subarray(at + 2, at + this.fields)
      valid = data[at] > 0 && weights.every((n, j) => j % MOMENTS !== 0 || n >= 0)
      valid &&= Number.isInteger(slots[k]) && (k === 0 || slots[k - 1] < slots[k])
    }
    if (!valid) throw new SnapshotError('a slot table must have its slots in order')
  }
}
