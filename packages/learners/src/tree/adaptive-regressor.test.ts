import { random, snapshot } from '@coelho/core'
import { describe, expect, it } from 'vitest'
import { learners } from '../all/index.js'
import { ADWIN, binary, PageHinkley } from '../drift/index.js'
import {
  HoeffdingAdaptiveTreeRegressor,
  type HoeffdingAdaptiveTreeRegressorOptions,
  HoeffdingTreeRegressor,
} from './index.js'

type Event = [x: Record<string, number>, y: number]
type Options = Partial<HoeffdingAdaptiveTreeRegressorOptions>

/** A stair of four steps, which falls instead of rising in the second half. */
function stairs(count: number): Event[] {
  const rng = new random.Random(4)
  return Array.from({ length: count }, (_, i) => {
    const a = rng.randint(0, 3)
    const b = rng.randint(0, 9)
    return [{ a, b }, 10 * (i < count / 2 ? a : 3 - a) + rng.random()]
  })
}

const PLAIN = { gracePeriod: 40, delta: 0.05, leafPrediction: 'mean' } as const
const EAGER: Options = {
  ...PLAIN,
  driftWindowThreshold: 50,
  driftDetector: new ADWIN({ delta: 0.01 }),
  seed: 3,
}

function run(options: Options, events: readonly Event[]): [HoeffdingAdaptiveTreeRegressor, number] {
  const model = new HoeffdingAdaptiveTreeRegressor({ ...EAGER, ...options })
  let error = 0
  events.forEach(([x, y], i) => {
    if (i > events.length * 0.75) error += Math.abs(model.predictOne(x) - y)
    model.learnOne(x, y)
  })
  return [model, (4 * error) / events.length]
}

describe('an adaptive regression tree', () => {
  it('replaces what has become wrong, where a plain tree keeps it', () => {
    const events = stairs(6000)
    const [model, error] = run({}, events)
    const plain = new HoeffdingTreeRegressor(PLAIN)
    let plainError = 0
    events.forEach(([x, y], i) => {
      if (i > 4500) plainError += Math.abs(plain.predictOne(x) - y)
      plain.learnOne(x, y)
    })
    expect(model.nAlternateTrees).toBeGreaterThan(0)
    expect(error).toBeLessThan((0.7 * plainError) / 1500)
  })

  it.each([
    ['bootstrapSampling', { bootstrapSampling: false }],
    ['seed', { seed: 4 }],
    ['driftDetector', { driftDetector: new PageHinkley({ threshold: 5, minInstances: 5 }) }],
    ['driftWindowThreshold', { driftWindowThreshold: 5, gracePeriod: 400 }],
    ['switchSignificance', { switchSignificance: 1, driftWindowThreshold: 5, gracePeriod: 400 }],
  ])('grows differently with another %s', (name, options) => {
    const events = stairs(3000)
    const { [name as keyof typeof options]: _, ...base } = options as Options
    const [one] = run(base, events)
    const [other] = run(options as Options, events)
    expect([other.toText(), other.summary]).not.toEqual([one.toText(), one.summary])
  })

  it('predicts the same in one pass, with alternates too', () => {
    const [model] = run({}, stairs(3000))
    expect(model.nAlternateTrees).toBeGreaterThan(0)
    const events = stairs(600)
    const twin = snapshot.copy(model)
    for (const [x, y] of events) {
      expect(twin.predictOne(x)).toBe(model.predictOne(x))
      for (const each of [model, twin]) each.learnOne(x, y)
    }
    expect(twin.toText()).toBe(model.toText())
  })

  it('goes on from a snapshot to the last bit, whatever stands beside its branches', () => {
    const options: Options = { leafPrediction: 'adaptive', driftWindowThreshold: 1e6 }
    const events = stairs(3000)
    const [model] = run(options, events.slice(0, 1700))
    const other = snapshot.load<HoeffdingAdaptiveTreeRegressor>(snapshot.save(model), {
      learners: learners as never,
    })
    for (const [x, y] of events.slice(1700)) {
      expect(other.predictOne(x)).toBe(model.predictOne(x))
      for (const each of [model, other]) each.learnOne(x, y)
    }
    expect(other.summary).toEqual(model.summary)
  })

  it('refuses a detector that takes no numbers', () => {
    const driftDetector = new binary.DDM()
    expect(() => new HoeffdingAdaptiveTreeRegressor({ driftDetector })).toThrow(
      'option "driftDetector" must be a drift detector that takes numbers',
    )
  })
})
