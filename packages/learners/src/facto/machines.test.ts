import {
  type Features,
  Frame,
  InvalidInputError,
  InvalidOptionError,
  SnapshotError,
  snapshot,
} from '@coelho/core'
import { describe, expect, it } from 'vitest'
import * as optim from '../optim/index.js'
import * as facto from './index.js'

type Machine = facto.FMRegressor | facto.FFMRegressor | facto.FwFMRegressor | facto.HOFMRegressor

const regressors: [string, (options?: Partial<facto.FMRegressorOptions>) => Machine][] = [
  ['FMRegressor', (options) => new facto.FMRegressor({ nFactors: 3, seed: 4, ...options })],
  ['FFMRegressor', (options) => new facto.FFMRegressor({ nFactors: 3, seed: 4, ...options })],
  ['FwFMRegressor', (options) => new facto.FwFMRegressor({ nFactors: 3, seed: 4, ...options })],
  ['HOFMRegressor', (options) => new facto.HOFMRegressor({ nFactors: 3, seed: 4, ...options })],
]

const learners = [...Object.values(facto), optim.AdaGrad, optim.Newton, optim.initializers.Constant]
const events: [Features, number][] = Array.from({ length: 120 }, (_, i) => [
  { user: `u${i % 4}`, film_kind: `k${i % 3}`, film_year: (i % 5) / 5, ...(i % 3 && { new: 1 }) },
  (i % 4) + ((i % 4) % 2) * (i % 3),
])

describe.each(regressors)('%s', (_, make) => {
  it('learns what two categories add together', () => {
    const model = make({ nFactors: 4 })
    const pay = (user: string, film: string) => Number(user === 'a') * Number(film === 'x') * 4
    for (let i = 0; i < 8000; i++) {
      const [user, film] = ['ab'[i % 2], 'xyz'[i % 3]]
      model.learnOne({ user, film }, pay(user, film))
    }
    for (const user of 'ab') {
      for (const film of 'xyz') {
        expect(model.predictOne({ user, film })).toBeCloseTo(pay(user, film), 0)
      }
    }
  })

  it('tells what it will have drawn, and draws nothing for it', () => {
    const [asked, other] = [make(), make()]
    for (const [x, y] of events) {
      const told = asked.predictOne({ ...x, stranger: 'there', more: 2 })
      expect(Number.isFinite(told)).toBe(true)
      const before = asked.predictOne(x)
      expect(asked.predictOne(x)).toBe(before)
      asked.learnOne(x, y)
      other.learnOne(x, y)
    }
    expect(snapshot.save(asked)).toEqual(snapshot.save(other))
  })

  it('learns and predicts the same in one pass over a frame', () => {
    const [one, many] = [make(), make()]
    const wanted = events.map(([x, y]) => {
      const told = one.predictOne(x)
      one.learnOne(x, y)
      return told
    })
    const frame = Frame.fromRows(events.map(([x]) => x))
    const told = many.predictThenLearnMany(
      frame,
      events.map(([, y]) => y),
    )
    expect([...told]).toEqual(wanted)
  })

  it('goes on from a snapshot as if it had not been interrupted', () => {
    const model = make({ latentOptimizer: new optim.AdaGrad({ lr: 0.1 }), l2Weight: 0.01 })
    for (const [x, y] of events.slice(0, 50)) model.learnOne(x, y)
    const loaded = snapshot.load<Machine>(snapshot.save(model), { learners: learners as never })
    for (const [x, y] of events.slice(50)) {
      const late = { ...x, late: 'name', new_one: y }
      expect(loaded.predictOne(late)).toBe(model.predictOne(late))
      for (const one of [model, loaded]) one.learnOne(late, y)
    }
    expect(loaded.summary).toEqual(model.summary)
  })

  it.each([
    { l1Weight: 0.1 },
    { l2Weight: 0.1 },
    { l1Latent: 0.1 },
    { l2Latent: 0.1 },
    { clipGradient: 0.1 },
    { intercept: 5 },
    { interceptLr: 0.5 },
    { sampleNormalization: true },
    { nFactors: 5 },
    { seed: 5 },
    { loss: new optim.losses.Absolute() },
    { weightOptimizer: new optim.SGD({ lr: 0.1 }) },
    { latentOptimizer: new optim.SGD({ lr: 0.1 }) },
    { weightInitializer: new optim.initializers.Constant({ value: 0.5 }) },
    { latentInitializer: new optim.initializers.Constant({ value: 0.5 }) },
  ])('learns something else with %o', (options) => {
    const [plain, other] = [make(), make(options)]
    for (const model of [plain, other]) for (const [x, y] of events) model.learnOne(x, y)
    expect(other.predictOne(events[0][0])).not.toBe(plain.predictOne(events[0][0]))
  })

  it('shows the seed it drew, which repeats the run', () => {
    const drawn = make({ seed: null })
    const again = make({ seed: drawn.seed as number })
    for (const model of [drawn, again]) for (const [x, y] of events) model.learnOne(x, y)
    expect(again.predictOne(events[3][0])).toBe(drawn.predictOne(events[3][0]))
    const latentInitializer = new optim.initializers.Constant({ value: 1 })
    expect(make({ latentInitializer }).seed).toBeUndefined()
  })

  it('refuses an event beyond what an optimizer can hold, and is as it was before', () => {
    const model = make({ weightOptimizer: new optim.Newton() })
    model.learnOne({ a: 1 }, 1)
    const before = snapshot.save(model)
    const wide = Object.fromEntries(Array.from({ length: 4096 }, (_, i) => [`f${i}`, 1]))
    expect(() => model.learnOne(wide, 1)).toThrow(InvalidInputError)
    expect(snapshot.save(model)).toEqual(before)
  })

  it('refuses a snapshot whose parts do not fit', () => {
    for (const state of [{ weights: new Float64Array(1) }, { event: { size: 1 } }]) {
      const model = make()
      for (const [x, y] of events) model.learnOne(x, y)
      const { machine } = model as unknown as { machine: { event: object } }
      if ('weights' in state) Object.assign(machine, state)
      else Object.assign(machine.event, state.event)
      const bytes = snapshot.save(model)
      expect(() => snapshot.load(bytes, { learners: learners as never })).toThrow(SnapshotError)
    }
  })

  it('refuses parts of another kind', () => {
    for (const options of [
      { loss: new optim.losses.Log() },
      { latentOptimizer: new optim.losses.Log() },
      { weightInitializer: new optim.SGD() },
      { interceptLr: -1 },
      { nFactors: 5000, latentOptimizer: new optim.Newton() },
    ]) {
      expect(() => make(options as never)).toThrow(InvalidOptionError)
    }
  })
})

describe('a factorisation machine', () => {
  it('predicts by hand what its vectors say', () => {
    const latentInitializer = new optim.initializers.Constant({ value: 0.5 })
    const options = { nFactors: 2, latentInitializer, intercept: 1 }
    const x = { a: 2, b: 3, c: 4 }
    // Each pair: 2 × 0.25 times the product; of three: 2 × 0.125 times 24.
    const pairs = 0.5 * (2 * 3 + 2 * 4 + 3 * 4)
    expect(new facto.FMRegressor(options).predictOne(x)).toBe(1 + pairs)
    expect(new facto.FFMRegressor(options).predictOne(x)).toBe(1 + pairs)
    expect(new facto.FwFMRegressor(options).predictOne(x)).toBe(1 + pairs)
    expect(new facto.HOFMRegressor({ ...options, degree: 2 }).predictOne(x)).toBe(1 + pairs)
    expect(new facto.HOFMRegressor(options).predictOne(x)).toBe(1 + pairs + 6)
  })

  it('adds the same for many features as pair by pair', () => {
    const model = new facto.FMRegressor({ nFactors: 3, seed: 4 })
    const byPairs = new facto.HOFMRegressor({ nFactors: 3, seed: 4, degree: 2 })
    const x = Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`f${i}`, (i % 5) / 5]))
    for (let i = 0; i < 20; i++) {
      expect(model.predictOne(x)).toBeCloseTo(byPairs.predictOne(x), 9)
      for (const one of [model, byPairs]) one.learnOne(x, i % 2, { w: 0.1 })
    }
  })

  it('meets fields by the name up to the first underscore', () => {
    const told = ['film_kind', 'kind'].map((name) => {
      const model = new facto.FFMRegressor({ nFactors: 2, seed: 4 })
      return model.predictOne({ film_year: 1, [name]: 'k', user: 'u' })
    })
    expect(told[0]).not.toBe(told[1])
  })

  it('goes on where a latent number is 0', () => {
    const latentInitializer = new optim.initializers.Constant({ value: 0 })
    const model = new facto.HOFMRegressor({ latentInitializer })
    for (const [x, y] of events) model.learnOne(x, y)
    expect(Number.isFinite(model.predictOne(events[0][0]))).toBe(true)
  })

  it('classifies in one pass as step by step', () => {
    const makers = [facto.FMClassifier, facto.FFMClassifier, facto.FwFMClassifier]
    for (const cls of [...makers, facto.HOFMClassifier]) {
      for (const sampleNormalization of [true, false]) {
        const options = { nFactors: 3, seed: 4, sampleNormalization }
        const [one, many] = [new cls(options), new cls(options)]
        const wanted = events.map(([x, y]) => {
          const told = one.predictOne(x)
          one.learnOne(x, y > 2)
          return told
        })
        const frame = Frame.fromRows(events.map(([x]) => x))
        const labels = events.map(([, y]) => y > 2)
        expect(many.predictThenLearnMany(frame, labels)).toEqual(wanted)
        expect(snapshot.save(many)).toEqual(snapshot.save(one))
      }
    }
  })

  it('weighs fields by their own optimizer', () => {
    const told = [0.01, 0.2].map((lr) => {
      const intWeightOptimizer = new optim.SGD({ lr })
      const model = new facto.FwFMRegressor({ nFactors: 2, seed: 4, intWeightOptimizer })
      for (const [x, y] of events) model.learnOne(x, y)
      return model.predictOne(events[0][0])
    })
    expect(told[0]).not.toBe(told[1])
  })
})
