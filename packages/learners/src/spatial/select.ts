import type { Points } from './points.js'

/** Puts that one in its place which belongs there by a coordinate, lower ones before it. */
export function select(
  points: Points,
  axis: number,
  list: Int32Array,
  from: number,
  to: number,
  place: number,
): void {
  const { stride, centres } = points
  while (to > from) {
    const pivot = centres[list[(from + to) >>> 1] * stride + axis]
    let i = from
    let j = to
    while (i <= j) {
      while (centres[list[i] * stride + axis] < pivot) i++
      while (centres[list[j] * stride + axis] > pivot) j--
      if (i > j) break
      const held = list[i]
      list[i++] = list[j]
      list[j--] = held
    }
    if (place <= j) to = j
    else if (place >= i) from = i
    else return
  }
}
