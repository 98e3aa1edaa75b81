import { describe, expect, it } from 'vitest'
import { Pipeline } from '../compose/index.js'
import type { Row } from '../data/row.js'
import { failures, kindOf } from './index.js'
import { Around, Far, Nearest, Rings, Shifted } from './mutants/twins.test-support.js'

const pipelines: readonly (readonly [kind: string, make: () => object])[] = [
  ['classifier', () => new Pipeline(new Shifted(), new Nearest({ seed: 1 }))],
  ['regressor', () => new Pipeline(new Shifted(), new Around())],
  ['transformer', () => new Pipeline(new Shifted(), ['again', new Shifted()])],
  ['clusterer', () => new Pipeline(new Shifted(), new Rings())],
  ['anomaly detector', () => new Pipeline(new Shifted(), new Far())],
]

describe.each(pipelines)('a pipeline that ends with a %s', (kind, make) => {
  it('is of that kind, and passes every check', () => {
    const model = make()
    expect(kindOf(model)).toBe(kind)
    expect(failures(model).map((failure) => failure.message)).toEqual([])
  })

  it('passes where its steps draw seeds of their own', () => {
    const model = new Pipeline(new Shifted(), new Nearest())
    expect(failures(model).map((failure) => failure.message)).toEqual([])
  })

  it('fails where a step is broken', () => {
    class Careless extends Shifted {
      override learnRow(row: Row): void {
        super.learnRow(row, Math.random())
      }
    }
    const found = failures(new Pipeline(new Careless(), new Nearest({ seed: 1 })))
    expect(found.map(({ check }) => check)).toContain('same-run-same-bits')
  })
})
