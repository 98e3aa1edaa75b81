import { random, snapshot } from '@coelho/core'
import { describe, expect, it } from 'vitest'
import { learners } from '../all/index.js'
import { ADWIN, binary } from '../drift/index.js'
import { LinearRegression } from '../linear-model/index.js'
import { splitter } from '../tree/index.js'
import { AMRules, type AMRulesOptions } from './index.js'

type Event = [x: Record<string, number | string>, y: number]
type Options = Partial<AMRulesOptions>

const EAGER: Options = { nMin: 50, delta: 0.05, predType: 'mean' }

/** 5 up to 9 km and 25 beyond, and 40 more in Oslo. */
function trips(count: number, seed = 4): Event[] {
  const rng = new random.Random(seed)
  return Array.from({ length: count }, () => {
    const km = rng.randint(0, 19)
    const town = rng.choice(['rome', 'oslo', 'bonn'])
    return [{ km, town }, (km < 10 ? 5 : 25) + (town === 'oslo' ? 40 : 0) + rng.random()]
  })
}

function taught(options: Options, events: readonly Event[]): AMRules {
  const model = new AMRules({ ...EAGER, ...options })
  for (const [x, y] of events) model.learnOne(x, y)
  return model
}

function meanError(model: AMRules, events: readonly Event[]): number {
  return events.reduce((sum, [x, y]) => sum + Math.abs(model.predictOne(x) - y), 0) / events.length
}

describe('adaptive model rules', () => {
  it('say under which conditions they hold', () => {
    const model = taught({}, trips(2000))
    expect(model.rules[0]).toMatch(/^(km > 9\.0000 and )?town = oslo/)
    expect(model.length).toBe(model.rules.length + 1)
    expect([model.get(0), model.get(-1), model.get(99)]).toEqual([
      model.rules[0],
      model.rules.at(-1),
      undefined,
    ])
    expect(meanError(model, trips(200))).toBeLessThan(
      meanError(taught({ nMin: 1e9 }, trips(2000)), trips(200)),
    )
  })

  it('are one default rule at first', () => {
    const model = new AMRules()
    expect([model.length, model.predictOne({ km: 1 }), model.rules]).toEqual([1, 0, []])
    expect(model.debugOne({ km: 1 })).toBe(
      'Default rule triggered:\n\tPrediction (adaptive): 0.0000\n',
    )
    expect(model.anomalyScore({ km: 1 })).toEqual([0, 0, 0])
  })

  it('hold each threshold once, the tightest', () => {
    const model = taught(
      { tau: 0.3 },
      trips(6000).map(([{ km }, y]): Event => [{ km }, y]),
    )
    for (const rule of model.rules) {
      const conditions = rule.split(' and ').map((condition) => condition.replace(/[\d.]+$/, ''))
      expect(new Set(conditions).size).toBe(conditions.length)
    }
  })

  it('predict by the first rule, or by the mean of all that cover the event', () => {
    const events = trips(4000)
    const all = taught({ orderedRuleSet: false, tau: 0.3, mMin: 5 }, events)
    const yet = (text: string) => [...text.matchAll(/Prediction \(mean\): (.+)/g)]
    const [x] = events.find(([x]) => yet(all.debugOne(x)).length > 1) as Event
    const each = yet(all.debugOne(x)).map(([, y]) => Number(y))
    const mean = each.reduce((sum, y) => sum + y, 0) / each.length
    expect(all.predictOne(x)).toBeCloseTo(mean, 3)
    expect(all.debugOne(x)).toContain(`Final prediction: ${all.predictOne(x).toFixed(4)}`)
    const first = taught({ tau: 0.3 }, events)
    expect(yet(first.debugOne(x))).toHaveLength(1)
    expect(first.debugOne(x)).not.toContain('Final')
  })

  it('tell how unusual an event is, and do not learn it if it is too unusual', () => {
    const strict = taught({ anomalyThreshold: 1e9, mMin: 0 }, trips(600))
    const lax = taught({ anomalyThreshold: -1e9 }, trips(600))
    expect(strict.rules.length).toBeGreaterThan(lax.rules.length)
    const [usual] = lax.anomalyScore({ km: 9, town: 'rome' })
    const [unusual, deviation, share] = lax.anomalyScore({ km: 500, town: 'rome' })
    expect(unusual).toBeLessThan(usual)
    expect([deviation >= 0, share > 0 && share <= 1]).toEqual([true, true])
  })

  it('are dropped when their error changes', () => {
    const driftDetector = new ADWIN({ delta: 0.01 })
    const turned = trips(2000, 5).map(([x, y]): Event => [x, 100 - y])
    const model = taught({ driftDetector }, [...trips(2000), ...turned])
    expect(model.nDriftsDetected).toBeGreaterThan(0)
    expect(model.summary).toEqual({ rules: model.rules, nDriftsDetected: model.nDriftsDetected })
  })

  it.each<[string, Options]>([
    ['tau', { tau: 0.5 }],
    ['delta', { delta: 1e-90 }],
    ['nMin', { nMin: 400 }],
    ['minSamplesSplit', { minSamplesSplit: 900 }],
    ['splitter', { splitter: new splitter.QOSplitter({ radius: 7 }) }],
  ])('come out differently with another %s', (_, options) => {
    expect(taught(options, trips(1500)).rules).not.toEqual(taught({}, trips(1500)).rules)
  })

  it('may have models, and choose between them and means', () => {
    const line: Event[] = Array.from({ length: 3000 }, (_, i) => [
      { km: (i % 20) / 20 },
      (i % 20) * 3,
    ])
    const predModel = new LinearRegression({ interceptLr: 0.1 })
    const error = (options: Options) => meanError(taught({ nMin: 1e9, ...options }, line), line)
    const byMean = error({})
    expect(error({ predType: 'model', predModel })).toBeLessThan(byMean / 2)
    expect(error({ predType: 'adaptive', predModel })).toBeLessThan(byMean / 2)
    // An event that the mean foretold better decides if the others are forgotten.
    const odd: Event[] = [...line, [{ km: 0.9 }, 28]]
    const told = (fadingFactor: number) => {
      const model = taught({ nMin: 1e9, predType: 'adaptive', predModel, fadingFactor }, odd)
      return model.predictOne({ km: 0.1 })
    }
    expect(told(0) - told(0.99)).toBeGreaterThan(9)
  })

  it('go on from a snapshot to the last bit', () => {
    const events = trips(1500)
    const model = taught({ predType: 'adaptive' }, events.slice(0, 900))
    const other = snapshot.load<AMRules>(snapshot.save(model), { learners: learners as never })
    for (const [x, y] of events.slice(900)) {
      expect(other.predictOne(x)).toBe(model.predictOne(x))
      expect(other.anomalyScore(x)).toEqual(model.anomalyScore(x))
      for (const each of [model, other]) each.learnOne(x, y)
    }
    expect(other.rules).toEqual(model.rules)
  })

  it('refuse a detector that takes no numbers, and what is no regressor', () => {
    expect(() => new AMRules({ driftDetector: new binary.DDM() })).toThrow(
      'AMRules: option "driftDetector" must be a drift detector that takes numbers',
    )
    expect(() => new AMRules({ predModel: {} as never })).toThrow(
      'option "predModel" must be a regressor',
    )
  })
})
