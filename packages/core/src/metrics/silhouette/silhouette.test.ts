import { describe, expect, it } from 'vitest'
import type { Centers, Point } from './distances.js'
import { Silhouette } from './silhouette.js'

function numbers(width: number, seed: number): number[] {
  return Array.from({ length: width }, (_, j) => ((seed * 31 + j * j * 7) % 23) / 3)
}

function named(list: readonly number[]): Record<string, number> {
  return Object.fromEntries(list.map((value, j) => [`f${j}`, value]))
}

/** Several widths by turns, so that what was made for one must not serve the other. */
function judge(point: (x: number[]) => Point, centers: (list: number[][]) => Centers): number {
  const metric = new Silhouette()
  for (let seed = 0; seed < 60; seed++) {
    const width = [1, 2, 5, 8, 33, 40][(seed >> 2) % 6]
    const list = [1, 2, 3, 4].map((k) => numbers(width, seed + 5 * k))
    metric.update(point(numbers(width, seed)), seed % 4, centers(list))
  }
  return metric.get()
}

describe('Silhouette', () => {
  it('is the same for lists, objects, Maps and flat arrays, of any width', () => {
    const expected = judge(
      (x) => x,
      (list) => list,
    )
    const others = [
      judge(named, (list) => list.map(named)),
      judge(named, (list) => new Map(list.map(named).entries())),
      judge(named, (list) => ({ ...list.map(named) })),
      judge(
        (x) => x,
        (list) => Float64Array.from(list.flat()),
      ),
      judge(
        (x) => Float64Array.from(x),
        (list) => Float64Array.from(list.flat()),
      ),
    ]
    for (const value of others) expect(value).toBeCloseTo(expected, 12)
  })

  it('sees a name too many and a name too few, also where the shape is known', () => {
    const metric = new Silhouette()
    const update = (own: Record<string, number>) =>
      metric.update({ a: 0, b: 0 }, 0, [own, { a: 0, b: 8 }, { a: 0, b: 9 }])
    for (let i = 0; i < 3; i++) update({ a: 3, b: 4 })
    expect(metric.get()).toBeCloseTo(15 / 24, 12)
    update({ a: 2, b: 4, c: 4 })
    update({ a: 3 })
    expect(metric.get()).toBeCloseTo((15 + 6 + 3) / 40, 12)
  })
})
