import { SnapshotError } from '@coelho/core'
import { describe, expect, it } from 'vitest'
import { NumericTable } from './numeric-table.js'

describe('a numeric table', () => {
  it('is refused with rows that take no bytes: any number of them could be told', () => {
    const table = new NumericTable()
    table.checkState()
    Object.assign(table, { rows: 1_000_000_000 })
    expect(() => table.checkState()).toThrow(SnapshotError)
  })
})
