import { describe, expect, it, vi } from 'vitest'
import { Attempts } from './attempts.js'
import { inLanes } from './lanes.js'

describe('attempts', () => {
  it('have pauses between them that are longer and longer, up to a bound', () => {
    const attempts = new Attempts({ forMs: 1e9, firstMs: 100, longestMs: 1000 })
    const random = vi.spyOn(Math, 'random').mockReturnValue(0.5)
    const pauses = Array.from({ length: 6 }, () => attempts.next())
    random.mockRestore()
    expect(pauses).toEqual([50, 100, 200, 400, 500, 500])
  })

  it('wait as long as they are asked to, while there is time', () => {
    const attempts = new Attempts({ forMs: 10_000, firstMs: 100, longestMs: 1000 })
    expect(attempts.next(9000)).toBe(9000)
    expect(attempts.next(11_000)).toBeUndefined()
    expect(new Attempts({ forMs: -1, firstMs: 100, longestMs: 1000 }).next()).toBeUndefined()
  })
})

describe('lanes', () => {
  it('do each piece of work once, so many at once', async () => {
    const done: number[] = []
    let now = 0
    let most = 0
    await inLanes(10, 3, async (index) => {
      most = Math.max(most, ++now)
      await new Promise((resolve) => setTimeout(resolve, index % 3))
      now--
      done.push(index)
    })
    expect(most).toBe(3)
    expect(done.sort((a, b) => a - b)).toEqual(Array.from({ length: 10 }, (_, index) => index))
  })

  it('end before an error is told, and begin nothing after it', async () => {
    const begun: number[] = []
    const ended: number[] = []
    const work = async (index: number) => {
      begun.push(index)
      await new Promise((resolve) => setTimeout(resolve, index === 1 ? 1 : 20))
      ended.push(index)
      if (index === 1) throw new Error('torn')
    }
    await expect(inLanes(100, 4, work)).rejects.toThrow('torn')
    expect(begun).toEqual([0, 1, 2, 3])
    expect(ended.sort()).toEqual(begun)
  })
})
