import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  Found,
  findNearest,
  findWithin,
  type Points,
  squareBetween,
  squareLimit,
} from './points.js'

const coordinate = fc.double({ min: -5, max: 5, noNaN: true })
const point = fc.tuple(coordinate, coordinate)
type Place = [number, number]

const distance = (a: Place, b: Place) => Math.sqrt((a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2)

/** Points with a place between them that is not used. */
const pointsOf = (list: Place[]): Points => ({
  count: list.length,
  features: 2,
  stride: 3,
  centres: Float64Array.from(list.flatMap(([x, y]) => [x, y, 99])),
})

describe('the search among points', () => {
  it('finds those within a radius, in order, with their squared distances', () => {
    fc.assert(
      fc.property(
        fc.array(point),
        point,
        fc.double({ min: 0.1, max: 6, noNaN: true }),
        (list, at, r) => {
          const found = new Found()
          findWithin(pointsOf(list), Float64Array.from(at), squareLimit(r), found)
          const expected = list.flatMap((one, i) => (distance(one, at) < r ? [i] : []))
          expect([...found.slots.subarray(0, found.count)]).toEqual(expected)
          for (let k = 0; k < found.count; k++) {
            const own = distance(list[found.slots[k]], at)
            expect(Math.sqrt(found.squares[k])).toBe(own)
          }
        },
      ),
    )
  })

  it('finds the first of the nearest', () => {
    fc.assert(
      fc.property(fc.array(point), point, (list, at) => {
        const distances = list.map((one) => distance(one, at))
        const first = distances.indexOf(Math.min(...distances))
        expect(findNearest(pointsOf(list), Float64Array.from(at), 0)).toBe(first)
      }),
    )
  })

  it('measures between two points', () => {
    const points = pointsOf([
      [1, 2],
      [4, 6],
    ])
    expect(squareBetween(points, 0, 1)).toBe(25)
  })

  it('compares squares as it would distances, to the last bit', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-9, max: 1e9, noNaN: true }), (radius) => {
        const limit = squareLimit(radius)
        expect(Math.sqrt(limit)).toBeGreaterThanOrEqual(radius)
        expect(Math.sqrt(limit * (1 - Number.EPSILON))).toBeLessThan(radius)
      }),
    )
  })
})
