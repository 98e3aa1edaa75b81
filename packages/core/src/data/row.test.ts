import { describe, expect, it } from 'vitest'
import { Row } from './row.js'

function rowOf(entries: readonly [feature: number, value: number][], width: number): Row {
  const row = new Row()
  for (const [feature, value] of entries) row.put(feature, value)
  row.seal(width)
  return row
}

describe('Row', () => {
  it('lists its features in ascending order, however they came', () => {
    const row = rowOf(
      [
        [5, 50],
        [0, 1],
        [11, 3],
      ],
      20,
    )
    expect(Array.from(row.indices.subarray(0, row.count))).toEqual([0, 5, 11])
    expect([row.values[0], row.values[5], row.values[11], row.values[12]]).toEqual([1, 50, 3, NaN])
    expect([row.count, row.width]).toEqual([3, 20])
    expect(Array.from(row.order.subarray(0, row.count))).toEqual([5, 0, 11])
  })

  it('adds up what meets, and puts features in order when they are asked for', () => {
    const row = new Row()
    row.sum(Int32Array.of(4, 1, 4), Float64Array.of(1, 2, 5), 3, 6)
    row.sealLater(6)
    expect([row.unsorted, row.count, row.values[4]]).toEqual([true, 2, 6])
    expect(Array.from(row.order.subarray(0, 2))).toEqual([4, 1])
    expect(Array.from(row.indices.subarray(0, 2))).toEqual([1, 4])
    expect(row.unsorted).toBe(false)
    expect(Array.from(row.order.subarray(0, 2))).toEqual([4, 1])
  })

  it('is empty once cleared, also where it was wide', () => {
    const row = rowOf(
      [
        [5, 50],
        [900, 1],
      ],
      1000,
    )
    row.clear()
    row.widen(1000)
    expect(row.count).toBe(0)
    expect(row.values.every(Number.isNaN)).toBe(true)
  })

  it('takes on the features of another row without its values', () => {
    const [row, other] = [
      rowOf(
        [
          [3, 1],
          [2, 5],
        ],
        5,
      ),
      rowOf([[0, 9]], 1),
    ]
    other.sameFeatures(row)
    expect(Array.from(other.indices.subarray(0, other.count))).toEqual([2, 3])
    expect(other.width).toBe(5)
    expect(other.values[0]).toBeNaN()
  })
})
