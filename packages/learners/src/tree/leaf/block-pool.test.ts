import { describe, expect, it } from 'vitest'
import { BlockPool } from './block-pool.js'

describe('a pool of blocks', () => {
  it('gives a block out again, emptied, and to one taker only', () => {
    const pool = new BlockPool()
    const block = pool.take(8).fill(7)
    pool.give(block)
    const again = pool.take(8)
    expect(again).toBe(block)
    expect([...again]).toEqual(new Array(8).fill(0))
    expect(pool.take(8)).not.toBe(block)
  })

  it('keeps neither long blocks nor empty ones', () => {
    const pool = new BlockPool()
    for (const length of [0, 4096]) {
      const block = new Float64Array(length)
      pool.give(block)
      expect(pool.take(length)).not.toBe(block)
    }
  })
})
