import { SnapshotError } from '@coelho/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Waiting, type WaitingEvent } from './waiting.js'

const number = fc.double()
const answer = fc.oneof(
  fc.constant(undefined),
  fc.boolean(),
  number,
  fc.string(),
  fc.array(fc.tuple(fc.oneof(fc.boolean(), fc.string()), number)).map((pairs) => new Map(pairs)),
)
const value = fc.oneof(number, fc.string(), fc.boolean(), fc.constant(null))
const event: fc.Arbitrary<WaitingEvent> = fc.record({
  id: fc.string(),
  time: fc.double({ noNaN: true, noDefaultInfinity: true }).filter((time) => !Object.is(time, -0)),
  x: fc.dictionary(fc.string(), value),
  answers: fc.array(answer),
})

const of = (id: string, time = 0): WaitingEvent => ({ id, time, x: { a: 1 }, answers: [true] })

function waiting(...events: WaitingEvent[]): Waiting {
  const all = new Waiting()
  for (const one of events) all.add(one)
  return all
}

describe('events that wait for their label', () => {
  it('are given back as they were, after a snapshot too', () => {
    fc.assert(
      fc.property(fc.uniqueArray(event, { selector: ({ id }) => id }), (events) => {
        const loaded = new Waiting()
        loaded.packed = waiting(...events).packed
        expect(loaded.size).toBe(events.length)
        for (const one of events) expect(loaded.take(one.id)).toEqual(one)
        expect(loaded.size).toBe(0)
      }),
    )
  })

  it('wait once each: a second of the same id takes its place', () => {
    const all = waiting(of('a', 1), of('b', 2), of('a', 3))
    expect(all.size).toBe(2)
    expect(all.take('a')?.time).toBe(3)
    expect(all.take('a')).toBeUndefined()
  })

  it('are given up, the oldest first, when they are too many or too old', () => {
    const all = waiting(of('a', 1), of('b', 2), of('c', 3), of('d', 4))
    expect(all.trim(3, 0)).toEqual({ 'too many': 1, 'too old': 0 })
    expect(all.trim(3, 3)).toEqual({ 'too many': 0, 'too old': 1 })
    expect([all.has('b'), all.has('c'), all.has('d')]).toEqual([false, true, true])
  })

  it('are refused by an error of its own where the bytes are something else', () => {
    for (const text of [
      'x\n',
      '[]\n',
      '["a",1]\n',
      '["a","b",[],[]]\n',
      '["a",1,[],[{"$":"x"}]]\n',
    ]) {
      expect(() =>
        Object.assign(new Waiting(), { packed: new TextEncoder().encode(text) }),
      ).toThrow(SnapshotError)
    }
  })
})
