import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Columns } from './columns.js'

const row = (value: number | null, key = 'a') => new Map([[key, value]])
const known = (cells: readonly (number | null)[]) => cells.filter((cell) => cell !== null)

describe('Columns', () => {
  it('keep what they are given, with gaps where a column came late or left a row out', () => {
    const columns = new Columns(100)
    columns.push(1, row(10))
    columns.push(2, new Map([...row(20), ...row(5, 'b')]))
    columns.push(3, row(6, 'b'))
    expect(columns.x).toEqual([1, 2, 3])
    expect(columns.column('a')).toEqual([10, 20, null])
    expect(columns.column('b')).toEqual([null, 5, 6])
    expect(columns.column('unknown')).toEqual([null, null, null])
  })

  it('forget what lies ahead of a row that is put behind it: the training started over', () => {
    const columns = new Columns(100)
    for (const x of [1, 2, 3, 4]) columns.push(x, row(x))
    columns.push(3, row(30))
    expect(columns.x).toEqual([1, 2, 3])
    expect(columns.column('a')).toEqual([1, 2, 30])
  })

  it('thin four rows to two, by hand', () => {
    const columns = new Columns(7)
    for (const [x, y] of [5, 9, 1, 4, 7, 7, 7, 8].entries()) columns.push(x, row(y))
    expect(columns.x).toEqual([0, 3, 4, 5, 6, 7])
    expect(columns.column('a')).toEqual([9, 1, 7, 7, 7, 8])
  })

  it('never grow beyond their limit, never lose an extreme, and rise for ever', () => {
    const cell = fc.option(fc.integer({ min: -1000, max: 1000 }), { nil: null })
    const cells = fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 400 })
    fc.assert(
      fc.property(cells, fc.integer({ min: 8, max: 60 }), (rows, limit) => {
        const columns = new Columns(limit)
        for (const [x, [a, b]] of rows.entries()) {
          columns.push(x, new Map([...row(a), ...row(b, 'b')]))
          expect(columns.x.length).toBeLessThanOrEqual(limit)
        }
        expect(columns.x).toEqual([...new Set(columns.x)].sort((p, q) => p - q))
        for (const [i, key] of ['a', 'b'].entries()) {
          const all = known(rows.map((cellsOfRow) => cellsOfRow[i]!))
          const kept = known(columns.column(key))
          expect(columns.column(key)).toHaveLength(columns.x.length)
          expect(Math.min(...kept)).toBe(Math.min(...all))
          expect(Math.max(...kept)).toBe(Math.max(...all))
        }
      }),
    )
  })

  it('keep the newest rows as they came', () => {
    const columns = new Columns(100)
    for (let x = 0; x < 5000; x++) columns.push(x, row(Math.sin(x)))
    expect(columns.x.slice(-20)).toEqual(Array.from({ length: 20 }, (_, i) => 4980 + i))
    expect(columns.column('a').slice(-20)).toEqual(columns.x.slice(-20).map(Math.sin))
  })
})
