import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { growBytes, growFloats, growInts, relayout } from './grow.js'

describe('growing arrays', () => {
  it('is the array itself while there is room', () => {
    const floats = new Float64Array(5)
    expect(growFloats(floats, 5)).toBe(floats)
    const ints = new Int32Array(5)
    expect(growInts(ints, 0)).toBe(ints)
    const bytes = new Uint8Array(5)
    expect(growBytes(bytes, 4)).toBe(bytes)
  })

  it('at least doubles, from a size that is never zero, and keeps what was there', () => {
    expect(growFloats(Float64Array.of(1, 2, 3), 4)).toEqual(Float64Array.of(1, 2, 3, 0, 0, 0))
    expect(growInts(Int32Array.of(7), 2)).toEqual(Int32Array.of(7, 0, 0, 0))
    expect(growBytes(new Uint8Array(0), 1)).toHaveLength(4)
    expect(growInts(new Int32Array(4), 100)).toHaveLength(100)
  })

  it('fills what is new', () => {
    expect(growFloats(Float64Array.of(0), 4, NaN)).toEqual(Float64Array.of(0, NaN, NaN, NaN))
    expect(growInts(Int32Array.of(5, 5), 3, -1)).toEqual(Int32Array.of(5, 5, -1, -1))
  })
})

describe('laying a table out anew', () => {
  it('moves every number to its row and column, in each section', () => {
    const size = fc.integer({ min: 0, max: 5 })
    const sections = fc.integer({ min: 1, max: 3 })
    fc.assert(
      fc.property(size, size, size, size, sections, (rows, width, moreRows, moreWidth, count) => {
        const from = Float64Array.from({ length: rows * width * count }, (_, i) => i + 1)
        const [toRows, toWidth] = [rows + moreRows, width + moreWidth]
        const to = relayout(from, rows, width, toRows, toWidth, count)
        for (let section = 0; section < count; section++) {
          for (let row = 0; row < toRows; row++) {
            for (let column = 0; column < toWidth; column++) {
              const inside = row < rows && column < width
              const before = inside ? from[(section * rows + row) * width + column] : 0
              expect(to[(section * toRows + row) * toWidth + column]).toBe(before)
            }
          }
        }
      }),
    )
  })
})
