import { Frame, type SupervisedTransformer, snapshot } from '@coelho/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { load } from '../all/index.js'
import { type Event, makers, type Subject, streamFor } from './transformers.test-support.js'

/** Numbers of no importance to the last bit; missing keys are not null. */
function same(a: Record<string, unknown>, b: Record<string, unknown>): void {
  const plain = (x: Record<string, unknown>) =>
    Object.fromEntries(
      Object.entries(x)
        .filter(([, value]) => value !== null)
        .map(([name, value]) => [name, typeof value === 'boolean' ? Number(value) : value]),
    )
  expect(plain(a)).toEqual(plain(b))
}

describe.each(Object.entries(makers))('%s', (_, maker) => {
  const make = maker as () => Subject & SupervisedTransformer
  const onStreams = (claim: (events: Event[], ys: number[]) => void) =>
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 2, max: 60 }), (seed, count) => {
        const events = streamFor(make(), seed, count)
        claim(
          events,
          events.map((x, i) => Number(x['a'] ?? 0) + i),
        )
      }),
      { numRuns: 8 },
    )

  it('does the same on frames as on objects', () => {
    onStreams((events, ys) => {
      const frame = Frame.fromRows(events)
      const [one, many] = [make(), make()]
      events.forEach((x, i) => {
        one.learnOne(x, ys[i])
      })
      many.learnMany(frame, ys)
      const out = many.transformMany(frame)
      events.forEach((x, i) => {
        same(out.row(i), one.transformOne(x))
      })
    })
  })

  it('is not changed by transforming, and goes on from a snapshot', () => {
    onStreams((events, ys) => {
      const model = make()
      const middle = Math.floor(events.length / 2)
      events.slice(0, middle).forEach((x, i) => {
        model.learnOne(x, ys[i])
      })
      const bytes = snapshot.save(model)
      for (const x of events) model.transformOne({ ...x, stranger: 4 })
      model.transformMany(Frame.fromRows(events))
      expect(snapshot.save(model)).toEqual(bytes)
      const loaded = load<Subject>(bytes)
      events.slice(middle).forEach((x, i) => {
        expect(loaded.transformOne(x)).toEqual(model.transformOne(x))
        loaded.learnOne(x, ys[i])
        model.learnOne(x, ys[i])
      })
      expect(snapshot.save(loaded)).toEqual(snapshot.save(model))
    })
  })

  it('is as new once cloned', () => {
    onStreams((events, ys) => {
      const [model, fresh] = [make(), make()]
      events.forEach((x, i) => {
        model.learnOne(x, ys[i])
      })
      const clone = model.clone()
      expect(snapshot.save(clone)).toEqual(snapshot.save(fresh))
      expect(String(clone)).toBe(String(fresh))
      events.forEach((x, i) => {
        clone.learnOne(x, ys[i])
      })
      expect(events.map((x) => clone.transformOne(x))).toEqual(
        events.map((x) => model.transformOne(x)),
      )
    })
  })

  it('is as it was after events it refuses', () => {
    onStreams((events, ys) => {
      const model = make()
      events.forEach((x, i) => {
        model.learnOne(x, ys[i])
      })
      const bytes = snapshot.save(model)
      for (const bad of [{ fresh: 1, a: Number.NaN }, { fresh: 2, b: {} }, [1], null, 'text']) {
        expect(() => model.learnOne(bad as never, 1)).toThrow()
        expect(() => model.transformOne(bad as never)).toThrow()
      }
      expect(snapshot.save(model)).toEqual(bytes)
    })
  })

  it('takes __proto__ and constructor as ordinary names', () => {
    const model = make()
    const x = JSON.parse('{"__proto__": 1, "constructor": 2, "toString": 3}')
    for (let i = 0; i < 3; i++) model.learnOne(x, i)
    expect(Object.getPrototypeOf(model.transformOne(x))).toBe(Object.prototype)
    expect(Object.keys(Object.prototype)).toEqual([])
  })

  it('does not depend on the order of keys, unless it draws in that order', () => {
    const draws = /LDA|Poisson/.test(String(make()))
    onStreams((events, ys) => {
      const [one, other] = [make(), make()]
      events.forEach((x, i) => {
        const turned = i === 0 || draws ? x : Object.fromEntries(Object.entries(x).reverse())
        one.learnOne(x, ys[i])
        other.learnOne(turned, ys[i])
        same(other.transformOne(turned), one.transformOne(x))
      })
    })
  })
})
