import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CoelhoError, SnapshotError } from '../../errors.js'
import { load } from '../../snapshot/load.js'
import { save } from '../../snapshot/save.js'
import { Accuracy, F1, Jaccard, MAE, multioutput } from '../index.js'

type Outputs = Record<string, boolean>
type Event = [yTrue: Outputs, yPred: Outputs, w: number]

interface Subject {
  update(yTrue: Outputs, yPred: Outputs, options?: { w?: number }): void
  updateMany(yTrue: Outputs[], yPred: Outputs[], options?: { w?: number[] }): void
  revert(yTrue: Outputs, yPred: Outputs, options?: { w?: number }): void
  merge(other: unknown): void
  get(): unknown
  clone(): Subject
}

const { ExactMatch, MacroAverage, MicroAverage, PerOutput, SampleAverage } = multioutput
const { MultiLabelConfusionMatrix } = multioutput
const cases: [name: string, make: () => Subject][] = [
  ['ExactMatch', () => new ExactMatch()],
  ['MacroAverage', () => new MacroAverage({ metric: new F1() })],
  ['MicroAverage', () => new MicroAverage({ metric: new F1() })],
  ['PerOutput', () => new PerOutput({ metric: new Accuracy() })],
  ['SampleAverage', () => new SampleAverage({ metric: new Jaccard() })],
  ['MultiLabelConfusionMatrix', () => new MultiLabelConfusionMatrix()],
]
const learners = [...Object.values(multioutput), Accuracy, F1, Jaccard] as never
const outputs = fc.record({ red: fc.boolean(), blue: fc.boolean() })
const event: fc.Arbitrary<Event> = fc.tuple(outputs, outputs, fc.constantFrom(1, 2, 0.5))
const events = fc.array(event, { maxLength: 15 })

function after(subject: Subject, given: readonly Event[]): Subject {
  for (const [yTrue, yPred, w] of given) subject.update(yTrue, yPred, { w })
  return subject
}

function seen(subject: Subject): unknown {
  const value = subject.get()
  if (typeof value === 'number') return Number(value.toFixed(9)) + 0
  if (value instanceof Map) return [...value].map(([output, metric]) => [output, metric.get()])
  return String(subject)
}

describe('a metric of several outputs', () => {
  it.each(cases)('%s goes on after saving and loading as if nothing had been', (_, make) => {
    const law = fc.property(events, events, (before, then) => {
      const kept = after(make(), before)
      const loaded = load<Subject>(save(kept), { learners })
      expect(save(after(loaded, then))).toEqual(save(after(kept, then)))
      expect(seen(loaded)).toEqual(seen(kept))
    })
    fc.assert(law, { numRuns: 15 })
  })

  it.each(cases)('%s takes many as one by one, and events back', (_, make) => {
    const law = fc.property(events, events, (first, second) => {
      const subject = make()
      for (const given of [first, second]) {
        subject.updateMany(
          given.map(([yTrue]) => yTrue),
          given.map(([, yPred]) => yPred),
          { w: given.map(([, , w]) => w) },
        )
      }
      expect(save(subject)).toEqual(save(after(make(), [...first, ...second])))
      for (const [yTrue, yPred, w] of first) subject.revert(yTrue, yPred, { w })
      if (second.length > 0) expect(seen(subject)).toEqual(seen(after(make(), second)))
    })
    fc.assert(law, { numRuns: 30 })
  })

  it.each(cases)('%s merged with another has judged what both have', (_, make) => {
    const law = fc.property(events, events, (first, second) => {
      const merged = after(make(), first)
      merged.merge(after(make(), second))
      expect(seen(merged)).toEqual(seen(after(make(), [...first, ...second])))
      expect(save(merged.clone())).toEqual(save(make()))
    })
    fc.assert(law, { numRuns: 30 })
    expect(() => make().merge({})).toThrow('what is merged must be of the same class')
  })

  it.each(cases)('%s is as it was after an event it refuses', (name, make) => {
    const subject = after(make(), [[{ red: true, blue: true }, { red: true, blue: false }, 1]])
    const before = save(subject)
    const refused = [
      () => subject.update(5 as never, {}),
      () => subject.update({ red: true }, [] as never),
      () => subject.update({ red: true, blue: true }, { red: true, blue: true }, { w: -1 }),
      () => subject.revert({ red: false, blue: true }, { red: true, blue: true }, { w: 3 }),
    ]
    if (name !== 'ExactMatch') {
      refused.push(() => subject.update({ red: true, blue: true }, { red: true }))
      refused.push(() =>
        subject.update({ red: true, blue: null as never }, { red: true, blue: true }),
      )
    }
    for (const refuse of refused) {
      expect(refuse).toThrow(CoelhoError)
      expect(save(subject)).toEqual(before)
    }
  })

  it.each(cases.slice(1, 5))('%s asks for a metric', (_, make) => {
    const cls = make().constructor as new (options: object) => object
    expect(() => new cls({ metric: {} })).toThrow('option "metric" must be a metric')
    expect(() => new cls({})).toThrow('option "metric" is required')
  })

  it('PerOutput has a metric for each output, named by any label', () => {
    const metric = new PerOutput({ metric: new MAE() })
    metric.update(new Map([[1, 2]]), new Map([[1, 5]]))
    metric.update({ east: 1 }, { east: 2, west: 9 })
    expect([...metric.get().keys()]).toEqual([1, 'east'])
    expect(String(metric)).toBe('1 - MAE: 3\neast - MAE: 1')
    expect(metric.biggerIsBetter).toBe(false)
    metric.metrics.set('west', new F1())
    expect(() => load(save(metric), { learners: [PerOutput, MAE, F1] as never })).toThrow(
      SnapshotError,
    )
  })

  it('averages are printed with the metric they are of', () => {
    const metric = new MacroAverage({ metric: new F1() })
    metric.update({ red: true, blue: true }, { red: true, blue: false })
    expect(String(metric)).toBe('MacroAverage(F1): 50.00 %')
    expect(String(new MicroAverage({ metric: new MAE() }))).toBe('MicroAverage(MAE): 0')
    const samples = new SampleAverage({ metric: new Jaccard() })
    expect(String(samples)).toBe('SampleAverage(Jaccard): 0.00 %')
  })

  it('MultiLabelConfusionMatrix prints the table of each output under its name', () => {
    const matrices = new MultiLabelConfusionMatrix()
    matrices.update({ red: true, blue: false }, { red: true, blue: false })
    expect(String(matrices).split('\n')).toEqual([
      'red',
      '           True  ',
      '    True      1  ',
      '',
      'blue',
      '            False  ',
      '    False       1  ',
    ])
    expect(matrices.get()).toBeUndefined()
  })
})
