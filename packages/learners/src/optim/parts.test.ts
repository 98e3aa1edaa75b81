import { random, snapshot } from '@coelho/core'
import { describe, expect, it } from 'vitest'
import { initializers, losses, schedulers } from './index.js'

describe('a scheduler', () => {
  it('of a constant rate tells it at each step', () => {
    const scheduler = new schedulers.Constant({ learningRate: 0.3 })
    expect([0, 1, 1e6].map((t) => scheduler.get(t))).toEqual([0.3, 0.3, 0.3])
  })

  it('of inverse scaling falls by the power', () => {
    const scheduler = new schedulers.InverseScaling({ learningRate: 8, power: 1.5 })
    expect(scheduler.get(3)).toBeCloseTo(1, 12)
    expect(new schedulers.InverseScaling({ learningRate: 8 }).get(15)).toBe(2)
  })

  it('that is optimal starts from the slope of the loss', () => {
    const hinge = new schedulers.Optimal({ loss: new losses.Hinge(), alpha: 1e-4 })
    expect(hinge.get(0)).toBe(10)
    const steep = new losses.Log({ weightNeg: 1, weightPos: 1 })
    expect(new schedulers.Optimal({ loss: steep, alpha: 1e-4 }).get(0)).toBe(10)
    const falling = [0, 100, 1000].map((t) => hinge.get(t))
    expect(falling).toEqual([...falling].sort((a, b) => b - a))
  })

  it('that is optimal needs a loss of one number', () => {
    for (const loss of [undefined, null, {}, new losses.CrossEntropy()]) {
      expect(() => new schedulers.Optimal({ loss: loss as never })).toThrow(
        /^Optimal: option "loss"/,
      )
    }
  })
})

describe('an initializer', () => {
  it('gives one number, or a list of so many', () => {
    const constant = new initializers.Constant({ value: 2 })
    expect([constant.call(), constant.call(1), constant.call(3)]).toEqual([2, 2, [2, 2, 2]])
    expect(new initializers.Zeros().call(2)).toEqual([0, 0])
  })

  it("draws NumPy's normal numbers, moved and scaled", () => {
    const plain = new random.NumpyRandomState(7)
    const normal = new initializers.Normal({ mu: 2, sigma: 0.5, seed: 7 })
    for (let i = 0; i < 9; i++) expect(normal.next()).toBe(plain.normal(2, 0.5))
  })

  it('goes on drawing after a snapshot, and starts anew as a clone', () => {
    const normal = new initializers.Normal({ seed: 5 })
    const first = normal.call(3)
    const options = { learners: [initializers.Normal] }
    const loaded = snapshot.load(snapshot.save(normal), options) as initializers.Normal
    expect(loaded.call(4)).toEqual(normal.call(4))
    expect(normal.clone().call(3)).toEqual(first)
  })

  it('without a seed tells the one it drew, and can be repeated with it', () => {
    const normal = new initializers.Normal()
    const again = new initializers.Normal({ seed: normal.seed })
    expect(again.call(3)).toEqual(normal.call(3))
  })
})
