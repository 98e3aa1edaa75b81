import { describe, expect, it } from 'vitest'
import { Majority, Spy } from '../base/toys.test-support.js'
import { Frame } from '../data/frame.js'
import type { Label } from '../data/labels.js'
import type { Features } from '../data/schema.js'
import { SEA } from '../datasets/synth/sea.js'
import { Accuracy } from '../metrics/accuracy.js'
import { Metrics } from '../metrics/base/metrics.js'
import { save } from '../snapshot/save.js'
import type { Labelled } from './dataset.js'
import { iterProgressiveValScore, progressiveValScore } from './progressive-validation.js'
import type { Judged } from './subject.js'
import { bytesAsText } from './text.js'

const events: Labelled[] = [...new SEA({ seed: 3 }).take(250)]
const frame = Frame.fromRows(events.map(([x]) => x))
const labels = events.map(([, y]) => y)

async function* later(list: readonly Labelled[]): AsyncGenerator<Labelled> {
  for (const event of list) {
    await Promise.resolve()
    yield event
  }
}

/** Writes down what it is asked, and when: `x` is the number of the event. */
class Diary implements Judged {
  readonly lines: string[] = []
  learnOne(x: Features, y: Label, options?: { w?: number }): void {
    this.lines.push(`learn ${x['n']} ${y}${options ? ` (${options.w})` : ''}`)
  }
  predictOne(x: Features): Label {
    this.lines.push(`predict ${x['n']}`)
    return 'yes'
  }
}

const numbered = (count: number, more: (n: number) => object = () => ({})): Labelled[] =>
  Array.from({ length: count }, (_, n) => [{ n, ...more(n) }, `y${n}`])

function diaryOf(dataset: Iterable<Labelled>, options: object = {}): string[] {
  const model = new Diary()
  progressiveValScore({ dataset, model, metric: new Accuracy(), ...options })
  return model.lines
}

describe('progressive validation', () => {
  it('gives the same metric for events, events to wait for, and frames', async () => {
    const [sync, frames] = [events, { x: frame, y: labels }].map((dataset) =>
      progressiveValScore({ dataset, model: new Majority(), metric: new Accuracy() }),
    )
    const promised = progressiveValScore({
      dataset: later(events),
      model: new Majority(),
      metric: new Accuracy(),
    })
    expect(promised).toBeInstanceOf(Promise)
    const texts = [sync, frames, await promised].map(String)
    expect(texts).toEqual([texts[0], texts[0], texts[0]])
    expect(sync.get()).toBeGreaterThan(0.5)
  })

  it('predicts each event before it learns it, and never after', () => {
    expect(diaryOf(numbered(3))).toEqual([
      'predict 0',
      'learn 0 y0',
      'predict 1',
      'learn 1 y1',
      'predict 2',
      'learn 2 y2',
    ])
    const spy = new Spy()
    const metric = new Accuracy()
    progressiveValScore({
      dataset: { x: frame.slice(0, 3), y: ['a', 'b', 'a'] },
      model: spy,
      metric,
    })
    expect(spy.calls.map((call) => call.split(' ')[0])).toEqual([
      'predict',
      'learn',
      'predict',
      'learn',
      'predict',
      'learn',
    ])
  })

  it('judges no prediction of a model that knows nothing yet', () => {
    const one = events.slice(0, 1)
    const metric = new Accuracy()
    progressiveValScore({ dataset: one, model: new Majority(), metric })
    expect(String(metric)).toBe('Accuracy: 0.00 %')
    metric.update('a', 'a')
    expect(metric.get()).toBe(1)
  })

  it('hands the weight of an event on to the model', () => {
    const [x, y] = numbered(1)[0]
    expect(diaryOf([[x, y, { w: 3 }]])).toEqual(['predict 0', 'learn 0 y0 (3)'])
  })

  it('asks for probabilities if the metric judges those', () => {
    const asked: unknown[] = []
    const metric = {
      requiresLabels: false,
      update: (_: unknown, p: unknown) => void asked.push(p),
      get: () => 0,
    }
    progressiveValScore({ dataset: events.slice(0, 2), model: new Majority(), metric })
    expect(asked).toEqual([new Map([[labels[0], 1]])])
  })
})

describe('delayed labels', () => {
  it('come a number of events later, or after the last one', () => {
    expect(diaryOf(numbered(4), { delay: 2 })).toEqual([
      'predict 0',
      'predict 1',
      'learn 0 y0',
      'predict 2',
      'learn 1 y1',
      'predict 3',
      'learn 2 y2',
      'learn 3 y3',
    ])
  })

  it('come after the time that a feature or a function tells, each in its own time', () => {
    const waits = [5, 1, 1, 9]
    const expected = [
      'predict 0',
      'predict 1',
      'learn 1 y1',
      'predict 2',
      'learn 2 y2',
      'predict 3',
      'learn 0 y0',
      'learn 3 y3',
    ]
    const withWait = numbered(4, (n) => ({ wait: waits[n] }))
    expect(diaryOf(withWait, { delay: 'wait' })).toEqual(expected)
    const delay = (_: Features, y: Label) => waits[Number(String(y).slice(1))]
    expect(diaryOf(numbered(4), { delay })).toEqual(expected)
  })

  it('come by the clock: moments are dates or numbers, of a feature or a function', () => {
    const expected = [
      'predict 0',
      'predict 1',
      'learn 0 y0',
      'learn 1 y1',
      'predict 2',
      'learn 2 y2',
    ]
    const times = [0, 1000, 5000]
    const dated = (x: Features) => new Date(times[Number(x['n'])])
    expect(diaryOf(numbered(3), { moment: dated, delay: 2000 })).toEqual(expected)
    const withTime = numbered(3, (n) => ({ at: times[n] }))
    expect(diaryOf(withTime, { moment: 'at', delay: 2000 })).toEqual(expected)
  })

  it('give the same for datasets to wait for', async () => {
    const [sync, async] = [new Diary(), new Diary()]
    const [metric, delay] = [new Accuracy(), 3]
    progressiveValScore({ dataset: numbered(9), model: sync, metric, delay })
    await progressiveValScore({ dataset: later(numbered(9)), model: async, metric, delay })
    expect(async.lines).toEqual(sync.lines)
  })

  it('take the events of a frame one by one', () => {
    const delay = 5
    const [one, many] = [events, { x: frame, y: labels }].map((dataset) =>
      progressiveValScore({ dataset, model: new Majority(), metric: new Accuracy(), delay }),
    )
    expect(many.get()).toBe(one.get())
  })

  it('must have a moment and a delay that are numbers or dates', () => {
    const run = (options: object) => () => diaryOf(numbered(3), options)
    expect(run({ moment: 'absent' })).toThrow(
      'evaluate: option "moment" must give a date or a number, got undefined.',
    )
    expect(run({ moment: () => new Date(NaN) })).toThrow('option "moment"')
    expect(run({ delay: () => 'soon' })).toThrow(
      'evaluate: option "delay" must give a date or a number, got "soon".',
    )
    expect(run({ delay: NaN })).toThrow('option "delay" must give a date or a number, got NaN.')
  })
})

describe('checkpoints', () => {
  const run = (options: object) => [
    ...iterProgressiveValScore({
      dataset: events,
      model: new Majority(),
      metric: new Accuracy(),
      ...options,
    }),
  ]

  it('come each so many events, and once more at the end', () => {
    const steps = (options: object) => run(options).map(({ Step }) => Step)
    expect(steps({ step: 100 })).toEqual([100, 200, 250])
    expect(steps({ step: 125 })).toEqual([125, 250])
    expect(steps({ step: 1000 })).toEqual([])
    expect(steps({ step: 0 })).toEqual([])
    expect(steps({})).toHaveLength(250)
    expect(steps({ step: 100, delay: 30 })).toEqual([100, 200, 250])
    expect(steps({ step: 100, dataset: { x: frame, y: labels } })).toEqual([100, 200, 250])
  })

  it('hold the metric by its name, the time and the prediction if asked for', () => {
    const [plain] = run({ step: 50 })
    expect(Object.keys(plain)).toEqual(['Accuracy', 'Step'])
    const [full] = run({ step: 50, measureTime: true, yieldPredictions: true })
    expect(Object.keys(full)).toEqual(['Accuracy', 'Step', 'Time', 'Prediction'])
    expect(full.Time).toBeGreaterThanOrEqual(0)
    expect(typeof full.Prediction).toBe('boolean')
  })

  it('come from datasets to wait for as well', async () => {
    const steps: number[] = []
    const dataset = later(events)
    const options = { dataset, model: new Majority(), metric: new Accuracy(), step: 100 }
    for await (const { Step } of iterProgressiveValScore(options)) steps.push(Step)
    expect(steps).toEqual([100, 200, 250])
  })

  it('must come each so many whole events', () => {
    for (const step of [-1, 1.5, NaN, '10', null]) {
      expect(() => run({ step })).toThrow(
        /^evaluate: option "step" must be an integer of at least 0/,
      )
    }
  })

  it('are printed as lines, by whoever prints', () => {
    const lines: string[] = []
    const base = { dataset: numbered(2500), metric: new Accuracy(), printEvery: 1000 }
    const print = (line: string) => void lines.push(line)
    progressiveValScore({ ...base, model: new Diary(), print })
    expect(lines).toEqual([
      '[1,000] Accuracy: 0.00 %',
      '[2,000] Accuracy: 0.00 %',
      '[2,500] Accuracy: 0.00 %',
    ])
    lines.length = 0
    progressiveValScore({ ...base, model: new Diary(), print, showTime: true })
    expect(lines[0]).toMatch(/^\[1,000\] Accuracy: 0\.00 % – 00:00:0\d$/)
    expect(() => progressiveValScore({ ...base, model: new Diary() })).toThrow(
      'evaluate: option "print" is needed with printEvery: try console.log.',
    )
  })

  it('tell the size of the model: that of its snapshot, in bytes', () => {
    const model = new Majority()
    const options = { dataset: events, model, metric: new Accuracy() }
    const sizes = [...iterProgressiveValScore({ ...options, step: 100, measureMemory: true })].map(
      ({ Memory }) => Memory,
    )
    expect(sizes).toHaveLength(3)
    expect(sizes[2]).toBe(save(model).length)
    const lines: string[] = []
    const print = (line: string) => void lines.push(line)
    progressiveValScore({ ...options, printEvery: 100, showMemory: true, print })
    expect(lines[2]).toMatch(/^\[250\] Accuracy: \d\d\.\d\d % – \d+ B$/)
    expect([1023, 1024, 1_500_000].map(bytesAsText)).toEqual(['1023 B', '1.00 KB', '1.43 MB'])
  })

  it('tell how many labels an active learner has used, and each of several metrics', () => {
    const model = {
      learnOne: () => {},
      predictOne: (x: Features) => ['y0', Number(x['n']) % 4 === 0],
    }
    const lines: string[] = []
    const print = (line: string) => void lines.push(line)
    const options = { dataset: numbered(2000), model }
    const metric = new Metrics(new Accuracy(), ['Second', new Accuracy()])
    progressiveValScore({ ...options, metric: new Accuracy(), printEvery: 1000, print })
    expect(lines[1]).toBe('[2,000] Accuracy: 0.05 % – 500 samples used')
    const [checkpoint] = iterProgressiveValScore({ ...options, metric, step: 1000 })
    expect(Object.keys(checkpoint)).toEqual(['Accuracy', 'Second', 'Step', 'Samples used'])
    expect(checkpoint['Second']).toBe(metric.at(1))
  })
})
