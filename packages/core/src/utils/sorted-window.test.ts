import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { load, save } from '../snapshot/index.js'
import { SortedWindow } from './sorted-window.js'

describe('utils.SortedWindow', () => {
  it('holds the last numbers in order, also when it was saved and loaded', () => {
    const numbers = fc.array(fc.integer({ min: -5, max: 5 }), { maxLength: 40 })
    fc.assert(
      fc.property(numbers, fc.integer({ min: 1, max: 8 }), (list, size) => {
        const window = new SortedWindow({ size })
        for (const x of list) window.append(x)
        const other = load<SortedWindow>(save(window), { learners: [SortedWindow] as never })
        for (const one of [window, other]) {
          one.append(3)
          const sorted = [...list, 3].slice(-size).sort((a, b) => a - b)
          expect([...one]).toEqual(sorted.map((x) => x + 0))
          expect([one.length, one.at(0), one.at(-1)]).toEqual([
            sorted.length,
            sorted[0],
            sorted.at(-1),
          ])
        }
      }),
    )
  })

  it('refuses what is no number, and is as it was', () => {
    const window = new SortedWindow({ size: 1 })
    window.append(4)
    expect(() => window.append(Number.NaN)).toThrow(
      'SortedWindow: the value must be a finite number, got NaN.',
    )
    expect(() => new SortedWindow({} as never)).toThrow(
      'SortedWindow: option "size" is required and must be an integer of at least 1 and at most ' +
        '16777216.',
    )
    expect([...window]).toEqual([4])
    expect([window.at(1), window.at(-2)]).toEqual([undefined, undefined])
  })
})
