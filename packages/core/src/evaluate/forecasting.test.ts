import { describe, expect, it } from 'vitest'
import { Forecaster } from '../base/forecaster.js'
import type { Features } from '../data/schema.js'
import { load } from '../snapshot/load.js'
import { save } from '../snapshot/save.js'
import { evaluate, iterEvaluate, type SeriesEvent } from './forecasting.js'
import { HorizonAggMetric, HorizonMetric } from './horizon-metric.js'

/** The mean of absolute errors. */
class Errors {
  static readonly id = 'test.Errors'
  static readonly state = ['total', 'count'] as const
  private total = 0
  private count = 0

  update(yTrue: number, yPred: number): void {
    this.total += Math.abs(yTrue - yPred)
    this.count += 1
  }

  get(): number {
    return this.total / this.count
  }

  toString(): string {
    return `Errors: ${this.get()}`
  }
}

/** Forecasts the last value again and again, and keeps a diary. */
class Same extends Forecaster {
  static override readonly id = 'test.Same'
  static override readonly rules = {}
  static override readonly state = ['last'] as const
  readonly diary: string[] = []
  private last = NaN

  protected override learnValue(y: number, x?: Features): void {
    this.last = y
    this.diary.push(`learn ${y}${x ? ` at ${x['t']}` : ''}`)
  }

  protected override forecastValues(horizon: number, xs?: readonly Features[]): number[] {
    this.diary.push(`forecast ${horizon}${xs ? ` at ${xs.map((x) => x['t'])}` : ''}`)
    return new Array(horizon).fill(this.last)
  }
}

const series = (count: number): SeriesEvent[] =>
  Array.from({ length: count }, (_, t) => [{ t }, 10 * t])

describe('the evaluation of forecasts', () => {
  it('learns as many values as the horizon, then forecasts, judges and learns each', () => {
    const model = new Same()
    const steps = [...iterEvaluate({ dataset: series(7), model, metric: new Errors(), horizon: 2 })]
    expect(model.diary).toEqual([
      'learn 0 at 0',
      'learn 10 at 1',
      'forecast 2 at 3,4',
      'learn 20 at 2',
      'forecast 2 at 4,5',
      'learn 30 at 3',
      'forecast 2 at 5,6',
      'learn 40 at 4',
    ])
    const [x, y, forecast, metric] = steps[0]
    expect([x, y, forecast]).toEqual([{ t: 2 }, 20, [10, 10]])
    expect(metric.get()).toEqual([20, 30])
  })

  it('judges the next value by the forecast for it, if values are learned first', () => {
    const options = { dataset: series(7), metric: new Errors(), horizon: 2 }
    const model = new Same()
    expect(evaluate({ ...options, model, learnFirst: true }).get()).toEqual([10, 20])
    expect(model.diary.slice(2, 4)).toEqual(['learn 20 at 2', 'forecast 2 at 3,4'])
  })

  it('makes one number of all steps if it is told how', () => {
    const aggFunc = function mean(values: number[]): number {
      return values.reduce((a, b) => a + b) / values.length
    }
    const options = { dataset: series(7), model: new Same(), metric: new Errors(), horizon: 2 }
    const metric = evaluate({ ...options, aggFunc })
    expect(metric).toBeInstanceOf(HorizonAggMetric)
    expect(metric.get()).toBe(25)
    expect(String(metric)).toBe('mean(Errors): 25')
  })

  it('gives the same for series to wait for, and stops when told', async () => {
    async function* later(): AsyncGenerator<SeriesEvent> {
      yield* series(9)
    }
    const options = { metric: new Errors(), horizon: 3 }
    const promised = evaluate({ ...options, dataset: later(), model: new Same() })
    expect(promised).toBeInstanceOf(Promise)
    const sync = evaluate({ ...options, dataset: series(9), model: new Same() })
    expect((await promised).get()).toEqual(sync.get())
    const stopped = { ...options, model: new Same(), signal: AbortSignal.abort('enough') }
    await expect(evaluate({ ...stopped, dataset: later() })).rejects.toBe('enough')
    expect(() => evaluate({ ...stopped, dataset: series(9) })).toThrow('enough')
  })

  it('takes series of which nothing is known but their values', () => {
    const model = new Same()
    const dataset = series(5).map(([, y]) => [null, y] as const)
    evaluate({ dataset, model, metric: new Errors(), horizon: 2 })
    expect(model.diary).toEqual(['learn 0', 'learn 10', 'forecast 2', 'learn 20'])
  })

  it('says at which value a model failed, and how many values it needs', () => {
    const model = new Same()
    const options = { model, metric: new Errors(), horizon: 2 }
    const broken = series(7).map(([x, y], i) => [x, i === 3 ? NaN : y] as const)
    expect(() => evaluate({ ...options, dataset: broken })).toThrow(
      'evaluate: event 4 could not be learned: Same: the label must be a finite number, got NaN.',
    )
    expect(() => evaluate({ ...options, dataset: series(4) })).toThrow(
      'evaluate: a horizon of 2 needs at least 5 values, got 4.',
    )
    expect(() => evaluate({ ...options, dataset: series(7), horizon: 0 })).toThrow('"horizon"')
    expect(() => evaluate({ ...options, dataset: {} as never })).toThrow(
      'evaluate: the dataset must be an iterable of [x, y], got an object.',
    )
  })
})

describe('a forecaster', () => {
  it('refuses a horizon that is none, and events that do not fit it', () => {
    const model = new Same()
    expect(() => model.forecast(1.5)).toThrow(
      'Same: the horizon must be an integer of at least 0, got 1.5.',
    )
    expect(() => model.forecast(2, [{}])).toThrow(
      'Same: needs as many events as there are values to forecast (2), got 1.',
    )
    expect(model.forecast(0)).toEqual([])
  })
})

describe('HorizonMetric', () => {
  it('judges each step ahead on its own, with as many as there are', () => {
    const metric = new HorizonMetric({ metric: new Errors() })
    metric.update([1, 2], [2, 4])
    metric.update([1, 2, 3], [1, 2, 6])
    expect(metric.get()).toEqual([0.5, 1, 3])
    expect(String(metric)).toBe('+1 Errors: 0.5\n+2 Errors: 1\n+3 Errors: 3')
    expect(metric.clone().get()).toEqual([])
  })

  it('refuses forecasts that do not fit, and what is no metric', () => {
    const metric = new HorizonMetric({ metric: new Errors() })
    expect(() => metric.update([1, 2], [1])).toThrow(
      'HorizonMetric: needs as many forecasts as values (2), got 1.',
    )
    expect(() => new HorizonMetric({ metric: {} as never })).toThrow(
      'HorizonMetric: option "metric" must have update and get, got an object.',
    )
  })

  it('goes on from a snapshot', () => {
    const metric = new HorizonMetric({ metric: new Errors() })
    metric.update([1, 2], [2, 4])
    const learners = [HorizonMetric, Errors] as never
    const loaded = load<HorizonMetric>(save(metric), { learners })
    for (const one of [metric, loaded]) one.update([1, 2, 3], [4, 4, 4])
    expect(loaded.get()).toEqual(metric.get())
    const damaged = Object.assign(new HorizonMetric({ metric: new Errors() }), { metrics: [1] })
    expect(() => load(save(damaged), { learners })).toThrow(
      'a HorizonMetric must hold metrics as in its options',
    )
  })
})
