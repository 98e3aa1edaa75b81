import {
  array,
  assert,
  constantFrom,
  double,
  integer,
  oneof,
  property,
  record,
  tuple,
} from 'fast-check'
import { describe, expect, it } from 'vitest'
import { RankedRing } from './ranked-ring.js'
import { select } from './select.js'

const number = oneof(
  double({ noNaN: true, noDefaultInfinity: true, min: -1e6, max: 1e6 }),
  integer({ min: -2, max: 2 }),
)

function quantileOf(values: readonly number[], q: number): number {
  const sorted = Float64Array.from(values).sort()
  const place = q * (sorted.length - 1)
  const rank = Math.floor(place)
  if (place === rank) return sorted[rank]
  return sorted[rank] + (place - rank) * (sorted[rank + 1] - sorted[rank])
}

/** Every value, and every quantile that is asked for on the way. */
function follow(values: readonly number[], size: number, q: number, every: number): void {
  const ring = new RankedRing(2)
  for (let i = 0; i < values.length; i++) {
    ring.push(values[i], size)
    if (i % every > 0) continue
    const window = values.slice(Math.max(0, i + 1 - size), i + 1)
    expect(ring.quantile(q)).toBeCloseTo(quantileOf(window, q), 12)
    expect(ring.quantile(0.5, 1)).toBeCloseTo(quantileOf(window, 0.5), 12)
  }
}

describe('RankedRing', () => {
  it('gives the quantiles of the last values, whenever it is asked', () => {
    const settings = record({
      size: integer({ min: 1, max: 40 }),
      q: double({ min: 0, max: 1, noNaN: true }),
      every: integer({ min: 1, max: 30 }),
    })
    assert(
      property(array(number, { minLength: 1, maxLength: 200 }), settings, (values, given) => {
        follow(values, given.size, given.q, given.every)
      }),
    )
  })

  it.each<[string, (i: number) => number]>([
    ['rise', (i) => i],
    ['fall', (i) => -i],
    ['turn', (i) => 1000 * Math.sin(i / 70) + (i % 13)],
    ['are all the same', () => 7],
    ['are few', (i) => (i * i) % 5],
    ['jump from side to side', (i) => (i % 2 ? i : -i)],
    ['scatter', (i) => (i * 48271) % 65537],
  ])('finds its rank again where values %s', (_, value) => {
    const values = Array.from({ length: 3000 }, (_, i) => value(i))
    for (const every of [1, 37, 900]) for (const q of [0, 0.1, 1]) follow(values, 500, q, every)
  })
})

describe('select', () => {
  it('puts smaller numbers before a rank and larger ones behind', () => {
    const given = tuple(array(number, { minLength: 1, maxLength: 60 }), constantFrom(0, 0.3, 1))
    assert(
      property(given, ([values, share]) => {
        const numbers = Float64Array.from(values)
        const rank = Math.floor(share * (values.length - 1))
        select(numbers, rank, 0, values.length - 1)
        expect(numbers.slice().sort()).toEqual(Float64Array.from(values).sort())
        expect(numbers.slice(0, rank).every((x) => x <= numbers[rank])).toBe(true)
        expect(numbers.slice(rank).every((x) => x >= numbers[rank])).toBe(true)
      }),
    )
  })
})
