import { describe, expect, it } from 'vitest'
import { AnomalyDetector } from '../base/anomaly-detector.js'
import { Clusterer } from '../base/clusterer.js'
import { Centre, Majority } from '../base/toys.test-support.js'
import { Pipeline } from '../compose/pipeline.js'
import { Frame } from '../data/frame.js'
import type { Label } from '../data/labels.js'
import type { Row } from '../data/row.js'
import type { Features } from '../data/schema.js'
import { InvalidOptionError } from '../errors.js'
import { Accuracy } from '../metrics/accuracy.js'
import { Metrics } from '../metrics/base/metrics.js'
import { bundle } from '../metrics/index.js'
import { Silhouette } from '../metrics/silhouette/silhouette.js'
import { Rolling } from '../utils/rolling.js'
import { TimeRolling } from '../utils/time-rolling.js'
import { EvaluationError } from './evaluation-error.js'
import { iterProgressiveValScore, progressiveValScore } from './progressive-validation.js'
import type { AnyMetric } from './subject.js'
import { MeanTarget } from './toys.test-support.js'

/** Writes down all that it is given. */
class Notes {
  readonly updates: unknown[][] = []
  readonly judgesClusters: boolean

  constructor(judgesClusters = false) {
    this.judgesClusters = judgesClusters
  }

  update(...args: unknown[]): void {
    this.updates.push(args)
  }

  get(): number {
    return this.updates.length
  }
}

/** One cluster on each side of zero, whose centres are the last events. */
class Sides extends Clusterer {
  static override readonly id = 'test.Sides'
  readonly weights: number[] = []
  centers: Record<number, { a: number }> | undefined

  learnRow(row: Row, weight: number): void {
    this.weights.push(weight)
    this.centers = { ...this.centers, [this.predictRow(row)]: { a: row.values[0] } }
  }

  predictRow(row: Row): number {
    return row.values[0] > 0 ? 1 : 0
  }
}

class Distance extends AnomalyDetector {
  static override readonly id = 'test.Distance'
  private last = 0

  learnRow(row: Row): void {
    this.last = row.values[0]
  }

  scoreRow(row: Row): number {
    return Math.abs(row.values[0] - this.last)
  }
}

const run = (dataset: Iterable<readonly unknown[]>, model: object, options: object = {}) => {
  const metric = new Notes()
  progressiveValScore({ dataset, model, metric, ...options } as never)
  return metric.updates
}

describe('progressive validation of each kind of model', () => {
  it('judges what a regressor predicts, also from frames', () => {
    const numbers = [2, 4, 9]
    const expected = [
      [2, 0],
      [4, 2],
      [9, 3],
    ]
    expect(
      run(
        numbers.map((y) => [{ a: y }, y]),
        new MeanTarget(),
      ),
    ).toEqual(expected)
    const x = Frame.fromRows(numbers.map((a) => ({ a })))
    expect(run({ x, y: numbers } as never, new MeanTarget())).toEqual(expected)
  })

  it('weighs what a model learns, from events and from frames, and the metric if told to', () => {
    const weights = [1, 3, 1]
    const events = [2, 4, 9].map((y, i) => [{ a: y }, y, { w: weights[i] }])
    const x = Frame.fromRows(events.map(([x]) => x as Features))
    const frames = { x, y: [2, 4, 9], w: weights }
    const predicted = [
      [2, 0],
      [4, 2],
      [9, 3.5],
    ]
    for (const dataset of [events, frames as never]) {
      expect(run(dataset, new MeanTarget())).toEqual(predicted)
      const weighed = predicted.map((update, i) => [...update, { w: weights[i] }])
      expect(run(dataset, new MeanTarget(), { weighMetric: true })).toEqual(weighed)
    }
  })

  it('lets clusterers learn without labels, and judges their clusters by the labels', () => {
    const model = new Sides()
    const events = [
      [{ a: 5 }, 'up', { w: 2 }],
      [{ a: -5 }, 'down'],
    ]
    expect(run(events, model)).toEqual([
      ['up', 1],
      ['down', 0],
    ])
    expect(model.weights).toEqual([2, 1])
  })

  it('hands event, cluster and centres to metrics of clusters, once there are centres', () => {
    const metric = new Notes(true)
    const dataset = [5, -5, 7].map((a) => [{ a }, undefined] as const)
    const held = { obj: metric, update: metric.update.bind(metric), get: () => 0 }
    for (const judge of [metric, held]) {
      metric.updates.length = 0
      progressiveValScore({ dataset, model: new Sides(), metric: judge })
      expect(metric.updates).toEqual([
        [{ a: -5 }, 0, { 1: { a: 5 } }],
        [{ a: 7 }, 1, { 0: { a: -5 }, 1: { a: 5 } }],
      ])
    }
  })

  it('knows metrics of clusters in a bundle and in a list, and tells each by its name', () => {
    const dataset = [5, -5, 7, 1, -2].map((a, t) => [{ a }, undefined, { t }] as const)
    const score = <M extends AnyMetric>(metric: M) =>
      progressiveValScore({ dataset, model: new Sides(), metric })
    const alone = score(new Silhouette()).get()
    expect(alone).toBeGreaterThan(0)
    expect(score(new Metrics(['S', new Silhouette()])).toObject()).toEqual({ S: alone })
    const names = ['Silhouette', 'RollingSilhouette', 'TimeRollingSilhouette']
    const values = Object.fromEntries(names.map((name) => [name, alone]))
    expect(score(bundle('clustering')).toObject()).toEqual(values)
    const options = { dataset, model: new Sides(), metric: bundle('clustering'), step: 5 }
    const [told] = iterProgressiveValScore(options)
    expect(Object.keys(told!)).toEqual([...names, 'Step'])
  })

  it('judges the event that was predicted, not the latest one, when clusters are delayed', () => {
    const metric = new Notes(true)
    const dataset = [5, -5, 7].map((a) => [{ a }, undefined] as const)
    progressiveValScore({ dataset, model: new Sides(), metric, delay: 1 })
    expect(metric.updates.map(([x, cluster]) => [x, cluster])).toEqual([
      [{ a: -5 }, 0],
      [{ a: 7 }, 1],
    ])
  })

  it('asks a pipeline what its last step is, and hands on events as that one sees them', () => {
    const metric = new Notes(true)
    const values = [5, -5, 7]
    const dataset = values.map((a) => [{ a }, undefined] as const)
    const clusters = new Pipeline(new Centre(), new Sides())
    progressiveValScore({ dataset, model: clusters, metric })
    expect(metric.updates).toEqual([
      [{ a: -10 }, 0, { 0: { a: 0 } }],
      [{ a: 7 }, 1, { 0: { a: -5 } }],
    ])
    const anomalies = new Pipeline(new Centre(), new Distance())
    expect(run(dataset, anomalies)).toEqual([
      [undefined, 5],
      [undefined, 10],
      [undefined, 12],
    ])
    const targets = values.map((a) => [{ a }, a, { w: 2 }])
    const mean = new Pipeline(new Centre(), new MeanTarget())
    expect(run(targets, mean).map(([, y]) => y)).toEqual([0, 5, 0])
    const x = Frame.fromRows(dataset.map(([features]) => features))
    const frames = { x, y: values, w: [2, 2, 2] } as never
    const again = new Pipeline(new Centre(), new MeanTarget())
    expect(run(frames, again).map(([, y]) => y)).toEqual([0, 5, 0])
  })

  it('judges the score of an anomaly detector, which learns without labels', () => {
    const events = [1, 4, 9].map((a) => [{ a }, a > 5])
    expect(run(events, new Distance())).toEqual([
      [false, 1],
      [false, 3],
      [true, 5],
    ])
  })

  it('judges what an anomaly filter makes of its score', () => {
    const detector = new Distance()
    const filter = {
      kind: 'anomaly filter',
      supervised: false,
      learnOne: (x: Features) => detector.learnOne(x),
      scoreOne: (x: Features) => detector.scoreOne(x),
      classify: (score: number) => score > 2,
    }
    const events = [1, 4, 9].map((a) => [{ a }, a > 5])
    expect(run(events, filter).map(([, flag]) => flag)).toEqual([false, true, true])
  })

  it('takes targets and predictions that are objects, and judges none that is empty', () => {
    const answers = [{}, new Map(), undefined, null, { a: 1, b: 'x' }]
    const model = { learnOne: () => {}, predictOne: () => answers.shift() }
    const y = { a: 2, b: 'y' }
    const events = Array.from({ length: 5 }, () => [{}, y])
    expect(run(events, model)).toEqual([[y, { a: 1, b: 'x' }]])
  })

  it('teaches an active learner only the labels it asks for, and counts them', () => {
    const learned: unknown[] = []
    const model = {
      asksForLabels: true,
      learnOne: (_: unknown, y: unknown) => void learned.push(y),
      predictOne: ({ n }: { n: number }) => [n > 2, n % 2 === 0],
    }
    const dataset = [0, 1, 2, 3].map((n) => [{ n }, n > 2] as const)
    const metric = new Accuracy()
    const options = { dataset, model, metric, step: 2, yieldPredictions: true }
    const checkpoints = [...iterProgressiveValScore(options)]
    expect(checkpoints.map((at) => [at.Step, at['Samples used'], at.Prediction])).toEqual([
      [2, 1, false],
      [4, 2, true],
    ])
    expect(learned).toEqual([false, false])
    expect(metric.get()).toBe(1)
  })

  it('hands on to the model what else came with an event', () => {
    const seen: unknown[] = []
    const model = {
      learnOne: (...args: unknown[]) => void seen.push(['learn', ...args]),
      predictOne: (...args: unknown[]) => void seen.push(['predict', ...args]),
    }
    run([[{ a: 1 }, 2, { w: 3, t: 4, colour: 'red' }]], model)
    expect(seen).toEqual([
      ['predict', { a: 1 }, { colour: 'red' }],
      ['learn', { a: 1 }, 2, { colour: 'red', w: 3 }],
    ])
  })
})

describe('metrics over a window', () => {
  const events = [0, 1, 2, 3].map((n) => [{ n, at: n * 1000 }, n < 2] as const)
  const always = { learnOne: () => {}, predictOne: () => true }
  const windowed = () => new TimeRolling({ cls: Accuracy, period: 2000 })

  it('are told the time of each event: with the event, by a feature, or by a function', () => {
    const timed = events.map(([x, y]) => [x, y, { t: new Date(x.at) }] as const)
    const byExtra = progressiveValScore({ dataset: timed, model: always, metric: windowed() })
    const options = { dataset: events, model: always, delay: 500 }
    const byName = progressiveValScore({ ...options, metric: windowed(), moment: 'at' })
    const moment = (x: Features) => Number(x['at'])
    const byFunction = progressiveValScore({ ...options, metric: windowed(), moment })
    expect([byExtra, byName, byFunction].map((metric) => metric.get())).toEqual([0, 0, 0])
    expect(byExtra.length).toBe(2)
  })

  it('say at which event a time was missing', () => {
    const score = () => progressiveValScore({ dataset: events, model: always, metric: windowed() })
    expect(score).toThrow(
      'evaluate: event 1 could not be judged: TimeRolling: the time t must be a Date or ' +
        'milliseconds, got undefined.',
    )
  })

  it('are told the times of a frame, too', () => {
    const x = Frame.fromRows(events.map(([features]) => features))
    const dataset = { x, y: [true, true, false, false], t: [0, 1000, 2000, 3000] }
    const metric = progressiveValScore({ dataset, model: new Majority(), metric: windowed() })
    expect([metric.get(), metric.length]).toEqual([0, 2])
  })

  it('of so many events need no time', () => {
    const metric = new Rolling({ cls: Accuracy, windowSize: 3 })
    progressiveValScore({ dataset: events, model: always, metric })
    expect(metric.get()).toBe(1 / 3)
  })
})

describe('what cannot be evaluated', () => {
  const dataset: (readonly [Features, Label])[] = [
    [{ a: 1 }, 'x'],
    [{ a: 2 }, 'y'],
  ]
  const model = new Majority()
  const metric = new Accuracy()

  it('is told before the first event', () => {
    const texts = [
      { model: { predictOne: () => 1 } },
      { model: { learnOne: () => {}, scoreOne: (_x: object, _y: number) => 1 } },
      { metric: { get: () => 1 } },
      { metric: { update: () => {}, get: () => 1, worksWith: () => false } },
      { dataset: 'text' },
      { dataset: {} },
      { dataset: { x: Frame.fromRows([{ a: 1 }]), y: [] } },
      { dataset: { x: Frame.fromRows([{ a: 1 }]), y: ['x'], w: [1, 2] } },
      { measure_time: true },
      { step: 1.5 },
    ].map((wrong) => {
      try {
        iterProgressiveValScore({ dataset, model, metric, ...wrong } as never)
        return 'nothing'
      } catch (error) {
        return (error as Error).message
      }
    })
    expect(texts).toEqual([
      'evaluate: option "model" must have learnOne, and predictOne or scoreOne, got an object.',
      'evaluate: option "model" must score an event without knowing its label, got an object.',
      'evaluate: option "metric" must have update and get, got an object.',
      'evaluate: option "metric" must be one for a classifier such as Majority, got an object.',
      'evaluate: option "dataset" must be an object, got "text".',
      'evaluate: the dataset must be an iterable of [x, y], or { x, y } with a Frame, got an ' +
        'object.',
      'evaluate: a frame of 1 rows needs as many values of y, got 0.',
      'evaluate: a frame of 1 rows needs as many values of w, got 2.',
      'evaluate: option "measure_time" is spelled "measureTime" here.',
      'evaluate: option "step" must be an integer of at least 0, got 1.5.',
    ])
  })

  it('is told with the number of the event, and with what the model or the metric threw', () => {
    const cause = new RangeError('too far')
    const failing = (method: string) => ({
      ...{ learnOne: () => {}, predictOne: () => 'x', update: () => {}, get: () => 0 },
      [method]: ({ a }: { a?: number }) => {
        if (a !== 1) throw cause
      },
    })
    const texts = ['predictOne', 'update', 'learnOne'].map((method) => {
      const odd = failing(method)
      try {
        progressiveValScore({ dataset, model: odd, metric: odd })
      } catch (error) {
        expect(error).toBeInstanceOf(EvaluationError)
        expect((error as EvaluationError).cause).toBe(cause)
        return (error as Error).message
      }
      return 'nothing'
    })
    expect(texts).toEqual([
      'evaluate: event 2 could not be predicted: too far',
      'evaluate: event 1 could not be judged: too far',
      'evaluate: event 2 could not be learned: too far',
    ])
  })

  it('in a frame is told with the events it stands among', () => {
    const x = Frame.fromRows([{ a: 1 }, { a: 2 }, { a: 3 }])
    const y = ['x', 'y', {}]
    const options = { dataset: { x, y }, model: new Majority(), metric, step: 2 }
    expect(() => [...iterProgressiveValScore(options)]).toThrow(
      'evaluate: event 3 could not be learned: Majority: the label',
    )
  })

  it('is told where an event is no pair', () => {
    const odd = [...dataset, { a: 1 }]
    expect(() => run(odd as never, new Majority())).toThrow(
      'evaluate: event 3 must be [x, y] or [x, y, extra], got an object.',
    )
  })

  it('is told where options would have no effect, or memory cannot be measured', () => {
    const options = { dataset, model, metric }
    expect(() => progressiveValScore({ ...options, showTime: true })).toThrow(InvalidOptionError)
    expect(() => progressiveValScore({ ...options, showMemory: true })).toThrow(
      'evaluate: option "showMemory" has no effect without printEvery.',
    )
    const strange = { learnOne: () => {}, predictOne: () => 1 }
    const run = () => iterProgressiveValScore({ ...options, model: strange, measureMemory: true })
    expect(run).toThrow(
      'evaluate: option "measureMemory" needs a model that snapshot.save can save: snapshot: ' +
        'only estimators and their parts can be saved, got an object.',
    )
  })
})
