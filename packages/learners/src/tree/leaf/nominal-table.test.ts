import { Row } from '@coelho/core'
import { describe, expect, it } from 'vitest'
import { NominalTable } from './nominal-table.js'

describe('a table of nominal features', () => {
  it('has not seen a category for which there is only room in the next column', () => {
    const table = new NominalTable()
    for (const feature of [0, 1]) table.addFeature(feature)
    const row = new Row()
    row.put(0, 0)
    row.put(1, 5)
    row.seal(2)
    table.update(row, 0, 1)
    expect(Array.from({ length: 9 }, (_, code) => table.hasSeen(0, code))).toEqual([
      true,
      ...Array(8).fill(false),
    ])
    expect(table.hasSeen(1, 5)).toBe(true)
    expect(table.hasSeen(1, 9)).toBe(false)
  })

  it('knows whether what one of two categories leaves is the other, to the last bit', () => {
    const row = new Row()
    const tableOf = (weights: number[]) => {
      const table = new NominalTable()
      table.addFeature(0, 2)
      weights.forEach((weight, k) => {
        row.clear()
        row.put(0, k % 2)
        row.seal(1)
        table.update(row, k % 3, weight, 3)
      })
      return table
    }
    expect(tableOf([1, 2, 3, 4, 5, 6]).areAll(0, 0, 1)).toBe(true)
    expect(tableOf([0.1, 0.2, 0.3, 0.7, 0.3, 0.6]).areAll(0, 0, 1)).toBe(false)
  })
})
