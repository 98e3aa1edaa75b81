import { describe, expect, it } from 'vitest'
import { dots, plane } from './plane.js'

describe('a plane', () => {
  it('puts the outermost points on its rim, greater values higher', () => {
    const toPlane = plane(
      [
        { x: 0, y: 0 },
        { x: 10, y: 4 },
      ],
      100,
      200,
    )
    expect(toPlane({ x: 0, y: 0 })).toEqual({ x: 5, y: 190 })
    const { x, y } = toPlane({ x: 10, y: 4 })
    expect([x, y]).toEqual([expect.closeTo(95), expect.closeTo(10)])
  })

  it('has a place for a single point, and for none', () => {
    expect(plane([{ x: 3, y: 3 }], 100, 100)({ x: 3, y: 3 })).toEqual({ x: 50, y: 50 })
    expect(dots([])).toBe('')
    expect(dots([{ x: 1, y: 2.25 }])).toBe('M1.0 2.3h0')
  })
})
