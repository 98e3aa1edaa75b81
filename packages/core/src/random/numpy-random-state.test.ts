import { describe, expect, it } from 'vitest'
import { SnapshotError } from '../errors.js'
import { NumpyRandomState } from './numpy-random-state.js'

const times = <T>(count: number, draw: () => T): T[] => Array.from({ length: count }, draw)

describe("NumPy's legacy generator", () => {
  it('draws the whole numbers NumPy draws, in ranges of one word and of two', () => {
    const rng = new NumpyRandomState(42)
    expect(times(8, () => rng.randint(0, 10))).toEqual([6, 3, 7, 4, 6, 9, 2, 6])
    expect(times(4, () => rng.randint(-5, 1000003))).toEqual([954693, 87493, 899154, 912751])
    expect(times(2, () => rng.randint(0, 2 ** 31 - 1))).toEqual([434285667, 613608295])
    const large = [651335606402, 640192412980, 7395928407]
    expect(times(3, () => rng.randint(0, 2 ** 40))).toEqual(large)
    expect(rng.randint(7, 8)).toBe(7)
  })

  it('draws its uniform and normal numbers and its bytes', () => {
    const rng = new NumpyRandomState(7)
    expect(times(4, () => rng.randomSample())).toEqual([
      0.07630828937395717, 0.7799187922401146, 0.4384092314408935, 0.7234651778309412,
    ])
    const normal = [
      1.0656403273571688, 1.8150325659930155, -0.5778460572514772, 1.0041311458118962,
      0.9982192282841372,
    ]
    for (const z of normal) expect(rng.normal(1, 2)).toBeCloseTo(z, 13)
    expect([...rng.bytes(8)]).toEqual([68, 4, 226, 173, 176, 197, 105, 222])
    expect([...rng.bytes(5)]).toEqual([127, 215, 193, 205, 135])
  })

  it('shows the seed it was given, or drew', () => {
    expect(new NumpyRandomState(42).seed).toBe(42)
    const drawn = new NumpyRandomState()
    const repeated = new NumpyRandomState(drawn.seed)
    expect(times(9, () => repeated.normal())).toEqual(times(9, () => drawn.normal()))
    expect(new NumpyRandomState().seed).not.toBe(drawn.seed)
    for (const seed of [-1, 0.5, 2 ** 32]) {
      expect(() => new NumpyRandomState(seed).checkState()).toThrow(SnapshotError)
    }
  })

  it('fills more than one block of words', () => {
    const rng = new NumpyRandomState(0)
    expect([...rng.bytes(8)]).toEqual([172, 10, 127, 140, 47, 170, 196, 151])
    expect(new Set(times(1000, () => rng.randomSample())).size).toBe(1000)
  })
})
