import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Deadlines } from './deadlines.js'
import { RowOrder } from './row-order.js'

describe('the order of rows', () => {
  it('knows the highest number before a place', () => {
    const step = fc.tuple(fc.integer({ min: 0, max: 19 }), fc.integer({ min: -1, max: 50 }))
    fc.assert(
      fc.property(fc.array(step), (steps) => {
        const order = new RowOrder()
        order.clear(20)
        const numbers = new Array(20).fill(-1)
        for (const [place, number] of steps) {
          order.set(place, number)
          numbers[place] = number
          for (let at = 0; at < 20; at++) {
            expect(order.highestBefore(at)).toBe(Math.max(-1, ...numbers.slice(0, at)))
          }
        }
      }),
    )
  })
})

describe('deadlines', () => {
  it('come in the order of their times', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 30 })), (times) => {
        const deadlines = new Deadlines()
        times.forEach((time, slot) => {
          deadlines.add(slot, time)
        })
        const taken = times.map(() => times[deadlines.take()])
        expect(taken).toEqual([...times].sort((a, b) => a - b))
        expect(deadlines.next).toBe(Infinity)
      }),
    )
  })
})
