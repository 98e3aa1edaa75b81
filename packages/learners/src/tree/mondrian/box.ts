import { compareValues, NO_INTS, type Row, type random, type Schema } from '@coelho/core'

/** True if a row lies inside a box, and has only features the box has met. */
export function holds(boxes: Float64Array, base: number, row: Row): boolean {
  const { count, indices, values } = row
  for (let k = 0; k < count; k++) {
    const at = base + 2 * indices[k]
    const x = values[indices[k]]
    if (!(x >= boxes[at] && x <= boxes[at + 1])) return false
  }
  return true
}

/** Writes to `extent` how far a row lies outside a box: a sum over the features the box has met. */
export function reach(boxes: Float64Array, base: number, row: Row, extent: Float64Array): void {
  const { count, indices, values } = row
  let sum = 0
  for (let k = 0; k < count; k++) {
    const at = base + 2 * indices[k]
    const x = values[indices[k]]
    if (x < boxes[at]) sum += boxes[at] - x
    else if (x > boxes[at + 1]) sum += x - boxes[at + 1]
  }
  extent[0] = sum
}

/** Makes a box so large that it holds a row. */
export function stretch(boxes: Float64Array, base: number, row: Row): void {
  const { count, indices, values } = row
  for (let k = 0; k < count; k++) {
    const at = base + 2 * indices[k]
    const x = values[indices[k]]
    if (!(boxes[at] <= x)) boxes[at] = x
    if (!(boxes[at + 1] >= x)) boxes[at + 1] = x
  }
}

/** How far a value lies outside a box on one side of it; 0 too if the feature was not met. */
function beyond(boxes: Float64Array, at: number, x: number): number {
  if (x < boxes[at]) return boxes[at] - x
  return x > boxes[at + 1] ? x - boxes[at + 1] : 0
}

/** Draws one of the features in which a row lies outside a box, each as likely as it is far. */
export function chooseFeature(
  boxes: Float64Array,
  base: number,
  row: Row,
  inOrder: Int32Array,
  rng: random.Random,
): number {
  const { values } = row
  let total = 0
  for (let k = 0; k < inOrder.length; k++) {
    total += beyond(boxes, base + 2 * inOrder[k], values[inOrder[k]])
  }
  const drawn = rng.random() * total
  let chosen = -1
  let sum = 0
  for (let k = 0; k < inOrder.length; k++) {
    const distance = beyond(boxes, base + 2 * inOrder[k], values[inOrder[k]])
    if (distance === 0) continue
    chosen = inOrder[k]
    sum += distance
    if (sum > drawn) break
  }
  return chosen
}

/** The features by name. River: the draw of a feature goes through them in that order. */
export class NamesInOrder {
  private readonly schema: Schema
  private order: Int32Array = NO_INTS

  constructor(schema: Schema) {
    this.schema = schema
  }

  get(): Int32Array {
    const { schema } = this
    if (this.order.length !== schema.size) {
      const names = schema.names()
      const order = Int32Array.from(names.keys())
      this.order = order.sort((a, b) => compareValues(names[a], names[b]))
    }
    return this.order
  }
}
