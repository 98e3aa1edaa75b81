import {
  InvalidFeatureError,
  InvalidInputError,
  SnapshotError,
  snapshot,
  stats,
} from '@coelho/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import * as covariance from './index.js'

const makers = {
  EmpiricalCovariance: () => new covariance.EmpiricalCovariance(),
  EmpiricalPrecision: () => new covariance.EmpiricalPrecision(),
  EwaCovariance: () => new covariance.EwaCovariance({ fadingFactor: 0.1 }),
  EwaPrecision: () => new covariance.EwaPrecision({ fadingFactor: 0.1 }),
  LedoitWolfCovariance: () => new covariance.LedoitWolfCovariance({ fadingFactor: 0.1 }),
  OASCovariance: () => new covariance.OASCovariance({ fadingFactor: 0.1 }),
  ShrunkCovariance: () => new covariance.ShrunkCovariance({ fadingFactor: 0.1 }),
}
const learners = Object.values(covariance)
const events = Array.from({ length: 60 }, (_, i) => ({
  x: Math.sin(i),
  y: Math.cos(i * i) + Math.sin(i) / 2,
  z: (i % 7) - 3,
}))

function numbers(matrix: { get(i: string, j: string): unknown }, names = ['x', 'y', 'z']) {
  return names.map((i) =>
    names.map((j) => {
      const entry = matrix.get(i, j) as number | stats.Cov
      return typeof entry === 'number' ? entry : entry.get()
    }),
  )
}

describe.each(Object.entries(makers))('%s', (_, make) => {
  it('is symmetric, and the same whichever feature an event names first', () => {
    const [one, other] = [make(), make()]
    one.update({ x: 1, y: 2, z: 3 })
    other.update({ x: 1, y: 2, z: 3 })
    for (const { x, y, z } of events) {
      one.update({ x, y, z })
      other.update({ z, x, y })
    }
    const matrix = numbers(one)
    numbers(other).forEach((row, i) => {
      row.forEach((entry, j) => {
        expect(entry).toBeCloseTo(matrix[i][j], 9)
        expect(matrix[j][i]).toBe(matrix[i][j])
      })
    })
  })

  it('lists what it keeps of each two features', () => {
    const matrix = make()
    for (const x of events) matrix.update(x)
    expect([...matrix.matrix.keys()]).toEqual(['x', 'y', 'z'])
    expect(matrix.matrix.get('x')?.get('z')).toEqual(matrix.get('z', 'x'))
    expect(matrix.get('x', 'unknown')).toBeUndefined()
  })

  it('goes on from a snapshot as if it had not been interrupted', () => {
    const matrix = make()
    for (const x of events.slice(0, 30)) matrix.update(x)
    const loaded = snapshot.load<typeof matrix>(snapshot.save(matrix), {
      learners: learners as never,
    })
    for (const x of events.slice(30)) {
      matrix.update({ ...x, late: 2 })
      loaded.update({ ...x, late: 2 })
    }
    expect(numbers(loaded, ['x', 'z', 'late'])).toEqual(numbers(matrix, ['x', 'z', 'late']))
    expect(snapshot.save(loaded)).toEqual(snapshot.save(matrix))
  })

  it('refuses what is no number, and is as it was before', () => {
    const matrix = make()
    for (const x of events) matrix.update(x)
    const before = snapshot.save(matrix)
    for (const bad of [{ x: 1, y: 1, z: 1, w: '1' }, { new: Number.NaN }, { x: {} }]) {
      expect(() => matrix.update(bad as never)).toThrow(InvalidFeatureError)
    }
    expect(() => matrix.update(7 as never)).toThrow(InvalidInputError)
    expect(snapshot.save(matrix)).toEqual(before)
  })
})

describe('EmpiricalCovariance', () => {
  it('leaves nothing of an event that is taken back', () => {
    const number = fc.integer({ min: -8, max: 8 })
    const list = fc.array(fc.record({ a: number, b: number }), { minLength: 1, maxLength: 12 })
    fc.assert(
      fc.property(list, fc.record({ a: number, b: number }), (before, x) => {
        const [one, other] = [makers.EmpiricalCovariance(), makers.EmpiricalCovariance()]
        for (const event of before) {
          one.update(event)
          other.update(event, { w: 1 })
        }
        other.update(x, { w: 2 })
        other.revert(x, { w: 2 })
        numbers(other, ['a', 'b']).forEach((row, i) => {
          for (let j = 0; j < 2; j++) expect(row[j]).toBeCloseTo(numbers(one, ['a', 'b'])[i][j], 8)
        })
      }),
      { numRuns: 40 },
    )
  })

  it('refuses to take back what it never had', () => {
    const matrix = makers.EmpiricalCovariance()
    matrix.update({ a: 1, b: 2 })
    matrix.update({ c: 3 })
    const before = snapshot.save(matrix)
    for (const x of [{ d: 1 }, { a: 1, c: 3 }]) {
      expect(() => matrix.revert(x)).toThrow('can only take back what it was given')
    }
    expect(() => matrix.revert({ a: 1 }, { w: 2 })).toThrow(InvalidInputError)
    expect(snapshot.save(matrix)).toEqual(before)
  })

  it('hands out copies', () => {
    const matrix = makers.EmpiricalCovariance()
    for (const x of events) matrix.update(x)
    const before = numbers(matrix)
    ;(matrix.get('x', 'y') as stats.Cov).update(5, 5)
    expect(numbers(matrix)).toEqual(before)
  })

  it('divides by the weight less ddof', () => {
    const matrix = new covariance.EmpiricalCovariance({ ddof: 0 })
    for (const x of [1, 2, 3]) matrix.update({ x })
    expect(matrix.get('x', 'x')?.get()).toBeCloseTo(2 / 3, 12)
  })
})

describe('the precision matrices', () => {
  it.each([
    ['EmpiricalPrecision', new covariance.EmpiricalPrecision(), new stats.Var({ ddof: 0 })],
    [
      'EwaPrecision',
      new covariance.EwaPrecision({ fadingFactor: 0.01 }),
      new stats.EWVar({ fadingFactor: 0.01 }),
    ],
  ] as const)('%s is the inverse of the variance of one feature', (_, precision, variance) => {
    for (let i = 0; i < 5000; i++) {
      const x = 3 * Math.sin(i * i)
      precision.update({ x })
      variance.update(x)
    }
    expect(precision.get('x', 'x')).toBeCloseTo(1 / (variance.get() as number), 2)
  })
})

describe('the covariances that fade', () => {
  it('ask for all features that were there before', () => {
    const matrix = makers.EwaCovariance()
    matrix.update({ a: 1, b: 2 })
    expect(() => matrix.update({ a: 1, c: 2, d: 3 })).toThrow(
      'EwaCovariance: an event must have all features that earlier ones had (a, b).',
    )
    matrix.update({ b: 1, a: 3 })
    expect(matrix.get('a', 'c')).toBeUndefined()
  })

  it('move towards the simpler matrix by delta', () => {
    const make = (delta: number) =>
      new covariance.ShrunkCovariance({ fadingFactor: 0.1, delta, target: 'identity' })
    const [none, half, all] = [make(0), make(0.5), make(1)]
    for (const x of events) for (const matrix of [none, half, all]) matrix.update(x)
    const at = (matrix: covariance.ShrunkCovariance) => matrix.get('x', 'y') as number
    expect(at(half)).toBeCloseTo(at(none) / 2, 12)
    expect(at(all)).toBe(0)
    expect(all.get('x', 'x')).toBeCloseTo(all.get('z', 'z') as number, 12)
  })
})

describe('a snapshot of a matrix', () => {
  it('is refused where sizes do not fit', () => {
    const broken: [keyof typeof makers, object][] = [
      ['EmpiricalCovariance', { variances: [] }],
      ['EmpiricalPrecision', { width: 2 ** 30 }],
      ['EwaPrecision', { inverse: new Float64Array(1) }],
      ['LedoitWolfCovariance', { noise: Number.NaN }],
    ]
    for (const [name, state] of broken) {
      const matrix = makers[name]()
      for (const x of events) matrix.update(x)
      Object.assign(matrix, state)
      const bytes = snapshot.save(matrix)
      expect(() => snapshot.load(bytes, { learners: learners as never })).toThrow(SnapshotError)
    }
  })
})
