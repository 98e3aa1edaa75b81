import { Frame, InvalidOptionError, SnapshotError, snapshot } from '@coelho/core'
import { describe, expect, it } from 'vitest'
import { learners } from '../all/index.js'
import * as optim from '../optim/index.js'
import {
  LinearRegression,
  type LinearRegressionOptions,
  LogisticRegression,
  Perceptron,
} from './index.js'

const { initializers, losses, schedulers } = optim

/** Weight of `x` and intercept after two events. */
function afterTwo(options: Partial<LinearRegressionOptions>): number[] {
  const model = new LinearRegression({ optimizer: new optim.SGD({ lr: 0.1 }), ...options })
  model.learnOne({ x: 2 }, 1)
  model.learnOne({ x: -1 }, 3)
  return [model.weights.get('x') as number, model.intercept]
}

function expectClose(got: readonly number[], expected: readonly number[]): void {
  expect(got.map((x) => x.toFixed(10))).toEqual(expected.map((x) => x.toFixed(10)))
}

describe('LinearRegression', () => {
  it('agrees with two steps by hand', () => {
    // Error -1, slope -2: the weight gets 0.1 * 2 * 2, the intercept 0.01 * 2.
    // Then -0.4 + 0.02 - 3 = -3.38, slope -6.76: -0.1 * 6.76 and 0.01 * 6.76.
    expectClose(afterTwo({}), [0.4 - 0.676, 0.02 + 0.0676])
  })

  it('starts from the intercept and the weights it is told to', () => {
    // 2 * 0.5 + 5 - 1 = 5, slope 10: 0.5 - 2, 5 - 0.1. Then 1.5 + 4.9 - 3 = 3.4, slope 6.8.
    const initializer = new initializers.Constant({ value: 0.5 })
    expectClose(afterTwo({ initializer, interceptInit: 5 }), [-1.5 + 0.68, 4.9 - 0.068])
  })

  it('moves the intercept at its own pace, or not at all', () => {
    expectClose(afterTwo({ interceptLr: 0 }), [0.4 - 0.1 * 6.8, 0])
    // The first step at 0.5, the second at 0.5 / 2: -0.4 + 1 - 3 = -2.4, slope -4.8.
    const interceptLr = new schedulers.InverseScaling({ learningRate: 0.5, power: 1 })
    expectClose(afterTwo({ interceptLr }), [0.4 - 0.48, 1 + 1.2])
  })

  it('holds the slope within its clip, and weights down by l2', () => {
    expectClose(afterTwo({ clipGradient: 1 }), [0.2 - 0.1, 0.02])
    // -0.4 + 0.02 - 3 as above; half of the weight 0.4 is added to the gradient.
    expectClose(afterTwo({ l2: 0.5 }), [0.4 - 0.1 * (6.76 + 0.2), 0.0876])
  })

  it('charges weights for their size by l1, up to 0', () => {
    // The penalty grows by 0.5 * 0.1 a step. 0.4 - 0.05 = 0.35; -0.35 + 0.02 - 3 = -3.33, slope
    // -6.66: 0.35 - 0.666 = -0.316. On this side nothing was paid yet: -0.316 + (0.1 + 0.05).
    expectClose(afterTwo({ l1: 0.5 }), [-0.166, 0.02 + 0.0666])
    expect(afterTwo({ l1: 100 })[0]).toBe(0)
  })

  it('counts an event by its weight', () => {
    const model = new LinearRegression({ optimizer: new optim.SGD({ lr: 0.1 }) })
    model.learnOne({ x: 2 }, 1, { w: 3 })
    expectClose([model.weights.get('x') as number, model.intercept], [1.2, 0.06])
  })

  it('predicts what the loss makes of the sum', () => {
    const model = new LinearRegression({ loss: new losses.Poisson() })
    expect(model.predictOne({ x: 5 })).toBe(1)
  })

  it('gives a weight to a feature when it is first learned', () => {
    const model = new LinearRegression({ initializer: new initializers.Constant({ value: 1 }) })
    expect(model.predictOne({ a: 5 })).toBe(0)
    model.learnOne({ a: 0 }, 0)
    expect(model.predictOne({ a: 5, b: 7 })).toBe(5)
    model.learnOne({ b: 0 }, 0)
    expect([...model.weights.keys()]).toEqual(['a', 'b'])
  })

  it('keeps an optimizer of its own', () => {
    const optimizer = new optim.Momentum({ lr: 0.1 })
    const [one, other] = [0, 1].map(() => new LinearRegression({ optimizer }))
    one.learnOne({ x: 1 }, 5)
    other.learnOne({ x: 1 }, 5)
    expect(one.weights).toEqual(other.weights)
    expect(optimizer.nIterations).toBe(0)
  })

  it('tells what it learned', () => {
    const optimizer = new optim.Averager({ optimizer: new optim.SGD({ lr: 0.5 }) })
    const model = new LinearRegression({ optimizer, interceptLr: 0 })
    model.learnOne({ x: 1 }, 1)
    model.learnOne({ x: 1 }, 3)
    expect(model.summary).toEqual({
      steps: 2,
      learningRate: 0.5,
      intercept: 0,
      weights: new Map([['x', 3]]),
      averages: new Map([['x', 2]]),
    })
    expect(new LinearRegression().summary.averages.size).toBe(0)
  })

  it('shows what each feature adds, the largest first', () => {
    const initializer = new initializers.Constant({ value: -1500 })
    const model = new LinearRegression({ initializer, interceptInit: 0.25 })
    model.learnOne({ a: 0, long: 0 }, 0.25)
    const lines = model.debugOne({ a: 2, new: 3, long: -1 }, { decimals: 2 }).split('\n')
    expect(lines).toEqual([
      'Name        Value   Weight      Contribution',
      '     long   -1.00   -1,500.00       1,500.00',
      'Intercept    1.00        0.25           0.25',
      '      new    3.00        0.00           0.00',
      '        a    2.00   -1,500.00      -3,000.00',
    ])
    expect([...model.weights.keys()]).toEqual(['a', 'long'])
  })
})

describe('a step along the mean gradient of many rows', () => {
  const frame = Frame.fromRows([{ x: 2 }, { x: -1 }])

  it('is one step, with the mean of all slopes', () => {
    const model = new LinearRegression({ optimizer: new optim.SGD({ lr: 0.1 }) })
    model.learnMiniBatch(frame, [1, 3])
    // Slopes -2 and -6: the weight gets 0.1 * (2 * 2 - 6) / 2, the intercept 0.01 * 8 / 2.
    expectClose([model.weights.get('x') as number, model.intercept], [-0.1, 0.04])
    expect(model.summary.steps).toBe(1)
  })

  it('of one row is what learning that row is', () => {
    const options = { optimizer: new optim.Adam(), l2: 0.1 }
    const [one, batch] = [new LogisticRegression(options), new LogisticRegression(options)]
    for (const [x, y] of [
      [2, 'a'],
      [-1, 'b'],
      [1, 'a'],
    ] as const) {
      one.learnOne({ x }, y, { w: 2 })
      batch.learnMiniBatch(Frame.fromRows([{ x }]), [y], { w: 2 })
    }
    expect(batch.predictProbaOne({ x: 1 })).toEqual(one.predictProbaOne({ x: 1 }))
    expect(batch.weights).toEqual(one.weights)
  })

  it('counts rows by their weights', () => {
    const [weighted, doubled] = [new Perceptron(), new Perceptron()]
    weighted.learnMiniBatch(frame, [true, false], { w: [2, 0] })
    doubled.learnMiniBatch(frame, [true, false], { w: [2, 0] })
    expectClose([weighted.weights.get('x') as number, weighted.intercept], [2, 1])
    expect(doubled.weights).toEqual(weighted.weights)
  })

  it('is refused with anything that does not fit, and nothing is learned', () => {
    const model = new LogisticRegression()
    model.learnOne({ x: 1 }, 'a')
    const before = snapshot.save(model)
    const refused: [unknown, unknown, object?][] = [
      [frame, ['a']],
      [frame, ['a', 'b'], { w: [1] }],
      [frame, ['a', 'b'], { w: -1 }],
      [frame, ['b', 'c']],
      [[{ x: 1 }], ['a']],
      [Frame.fromRows([{ x: 'text' }]), ['a']],
    ]
    for (const [rows, y, options] of refused) {
      expect(() => model.learnMiniBatch(rows as Frame, y as string[], options)).toThrow()
    }
    expect(snapshot.save(model)).toEqual(before)
    expect(() => new LinearRegression().learnMiniBatch(frame, [1, NaN])).toThrow(
      'LinearRegression: the label must be a finite number, got NaN.',
    )
  })

  it('without rows is none', () => {
    const model = new LinearRegression()
    model.learnMiniBatch(Frame.fromRows([]), [])
    expect(model.summary.steps).toBe(0)
  })
})

describe('the options of a linear model', () => {
  const refusal = (options: object) => {
    try {
      new LinearRegression(options)
    } catch (error) {
      if (error instanceof InvalidOptionError) return error.message
      throw error
    }
    return 'taken'
  }

  it('are refused where they do not go together or would do nothing', () => {
    expect(refusal({ l1: 1, l2: 1 })).toBe(
      'LinearRegression: option "l1" must be 0 where l2 is not, got 1.',
    )
    for (const optimizer of [new optim.AdaDelta(), new optim.FTRLProximal()]) {
      expect(refusal({ l1: 1, optimizer })).toBe(
        'LinearRegression: option "l1" must be 0: ' +
          `${optimizer.who} has no learning rate to scale it by, got 1.`,
      )
    }
    const optimizer = new optim.Averager({ optimizer: new optim.SGD() })
    expect(refusal({ l1: 1, optimizer })).toBe('taken')
  })

  it('take parts of their own kind only', () => {
    const who = 'LinearRegression: option'
    expect(refusal({ optimizer: {} })).toBe(
      `${who} "optimizer" must be an optimizer of optim (or null), got an object.`,
    )
    expect(refusal({ loss: new losses.Log() })).toBe(
      `${who} "loss" must be a regression loss (or null), got a Log.`,
    )
    expect(refusal({ initializer: new optim.SGD() })).toBe(
      `${who} "initializer" must be an initializer of optim.initializers (or null), got a SGD.`,
    )
    expect(refusal({ interceptLr: -1 })).toMatch(`${who} "interceptLr" must be a finite number`)
    expect(() => new LogisticRegression({ loss: new losses.Squared() as never })).toThrow(
      'LogisticRegression: option "loss" must be a binary loss (or null), got a Squared.',
    )
  })

  it('are told as the code that builds the model', () => {
    const lr = new schedulers.InverseScaling({ learningRate: 0.5 })
    const model = new LinearRegression({ optimizer: new optim.SGD({ lr }), l2: 0.1 })
    expect(String(model)).toBe(
      'LinearRegression({ optimizer: SGD({ lr: InverseScaling({ learningRate: 0.5 }) }), ' +
        'l2: 0.1 })',
    )
  })
})

describe('a linear model with a limit on its weights', () => {
  it('refuses the event that would exceed it, and is as it was', () => {
    const model = new LinearRegression({ optimizer: new optim.Newton() })
    model.learnOne({ a: 1 }, 1)
    const before = snapshot.save(model)
    const wide = Object.fromEntries(Array.from({ length: 4097 }, (_, i) => [`f${i}`, 1]))
    expect(() => model.learnOne(wide, 1)).toThrow('Newton: takes at most 4096 weights, got 4098.')
    expect(() => model.learnMany(Frame.fromRows([wide]), [1])).toThrow('at most 4096 weights')
    expect(snapshot.save(model)).toEqual(before)
  })
})

describe('the snapshot of a linear model', () => {
  it('is refused when its arrays do not go together', () => {
    const broken = [
      (glm: Record<string, unknown>) => Object.assign(glm, { known: new Uint8Array(1) }),
      (glm: Record<string, unknown>) => (glm['known'] as Uint8Array).fill(2),
      (glm: Record<string, unknown>) => (glm['known'] as Uint8Array).fill(0),
      (glm: Record<string, unknown>) => Object.assign(glm, { paid: new Float64Array(1) }),
    ]
    for (const damage of broken) {
      const model = new LinearRegression({ l1: 0.1 })
      model.learnOne({ a: 1, b: 2, c: 3 }, 5)
      damage((model as unknown as { glm: Record<string, unknown> }).glm)
      expect(() => snapshot.load(snapshot.save(model), { learners: learners as never })).toThrow(
        SnapshotError,
      )
    }
  })
})
