import { describe, expect, it } from 'vitest'
import { take } from './take.js'

function* endless(): Generator<number> {
  for (let i = 0; ; i++) yield i
}

describe('taking the first of a stream', () => {
  it('ends, also where the stream does not', () => {
    expect([...take(endless(), 3)]).toEqual([0, 1, 2])
    expect([...take([1, 2], 5)]).toEqual([1, 2])
  })

  it('takes nothing for a count that is none', () => {
    for (const count of [0, -1, NaN]) expect([...take(endless(), count)]).toEqual([])
  })

  it('asks the stream for no more than it gives', () => {
    let asked = 0
    const counted = {
      *[Symbol.iterator]() {
        for (;;) yield ++asked
      },
    }
    for (const _ of take(counted, 4));
    expect(asked).toBe(4)
  })
})
