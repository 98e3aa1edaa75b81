import { judgesClusters, metricsByName, random, SnapshotError, snapshot } from '@coelho/core'
import { drift, metrics, utils } from '@coelho/learners'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { changePoint } from './change-point.js'
import { History } from './history.js'
import type { DriftNote, Takeover } from './learning-event.js'
import { fromLines, toLines } from './lines.js'
import { lossFor } from './loss.js'
import { asksForTime, isMoreBetter } from './metric-traits.js'
import { type Lesson, ReplayWindow } from './replay-window.js'
import { alarmAt } from './toy-projects.test-support.js'
import { Watch } from './watch.js'

describe('lines', () => {
  it('are the texts again, also where they are long', () => {
    const text = fc.string({ unit: 'grapheme' }).map((value) => value.replaceAll('\n', ' '))
    fc.assert(
      fc.property(fc.array(text), (texts) => {
        expect([...fromLines(toLines(texts))]).toEqual(texts)
      }),
    )
    const long = ['x'.repeat(700_000), 'é'.repeat(700_000), '']
    expect([...fromLines(toLines(long))]).toEqual(long)
  })

  it('that are none are refused', () => {
    for (const bytes of [Uint8Array.of(65), Uint8Array.of(0xff, 10)]) {
      expect(() => [...fromLines(bytes)]).toThrow(SnapshotError)
    }
  })
})

describe('the window of events to learn anew', () => {
  const value = fc.oneof(fc.double(), fc.string(), fc.boolean(), fc.constant(null))
  const lesson: fc.Arbitrary<Lesson> = fc.record({
    x: fc.dictionary(fc.string(), value),
    y: fc.oneof(fc.boolean(), fc.string(), fc.double(), fc.constant(undefined)),
  })

  it('holds the last ones in their order, whatever its size becomes, and is saved whole', () => {
    const adds = fc.array(fc.tuple(lesson, fc.double(), fc.constantFrom(3, 3, 3, 5, 2)))
    fc.assert(
      fc.property(adds, fc.boolean(), (all, isLoaded) => {
        let window = new ReplayWindow()
        let expected: Lesson[] = []
        for (const [one, cost, most] of all) {
          window.add(one, cost, most)
          expected = [...expected, one].slice(-most)
          const loaded = new ReplayWindow()
          loaded.packed = window.packed
          expect(loaded.packed).toEqual(window.packed)
          if (isLoaded) window = loaded
        }
        expect(window.size).toBe(expected.length)
        expect(window.lessons).toEqual(expected)
      }),
    )
  })

  it('knows since when predictions have become worse, if that is clear', () => {
    const window = new ReplayWindow()
    for (let a = 0; a < 300; a++) {
      window.add(
        { x: { a }, y: true },
        a === 150 ? Number.NaN : Number(a % (a < 240 ? 9 : 2) === 0),
        250,
      )
    }
    expect(window.lessonsSinceChange[0]!.x['a']).toBeGreaterThan(225)
    expect(window.lessonsSinceChange[0]!.x['a']).toBeLessThan(255)
    const draw = new random.Random(5)
    for (let run = 0; run < 200; run++) {
      const costs = Array.from({ length: 250 }, () => Number(draw.random() < 0.3))
      expect(changePoint(costs)).toBe(0)
    }
    for (const costs of [[], [1], [Number.NaN], [Number.NaN, 1], [1, 1, 1], [0, 0]]) {
      expect(changePoint(costs)).toBe(0)
    }
  })

  it('is refused by an error of its own where the bytes are something else', () => {
    for (const text of [
      'x\n',
      '[]\n',
      '[5,1]\n',
      '[[[1,2]],1]\n',
      '[[],{"$":1},0]\n',
      '[[],1,true]\n',
    ]) {
      const fill = () =>
        Object.assign(new ReplayWindow(), { packed: new TextEncoder().encode(text) })
      expect(fill, text).toThrow(SnapshotError)
    }
  })
})

describe('history', () => {
  const note: DriftNote = {
    ...{ kind: 'drift', signal: 'feature', feature: 'a', change: undefined, event: 3, time: -1 },
  }
  const takeover: Takeover = {
    ...{ kind: 'takeover', how: 'promoted', why: 'better', from: 'a', to: 'b' },
    ...{ fromValue: 0.5, toValue: undefined, relearned: 0, event: 3, time: 4 },
  }
  const load = (bytes: Uint8Array) =>
    snapshot.load<History>(bytes, { learners: [History] as never })

  it('keeps the last drifts and changes of champion, and no warnings', () => {
    const history = new History()
    for (let event = 0; event < 500; event++) {
      history.add({ ...note, event })
      history.add({ ...note, kind: 'warning', event })
      if (event < 3) history.add({ ...takeover, event })
    }
    expect(history.drifts.map(({ event }) => event)).toEqual(
      Array.from({ length: 200 }, (_, i) => 300 + i),
    )
    expect(history.takeovers).toHaveLength(3)
    const loaded = load(snapshot.save(history))
    expect([loaded.drifts, loaded.takeovers]).toEqual([history.drifts, history.takeovers])
  })

  it('that cannot be is refused', () => {
    for (const wrong of [
      { drifts: [{ ...note, event: -1 }] },
      { drifts: [{ ...note, more: 1 }] },
      { drifts: [takeover] },
      { drifts: [5] },
      { takeovers: [{ ...takeover, why: 'because' }] },
      { takeovers: [{ ...takeover, time: Number.NaN }] },
      { drifts: Array(201).fill(note) },
    ]) {
      const bytes = snapshot.save(Object.assign(new History(), wrong))
      expect(() => load(bytes), JSON.stringify(wrong).slice(0, 80)).toThrow(SnapshotError)
    }
  })
})

describe('a watch', () => {
  it('says what its detector shows, and counts it', () => {
    const watch = Watch.over('feature', 'a', alarmAt(2, 4)())
    const seen = [1, 2, 3, 4].map((x) => watch.update(x))
    expect(seen).toEqual([undefined, 'drift', undefined, 'drift'])
    expect(watch.told).toEqual({
      ...{ signal: 'feature', feature: 'a', seen: 4, refused: 0, warnings: 0, drifts: 2 },
    })
    expect(watch.change).toBeUndefined()
  })

  it('tells where to a number has gone', () => {
    const watch = Watch.over('error', '', new drift.ADWIN())
    let shown: unknown
    for (let i = 0; shown !== 'drift'; i++) shown = watch.update(i < 500 ? 1 : 0)
    expect(watch.change).toBe('fell')
  })
})

describe('metrics', () => {
  const rolling = new utils.Rolling({ obj: new metrics.MAE(), windowSize: 5 })
  const timed = new utils.TimeRolling({ obj: new metrics.Accuracy(), period: 5 })

  it('in windows are the better the way they are outside', () => {
    expect([rolling, timed, new metrics.MAE(), new metrics.F1()].map(isMoreBetter)).toEqual([
      ...[false, true, false, true],
    ])
  })

  it('have names, also in bundles and lists', () => {
    const list = new metrics.base.Metrics(new metrics.MAE(), ['Lately', rolling])
    expect(metricsByName(list).map(([name]) => name)).toEqual(['MAE', 'Lately'])
    expect(metricsByName(new metrics.MAE()).map(([name]) => name)).toEqual(['MAE'])
    expect(metricsByName(metrics.bundle('clustering')).map(([name]) => name)).toContain(
      'Silhouette',
    )
  })

  it('say whether they need the time, or centres', () => {
    const list = new metrics.base.Metrics(new metrics.Accuracy(), ['Lately', timed])
    const bundles = (['classification', 'regression', 'clustering'] as const).map((kind) =>
      metrics.bundle(kind),
    )
    expect([list, rolling, timed, ...bundles].map(asksForTime)).toEqual([
      ...[true, false, true, false, true, true],
    ])
    expect([list, ...bundles].map(judgesClusters)).toEqual([false, false, false, true])
  })
})

describe('a loss', () => {
  it('of classes is 0 or 1, of numbers how far off they are', () => {
    const classes = lossFor({ kind: 'classifier', learnOne() {} }, new metrics.Accuracy())!
    expect(classes.of(true, true, {} as never)).toBe(0)
    expect(classes.of(true, 'true', {} as never)).toBe(1)
    const votes = new Map([
      ['a', 0.2],
      ['b', 0.4],
      ['c', 0.4],
    ])
    expect([classes.of('b', votes, {} as never), classes.of('c', votes, {} as never)]).toEqual([
      0, 1,
    ])
    const numbers = lossFor({ kind: 'regressor', learnOne() {} }, new metrics.MAE())!
    expect(numbers.of(3, 5, {} as never)).toBe(2)
    expect(lossFor({ learnOne() {} }, new metrics.MAE())).toBeUndefined()
  })
})
