import { InvalidInputError, InvalidOptionError, SnapshotError, snapshot } from '@coelho/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import * as optim from './index.js'
import type { Optimizer } from './optimizer.js'

const makers: Record<string, () => Optimizer> = {
  SGD: () => new optim.SGD({ lr: 0.1 }),
  'SGD with a scheduler': () =>
    new optim.SGD({ lr: new optim.schedulers.InverseScaling({ learningRate: 0.5, power: 0.7 }) }),
  Adam: () => new optim.Adam(),
  AMSGrad: () => new optim.AMSGrad(),
  'AMSGrad without correction': () => new optim.AMSGrad({ correctBias: false }),
  AdaBound: () => new optim.AdaBound(),
  AdaDelta: () => new optim.AdaDelta(),
  AdaGrad: () => new optim.AdaGrad(),
  AdaMax: () => new optim.AdaMax(),
  Averager: () => new optim.Averager({ optimizer: new optim.Adam(), start: 2 }),
  FTRLProximal: () => new optim.FTRLProximal({ l1: 0.1 }),
  Momentum: () => new optim.Momentum(),
  Nadam: () => new optim.Nadam(),
  NesterovMomentum: () => new optim.NesterovMomentum(),
  Newton: () => new optim.Newton({ eps: 1 }),
  RMSProp: () => new optim.RMSProp(),
}

const classes = Object.values(optim).filter((value) => 'id' in value)
const load = (bytes: Uint8Array) =>
  snapshot.load(bytes, {
    learners: [...classes, optim.schedulers.InverseScaling] as never,
  }) as Optimizer

type Numbers = Record<string, number>
const numbers = fc.dictionary(
  fc.constantFrom('a', 'b', 'c', '__proto__', 'toString'),
  fc.integer({ min: -20, max: 20 }).map((n) => n / 8),
  { noNullPrototype: false },
)
const gradients = fc.array(numbers, { minLength: 1, maxLength: 12 })

function walk(optimizer: Optimizer, list: readonly Numbers[], from: Numbers = {}): unknown[] {
  const w = { ...from }
  return list.map((g) => {
    optimizer.lookAhead(w)
    return { ...optimizer.step(w, g) }
  })
}

describe.each(Object.entries(makers))('%s', (_, make) => {
  it('moves a Map as it moves an object, and moves what it was given', () => {
    fc.assert(
      fc.property(gradients, (list) => {
        const [byObject, byMap] = [make(), make()]
        const w: Numbers = { a: 1, b: -0.5 }
        const map = new Map(Object.entries(w))
        for (const g of list) {
          byObject.step(w, g)
          byMap.step(map, new Map(Object.entries(g)))
        }
        expect([...map].sort()).toEqual(Object.entries(w).sort())
      }),
    )
  })

  it('moves slots of an array as it moves names', () => {
    const [byName, bySlot] = [make(), make()]
    const weights = Float64Array.of(1, -0.5, 0)
    const w = { a: 1, b: -0.5, c: 0 }
    bySlot.reserve(3)
    for (let i = 0; i < 9; i++) {
      byName.step(w, { a: i - 4, c: 1.5 })
      bySlot.lookBackRow(weights, Int32Array.of(1), 1) // of names that have no gradient
      bySlot.stepRow(weights, Float64Array.of(i - 4, 1.5), Int32Array.of(0, 2), 2)
    }
    expect([...weights]).toEqual([w.a, w.b, w.c])
    expect(bySlot.nIterations).toBe(9)
  })

  it('moves slots along the values of a row as along their gradient', () => {
    const [plain, scaled] = [make(), make()]
    const [one, other] = [Float64Array.of(1, -0.5, 0), Float64Array.of(1, -0.5, 0)]
    plain.reserve(3)
    scaled.reserve(3)
    for (const indices of [Int32Array.of(0, 1, 2), Int32Array.of(0, 2), Int32Array.of(1)]) {
      const values = Float64Array.of(0.3, -2, 7)
      const gradients = Float64Array.from(indices, (i) => 1.5 * values[i])
      plain.stepRow(one, gradients, indices, indices.length)
      const isDense = indices.length === 3
      scaled.stepScaled(other, 1.5, values, indices, indices.length, isDense)
      expect(other).toEqual(one)
    }
    expect(scaled.nIterations).toBe(3)
  })

  it('goes on from a snapshot as if it had not been interrupted', () => {
    fc.assert(
      fc.property(gradients, gradients, (before, after) => {
        const optimizer = make()
        walk(optimizer, before)
        const loaded = load(snapshot.save(optimizer))
        expect(loaded.nIterations).toBe(before.length)
        expect(walk(loaded, after, { a: 1 })).toEqual(walk(optimizer, after, { a: 1 }))
      }),
      { numRuns: 30 },
    )
  })

  it('starts anew as a clone, with the same options', () => {
    const list = [{ a: 1, b: 2 }, { a: -1 }, { b: 0.5 }]
    const optimizer = make()
    const first = walk(optimizer, list)
    const clone = optimizer.clone()
    expect(String(clone)).toBe(String(optimizer))
    expect(walk(clone, list)).toEqual(first)
  })

  it('refuses what is not a finite number, and is as it was before', () => {
    const list = [{ a: 1, b: 2 }, { a: -1 }, { b: 0.5 }]
    const [one, other] = [make(), make()]
    walk(one, list)
    walk(other, list)
    const w = { a: 1 }
    for (const bad of [{ a: NaN }, { a: 1, z: Infinity }, { a: '1' }, null, 5, [1], { a: null }]) {
      expect(() => one.step(w, bad as never)).toThrow(InvalidInputError)
      expect(() => one.step(bad as never, { a: 1 })).toThrow(InvalidInputError)
    }
    expect(w).toEqual({ a: 1 })
    expect(snapshot.save(one)).toEqual(snapshot.save(other))
  })
})

describe('an optimizer', () => {
  it('takes a number from 0 or a scheduler as its learning rate', () => {
    for (const lr of [-0.1, NaN, '0.1', null, {}, () => 0.1]) {
      expect(() => new optim.SGD({ lr: lr as never })).toThrow(
        /^SGD: option "lr" must be a finite number of at least 0 or a scheduler/,
      )
    }
    expect(new optim.Momentum({ lr: 0 }).learningRate).toBe(0)
    expect(new optim.FTRLProximal().learningRate).toBeUndefined()
  })

  it('asks the scheduler with the number of steps so far', () => {
    const lr = new optim.schedulers.InverseScaling({ learningRate: 1, power: 1 })
    const optimizer = new optim.SGD({ lr })
    const w = { a: 0 }
    for (let i = 0; i < 3; i++) optimizer.step(w, { a: -6 })
    expect(w.a).toBeCloseTo(6 + 3 + 2, 12)
  })

  it('says which weight or gradient it cannot take', () => {
    expect(() => new optim.SGD().step({ a: 1 }, { b: NaN })).toThrow(
      'SGD: the gradient of b must be a finite number, got NaN.',
    )
  })

  it('has its state checked when it is loaded', () => {
    const adam = new optim.Adam()
    adam.step({ a: 1 }, { a: 1 })
    const broken: object[] = [
      { nIterations: -1 },
      { nIterations: 0.5 },
      { names: ['a', 'a'] },
      { names: [{}] },
    ]
    const brokenMoments = [{ mean: new Float64Array(99) }, { left1: 2 }, { left2: Number.NaN }]
    for (const state of [...broken, ...brokenMoments]) {
      const copy = load(snapshot.save(adam)) as optim.Optimizer & { moments: object }
      Object.assign(broken.includes(state) ? copy : copy.moments, state)
      expect(() => load(snapshot.save(copy))).toThrow(SnapshotError)
    }
  })
})

describe('steps by hand', () => {
  it('of Momentum keep some of the last one', () => {
    const optimizer = new optim.Momentum({ lr: 0.5, rho: 0.5 })
    const w = { a: 0 }
    optimizer.step(w, { a: 4 })
    expect(w.a).toBe(-2)
    optimizer.step(w, { a: 4 })
    expect(w.a).toBe(-5) // half of the last step, 1, and half of the gradient, 2
  })

  it('of NesterovMomentum take the gradient ahead, and start from behind', () => {
    const optimizer = new optim.NesterovMomentum({ lr: 0.5, rho: 0.5 })
    const w = { a: 0, b: 0 }
    optimizer.step(w, { a: 4 })
    expect(optimizer.lookAhead(w)).toEqual({ a: -3, b: 0 })
    expect(optimizer.step(w, { a: 4 })).toEqual({ a: -5, b: 0 })
  })

  it('of AdaGrad get shorter by the root of all squares', () => {
    const optimizer = new optim.AdaGrad({ lr: 1, eps: 1e-300 })
    const w = { a: 0 }
    optimizer.step(w, { a: 3 })
    optimizer.step(w, { a: 4 })
    expect(w.a).toBeCloseTo(-1 - 4 / 5, 12)
  })

  it('of Newton solve a sum of squares of one weight at once', () => {
    const optimizer = new optim.Newton({ lr: 1, eps: 1e-9 })
    expect(optimizer.step({ a: 5 }, { a: 2 })['a' as never]).toBeCloseTo(5 - 1 / 2, 6)
  })

  it('of Newton also move weights that have no gradient this time', () => {
    const optimizer = new optim.Newton({ lr: 1, eps: 1 })
    const w = { a: 0, b: 0 }
    optimizer.step(w, { a: 1, b: 1 })
    const { b } = w
    optimizer.step(w, { a: 1 })
    expect(w.b).not.toBe(b)
  })

  it('of AdaBound follow a scheduler in proportion', () => {
    const lr = new optim.schedulers.InverseScaling({ learningRate: 0.1, power: 1 })
    const optimizer = new optim.AdaBound({ lr, gamma: 1e9, finalLr: 0.4, beta1: 0 })
    const w = { a: 0 }
    const steps = [1, 2, 3, 4].map(() => {
      const { a } = w
      optimizer.step(w, { a: -1 })
      return w.a - a
    })
    // The bounds meet at once: 0.4, 0.4 / 2, 0.4 / 3, where River has 0.4 / 2, 0.4 / 2 / 3 …
    expect(steps.map((step) => step.toFixed(6))).toEqual([
      '0.400000',
      '0.200000',
      '0.133333',
      '0.100000',
    ])
  })

  it('of FTRLProximal leave a weight in doubt where it is', () => {
    const optimizer = new optim.FTRLProximal({ alpha: 1, l1: 100, l2: 0 })
    const w = { a: 7 }
    for (let i = 0; i < 5; i++) optimizer.step(w, { a: i - 2 })
    expect(w.a).toBe(7)
  })
})

describe('Averager', () => {
  it('gives back the mean of the weights from its start on', () => {
    const optimizer = new optim.Averager({ optimizer: new optim.SGD({ lr: 1 }), start: 1 })
    const w = { a: 0, b: 10 }
    const told = [1, 2, 3].map((g) => ({ ...optimizer.step(w, { a: g }) }))
    expect(told).toEqual([
      { a: -1, b: 10 },
      { a: -3, b: 10 },
      { a: -4.5, b: 10 },
    ])
    expect(w).toEqual({ a: -6, b: 10 })
  })

  it('moves its own averages where they are handed in', () => {
    const optimizer = new optim.Averager({ optimizer: new optim.SGD({ lr: 1 }) })
    const w = optimizer.step({ a: 0 }, { a: 1 })
    expect({ ...optimizer.step(w, { a: 1 }) }).toEqual({ a: -2 })
    expect({ ...optimizer.step(w, { a: 1 }) }).toEqual({ a: -3 })
  })

  it('has an optimizer of its own', () => {
    const inner = new optim.Momentum()
    const optimizer = new optim.Averager({ optimizer: inner })
    optimizer.step({ a: 0 }, { a: 1 })
    expect([inner.nIterations, optimizer.nIterations]).toEqual([0, 1])
    expect(() => new optim.Averager({ optimizer: {} as never })).toThrow(
      'Averager: option "optimizer" must be an optimizer of optim, got an object.',
    )
  })
})

describe('Newton', () => {
  it('refuses more weights than its matrix has room for, and changes nothing', () => {
    const optimizer = new optim.Newton()
    const g = Object.fromEntries(Array.from({ length: 4097 }, (_, i) => [`f${i}`, 1]))
    expect(() => optimizer.step({}, g)).toThrow('Newton: takes at most 4096 weights, got 4097.')
    expect(snapshot.save(optimizer)).toEqual(snapshot.save(new optim.Newton()))
  })
})

describe('AdaBound', () => {
  it('refuses a learning rate that starts at 0', () => {
    expect(() => new optim.AdaBound({ lr: 0 })).toThrow(InvalidOptionError)
  })
})
