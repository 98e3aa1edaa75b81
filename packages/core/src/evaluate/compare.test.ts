import { describe, expect, it } from 'vitest'
import { Centre, Majority, Spy } from '../base/toys.test-support.js'
import { Pipeline } from '../compose/pipeline.js'
import { Frame } from '../data/frame.js'
import type { Features } from '../data/schema.js'
import { SEA } from '../datasets/synth/sea.js'
import { Accuracy } from '../metrics/accuracy.js'
import { save } from '../snapshot/save.js'
import { compare } from './compare.js'
import type { ComparisonRow } from './comparison.js'

const events = [...new SEA({ seed: 3 }).take(250)]
const x = Frame.fromRows(events.map(([features]) => features))
const frames = { x, y: events.map(([, y]) => y) }

/** The points without what differs from run to run. */
const steady = (rows: readonly ComparisonRow[]) => rows.map(({ Time: _, ...rest }) => rest)

describe('compare', () => {
  it('tells where each model stands at each checkpoint and in the end', () => {
    const models = { first: new Majority(), second: new Majority() }
    const { points, rows, metrics } = compare(models, {
      dataset: events,
      metric: new Accuracy(),
      step: 100,
    })
    expect(points.map(({ Model, Step }) => [Model, Step])).toEqual(
      [100, 200, 250].flatMap((step) => ['first', 'second'].map((name) => [name, step])),
    )
    expect(rows).toEqual(points.slice(-2))
    const accuracy = metrics.get('first')?.get()
    expect(rows.map((row) => row['Accuracy'])).toEqual([accuracy, accuracy])
    expect(rows[0].Memory).toBe(save(models.first).length)
    expect(rows[0].Time).toBeGreaterThan(0)
    expect(points.map(({ Time }) => Time)).toEqual(
      [...points].sort((a, b) => a.Step - b.Step || 0).map(({ Time }) => Time),
    )
  })

  it('gives the same for events, events to wait for, and frames', async () => {
    async function* later(): AsyncGenerator<(typeof events)[number]> {
      yield* events
    }
    const options = { metric: new Accuracy(), step: 100 }
    const models = () => [new Majority(), new Majority()]
    const one = compare(models(), { ...options, dataset: events })
    const many = compare(models(), { ...options, dataset: frames })
    const promised = compare(models(), { ...options, dataset: later() })
    expect(promised).toBeInstanceOf(Promise)
    expect(steady(many.points)).toEqual(steady(one.points))
    expect(steady((await promised).points)).toEqual(steady(one.points))
  })

  it('reads each event once', () => {
    let read = 0
    function* counted(): Generator<[Features, boolean]> {
      for (const event of events) {
        read++
        yield event as never
      }
    }
    const spies = [new Spy(), new Spy(), new Spy()]
    compare(spies, { dataset: counted(), metric: new Accuracy(), delay: 3 })
    expect(read).toBe(250)
    expect(spies[1].calls).toEqual(spies[0].calls)
    expect(spies[0].calls).toHaveLength(500)
  })

  it('calls models in a list after their classes, and takes them in a Map', () => {
    const options = { dataset: events.slice(0, 5), metric: new Accuracy() }
    const list = compare([new Majority(), new Spy(), new Majority()], options)
    expect(list.rows.map(({ Model }) => Model)).toEqual(['Majority', 'Spy', 'Majority1'])
    const map = compare(new Map([['one', new Majority()]]), options)
    expect(map.rows.map(({ Model }) => Model)).toEqual(['one'])
    const pipeline = new Pipeline(new Centre(), ['Model', new Majority()])
    expect(compare([pipeline], options).rows[0].Model).toBe('Centre | Model')
  })

  it('leaves the metric it was given as it was', () => {
    const metric = new Accuracy()
    compare([new Majority()], { dataset: events, metric })
    expect(metric.cm.totalWeight).toBe(0)
  })

  it('tells each point when it is reached', () => {
    const seen: string[] = []
    const onPoint = ({ Model, Step }: ComparisonRow) => void seen.push(`${Model} ${Step}`)
    compare([new Majority()], {
      dataset: events,
      metric: new Accuracy(),
      step: 125,
      onPoint,
    })
    expect(seen).toEqual(['Majority 125', 'Majority 250'])
  })

  it('prints a table', () => {
    const strange = { learnOne: () => {}, predictOne: () => [true, false] }
    const result = compare(
      { majority: new Majority(), never: strange },
      { dataset: events, metric: new Accuracy(), step: 0 },
    )
    const lines = result
      .toString()
      .replace(/[\d.]+ ms/g, 'T')
      .split('\n')
    expect(lines.map((line) => line.split(/ {2,}/))).toEqual([
      ['Model', 'Accuracy', 'Step', 'Samples used', 'Time', 'Memory'],
      [
        'majority',
        String(result.metrics.get('majority')).replace('Accuracy: ', ''),
        '250',
        '250',
        'T',
        expect.stringMatching(/^\d+(\.\d\d)? K?B$/),
      ],
      ['never', expect.stringMatching(/ %$/), '250', '0', 'T', '–'],
    ])
    const widths = new Set(
      result
        .toString()
        .split('\n')
        .map((line) => line.length),
    )
    expect(widths.size).toBe(1)
  })

  it('says which model failed, and at which event', () => {
    const failing = {
      learnOne: () => {},
      predictOne: () => {
        throw new Error('no')
      },
    }
    const models = { fine: new Majority(), broken: failing }
    expect(() => compare(models, { dataset: events, metric: new Accuracy() })).toThrow(
      'evaluate: event 1 could not be predicted by "broken": no',
    )
  })

  it('refuses to teach one model twice, no model, and options it does not know', () => {
    const options = { dataset: events, metric: new Accuracy() }
    const model = new Majority()
    for (const models of [[model, model], [], {}, null]) {
      expect(() => compare(models as never, options)).toThrow(
        'evaluate: option "models" must be one or more, each of them once',
      )
    }
    expect(() => compare([model], { ...options, steps: 5 } as never)).toThrow('"steps" is unknown')
    const strange = { learnOne: () => {}, predictOne: () => 1 }
    expect(() => compare([strange], { ...options, measureMemory: true })).toThrow(
      'evaluate: option "measureMemory" needs a model that snapshot.save can save',
    )
    const [row] = compare([new Majority()], { ...options, measureMemory: false }).rows
    expect(row.Memory).toBeUndefined()
  })

  it('of no events has rows that know nothing', () => {
    const { rows } = compare([new Majority()], { dataset: [], metric: new Accuracy() })
    expect(rows.map((row) => [row.Step, row['Accuracy']])).toEqual([[0, 0]])
  })
})
