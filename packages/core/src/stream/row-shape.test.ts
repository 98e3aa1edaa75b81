import fc from 'fast-check'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { ColumnOptions } from './read-options.js'
import { RowShape } from './row-shape.js'

afterEach(() => vi.unstubAllGlobals())

const column = fc.constantFrom('a', 'b', '__proto__', 'constructor', '7', 'it’s "quoted"', '')
const names = fc.uniqueArray(column, { minLength: 1, maxLength: 6 })
const value = fc.constantFrom<unknown>(undefined, null, 'x', '1.5', '-3')

describe('a row', () => {
  it('is the same whether its maker was generated or is a loop', () => {
    const options = fc.record({
      target: fc.constantFrom(null, 'a', ['a'], ['b', 'a']),
      drop: fc.constantFrom(null, ['b'], ['7']),
      dropNones: fc.boolean(),
      converters: fc.constantFrom(null, { a: String, 7: () => undefined, b: () => null }),
    })
    fc.assert(
      fc.property(names, options, fc.array(value, { maxLength: 6 }), (names, options, values) => {
        const made = outcome(names, options, values)
        vi.stubGlobal('Function', forbidden)
        expect(outcome(names, options, values)).toEqual(made)
        vi.unstubAllGlobals()
      }),
      { numRuns: 2000 },
    )
  })

  it('keeps what a converter makes of a value, be it undefined, and nothing for none', () => {
    const shape = new RowShape('X', { converters: { a: () => undefined } })
    shape.nameColumns(['a', 'b'])
    expect(Object.entries(shape.shapeList(['1', undefined], 1)[0])).toEqual([['a', undefined]])
    expect(Object.entries(shape.shapeList(['1', '2'], 1)[0])).toEqual([
      ['a', undefined],
      ['b', '2'],
    ])
  })

  it('may have thousands of columns', () => {
    const shape = new RowShape('X', {})
    const many = Array.from({ length: 3000 }, (_, i) => `c${i}`)
    shape.nameColumns(many)
    expect(Object.keys(shape.shapeList([...many], 1)[0])).toEqual(many)
  })
})

/** A content policy that forbids generated code. */
function forbidden(): never {
  throw new EvalError('unsafe-eval is not allowed')
}

function outcome(names: string[], options: ColumnOptions, values: unknown[]): unknown {
  try {
    const shape = new RowShape('X', options)
    shape.nameColumns(names)
    const [x, y] = shape.shapeList([...values], 1)
    return [Object.entries(x), y]
  } catch (error) {
    return (error as Error).message
  }
}
