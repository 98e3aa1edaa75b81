import { Frame, type Label, snapshot } from '@coelho/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  allLearners,
  classifiers,
  entries,
  expectSame,
  type Subject,
  stream,
  xs,
  ys,
} from './subjects.test-support.js'

const seeds = fc.integer({ min: 0, max: 2 ** 31 })
const bytesOf = (model: object) => snapshot.save(model)

/** Runs a claim on streams that the learner takes: plain, with gaps, with categories. */
function onStreams(model: Subject, claim: (events: ReturnType<typeof stream>) => void): void {
  fc.assert(
    fc.property(seeds, fc.boolean(), fc.integer({ min: 1, max: 300 }), (seed, gaps, count) => {
      claim(stream({ seed, count, gaps, categories: model.takesCategories }))
    }),
    { numRuns: 12 },
  )
}

describe.each(entries(classifiers))('%s', (_, make) => {
  it('learns the same from a frame as from objects, to the last bit', () => {
    onStreams(make(), (events) => {
      const one = make()
      for (const [x, y] of events) one.learnOne(x, y)
      const many = make()
      many.learnMany(Frame.fromRows(xs(events)), ys(events))
      expectSame(many, one, events)
    })
  })

  it('predicts the same for a frame as for objects', () => {
    onStreams(make(), (events) => {
      const model = make()
      const half = events.slice(0, events.length / 2)
      for (const [x, y] of half) model.learnOne(x, y)
      const predicted = events.map(([x]) => model.predictOne(x))
      expect(model.predictMany(Frame.fromRows(xs(events)))).toEqual(predicted)
    })
  })

  it('gives in one pass what predicting and then learning each event gives', () => {
    onStreams(make(), (events) => {
      const one = make()
      const separate: (Label | undefined)[] = []
      for (const [x, y] of events) {
        separate.push(one.predictOne(x))
        one.learnOne(x, y)
      }
      const many = make()
      const fused = many.predictThenLearnMany(Frame.fromRows(xs(events)), ys(events))
      expect(fused).toEqual(separate)
      expectSame(many, one, events)
    })
  })

  it('is not changed by predicting, not even names it has never met', () => {
    onStreams(make(), (events) => {
      const model = make()
      for (const [x, y] of events) model.learnOne(x, y)
      const before = bytesOf(model)
      for (const [x] of events.slice(0, 20)) {
        model.predictOne({ ...x, stranger: 1, __proto__x: 2 })
        model.predictProbaOne(x)
        if (model.takesCategories) model.predictOne({ ...x, shop: 'nowhere' })
      }
      model.predictMany(Frame.fromRows([{ a: 1, other: 5 }]))
      expect(bytesOf(model)).toEqual(before)
    })
  })

  it('goes on from a snapshot in the middle of a stream as if never interrupted', () => {
    onStreams(make(), (events) => {
      const model = make()
      const middle = Math.floor(events.length / 2)
      for (const [x, y] of events.slice(0, middle)) model.learnOne(x, y)
      const bytes = bytesOf(model)
      const loaded = snapshot.load<Subject>(bytes, { learners: allLearners as never })
      expect(bytesOf(loaded)).toEqual(bytes)
      for (const [x, y] of events.slice(middle)) {
        expect(loaded.predictProbaOne(x)).toEqual(model.predictProbaOne(x))
        loaded.learnOne(x, y)
        model.learnOne(x, y)
      }
      expect(bytesOf(loaded)).toEqual(bytesOf(model))
    })
  })

  it('does not care in which order an object lists its features', () => {
    onStreams(make(), (events) => {
      const [straight, turned] = [make(), make()]
      straight.learnOne(...events[0])
      turned.learnOne(...events[0])
      for (const [x, y] of events) {
        straight.learnOne(x, y)
        turned.learnOne(Object.fromEntries(Object.entries(x).reverse()), y)
      }
      const proba = (model: Subject) => events.map(([x]) => model.predictProbaOne(x))
      if (straight.schema.names().join() === turned.schema.names().join()) {
        expect(proba(turned)).toEqual(proba(straight))
      }
    })
  })

  it('predicts the most likely label, with probabilities that sum to 1', () => {
    onStreams(make(), (events) => {
      const model = make()
      expect(model.predictOne(events[0][0])).toBeUndefined()
      expect(model.predictProbaOne(events[0][0]).size).toBe(0)
      for (const [x, y] of events) {
        model.learnOne(x, y)
        const proba = model.predictProbaOne(x)
        const total = [...proba.values()].reduce((sum, p) => sum + p, 0)
        expect(total).toBeCloseTo(1, 9)
        const predicted = model.predictOne(x) as Label
        expect(proba.get(predicted)).toBeCloseTo(Math.max(...proba.values()), 9)
      }
    })
  })

  it('is cloned fresh, with the same options', () => {
    const model = make()
    for (const [x, y] of stream({ seed: 1, count: 50 })) model.learnOne(x, y)
    const clone = model.clone()
    expect(bytesOf(clone)).toEqual(bytesOf(make()))
    expect(clone.toString()).toBe(model.toString())
  })

  it('leaves the events it is given alone', () => {
    const events = stream({ seed: 3, count: 60, gaps: true })
    const copies = structuredClone(events)
    const model = make()
    for (const [x, y] of events) {
      model.predictOne(Object.freeze(x))
      model.learnOne(x, y)
    }
    expect(events).toEqual(copies)
  })
})
