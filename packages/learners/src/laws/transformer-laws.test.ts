import { Frame, snapshot } from '@coelho/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { allLearners, entries, stream, transformers, xs } from './subjects.test-support.js'

describe.each(entries(transformers))('%s', (_, make) => {
  const onStreams = (claim: (events: ReturnType<typeof stream>) => void) =>
    fc.assert(
      fc.property(
        fc.integer(),
        fc.boolean(),
        fc.integer({ min: 2, max: 200 }),
        (seed, gaps, count) => claim(stream({ seed, count, gaps })),
      ),
      { numRuns: 15 },
    )

  it('does the same on frames as on objects', () => {
    onStreams((events) => {
      const frame = Frame.fromRows(xs(events))
      const [one, many] = [make(), make()]
      for (const [x] of events) one.learnOne(x)
      many.learnMany(frame)
      const out = many.transformMany(frame)
      events.forEach(([x], i) => {
        expect(out.row(i)).toEqual(one.transformOne(x))
      })
    })
  })

  it('is not changed by transforming, and goes on from a snapshot', () => {
    onStreams((events) => {
      const model = make()
      const middle = Math.floor(events.length / 2)
      for (const [x] of events.slice(0, middle)) model.learnOne(x)
      const bytes = snapshot.save(model)
      expect(model.transformOne({ ...events[0][0], stranger: 4 })).toHaveProperty('stranger')
      expect(snapshot.save(model)).toEqual(bytes)
      const loaded = snapshot.load<typeof model>(bytes, { learners: allLearners as never })
      for (const [x] of events.slice(middle)) {
        expect(loaded.transformOne(x)).toEqual(model.transformOne(x))
        loaded.learnOne(x)
        model.learnOne(x)
      }
      expect(snapshot.save(loaded)).toEqual(snapshot.save(model))
    })
  })

  it('keeps __proto__ and constructor as ordinary names', () => {
    const model = make()
    const x = JSON.parse('{"__proto__": 1, "constructor": 2, "toString": 3}')
    for (let i = 0; i < 3; i++) model.learnOne(x)
    const out = model.transformOne(x)
    expect(Object.keys(out).sort()).toEqual(['__proto__', 'constructor', 'toString'])
    expect(Object.getPrototypeOf(out)).toBe(Object.prototype)
    expect(Object.keys(Object.prototype)).toEqual([])
  })
})
