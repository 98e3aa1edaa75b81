/** The one place where arrays grow: they double, from a size that is never zero. */
function roomFor(needed: number, present: number): number {
  return Math.max(needed, 2 * present, 4)
}

/** The array itself if it has room for `needed` numbers, else a larger copy of it. */
export function growFloats(array: Float64Array, needed: number, fill = 0): Float64Array {
  if (needed <= array.length) return array
  const larger = new Float64Array(roomFor(needed, array.length))
  larger.set(array)
  if (fill !== 0) larger.fill(fill, array.length)
  return larger
}

/** The same for whole numbers. */
export function growInts(array: Int32Array, needed: number, fill = 0): Int32Array {
  if (needed <= array.length) return array
  const larger = new Int32Array(roomFor(needed, array.length))
  larger.set(array)
  if (fill !== 0) larger.fill(fill, array.length)
  return larger
}

/** The same for small flags. */
export function growBytes(array: Uint8Array, needed: number): Uint8Array {
  if (needed <= array.length) return array
  const larger = new Uint8Array(roomFor(needed, array.length))
  larger.set(array)
  return larger
}

/**
 * A table of `rows` by `width` laid out anew as `toRows` by `toWidth`; what is new is 0.
 * `sections` such tables may stand one behind the other in the same array.
 */
export function relayout(
  from: Float64Array,
  rows: number,
  width: number,
  toRows: number,
  toWidth: number,
  sections = 1,
): Float64Array {
  const to = new Float64Array(sections * toRows * toWidth)
  for (let section = 0; section < sections; section++) {
    for (let row = 0; row < rows; row++) {
      const start = (section * rows + row) * width
      to.set(from.subarray(start, start + width), (section * toRows + row) * toWidth)
    }
  }
  return to
}
