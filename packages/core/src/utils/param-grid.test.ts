import { describe, expect, it } from 'vitest'
import { Gaussian } from '../proba/gaussian.js'
import { Histogram } from '../sketch/histogram.js'
import { expandParamGrid } from './param-grid.js'

/** Something with a part, and something with steps. */
class Whole {
  readonly options: { readonly size: number; readonly part: object }

  constructor(options: { size?: number; part?: object } = {}) {
    this.options = { size: 1, part: new Histogram(), ...options }
  }

  clone(): Whole {
    return new Whole(this.options)
  }
}

class Chain {
  readonly steps: Map<string, Whole>

  constructor(...steps: [string, Whole][]) {
    this.steps = new Map(steps)
  }
}

const partOf = (whole: Whole): unknown => String(whole.options.part)

describe('utils.expandParamGrid', () => {
  it('makes every combination, the last option fastest', () => {
    const models = expandParamGrid(new Whole(), { size: [1, 2], part: ['a', 'b'] as never })
    expect(models.map(({ options }) => [options.size, options.part])).toEqual([
      [1, 'a'],
      [1, 'b'],
      [2, 'a'],
      [2, 'b'],
    ])
    expect(expandParamGrid(new Whole(), {})).toHaveLength(1)
  })

  it('builds parts by their class, or varies the one that is there', () => {
    const both = [
      [Histogram, { maxBins: [3, 4] }],
      [Gaussian, { seed: [5] }],
    ] as const
    const built = expandParamGrid(new Whole(), { part: both as never })
    expect(built.map(({ options }) => options.part.constructor.name)).toEqual([
      'Histogram',
      'Histogram',
      'Gaussian',
    ])
    const one = expandParamGrid(new Whole(), { part: [Histogram, { maxBins: [3, 4] }] as never })
    expect(one).toHaveLength(2)
    const varied = expandParamGrid(new Whole(), { part: { maxBins: new Set([7, 8]) } })
    expect(varied.map(({ options }) => Reflect.get(options.part, 'options').maxBins)).toEqual([
      7, 8,
    ])
  })

  it('gives no part to two models', () => {
    const part = new Histogram()
    const [a, b] = expandParamGrid(new Whole(), { size: [1, 2], part: [part] })
    expect(a.options.part).not.toBe(b.options.part)
    expect(partOf(a)).toBe('')
  })

  it('varies steps by their names', () => {
    const chain = new Chain(['first', new Whole()], ['second', new Whole()])
    const chains = expandParamGrid(chain, { second: { size: [4, 5] } })
    expect(chains.map(({ steps }) => steps.get('second')?.options.size)).toEqual([4, 5])
    expect(chains[0].steps.get('first')).not.toBe(chain.steps.get('first'))
    expect(() => expandParamGrid(chain, { third: { size: [4] } })).toThrow(
      'utils.expandParamGrid: option "third" must be the name of a step; the steps are first, ' +
        'second.',
    )
  })

  it('refuses what is no grid', () => {
    expect(() => expandParamGrid(new Whole(), [1] as never)).toThrow(
      'utils.expandParamGrid: a grid must be an object of lists, got [1].',
    )
    expect(() => expandParamGrid(new Whole(), { size: 5 } as never)).toThrow(
      'utils.expandParamGrid: option "size" must have a list of values, or a grid, got 5.',
    )
    expect(() => expandParamGrid(new Whole(), { size: { x: [1] } })).toThrow(
      'utils.expandParamGrid: option "size" must be an object to have a grid, got 1.',
    )
  })
})
