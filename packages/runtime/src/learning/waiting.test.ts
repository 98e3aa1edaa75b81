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
  event: fc.nat(),
  time: fc.double({ noNaN: true, noDefaultInfinity: true }).filter((time) => !Object.is(time, -0)),
  x: fc.dictionary(fc.string(), value),
  answers: fc.array(answer),
})

const of = (id: string, time = 0): WaitingEvent => ({
  id,
  time,
  event: 1,
  x: { a: 1 },
  answers: [true],
})

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
        for (const one of events) expect(loaded.get(one.id)).toEqual(one)
        expect(loaded.packed).toEqual(waiting(...events).packed)
      }),
    )
  })

  it('wait once each: a second of the same id takes its place', () => {
    const all = waiting(of('a', 1), of('b', 2), of('a', 3))
    expect(all.size).toBe(2)
    expect(all.get('a')?.time).toBe(3)
    all.remove('a')
    expect([all.get('a'), all.size]).toEqual([undefined, 1])
  })

  it('are given up, the oldest first, when they are too many or too old', () => {
    const all = waiting(of('a', 1), of('b', 2), of('c', 3), of('d', 4))
    expect(all.trim(3, 0)).toBe(1)
    expect(all.trim(3, 3)).toBe(1)
    expect([all.has('b'), all.has('c'), all.has('d')]).toEqual([false, true, true])
  })

  it('are refused by an error of its own where the bytes are something else', () => {
    for (const text of [
      'x\n',
      '[]\n',
      '["a",1,1]\n',
      '["a","b",1,[],[]]\n',
      '["a",1e999,1,[],[]]\n',
      '["a",1,1,[[{},1]],[]]\n',
      '["a",1,1,[],[{"$":"x"}]]\n',
      '["a",1,1,[],[]]',
      '["a",1,1,[],[]]\n["a",2,2,[],[]]\n',
      `["a",1,1,[],${'['.repeat(50_000)}${']'.repeat(50_000)}]\n`,
    ]) {
      expect(() =>
        Object.assign(new Waiting(), { packed: new TextEncoder().encode(text) }),
      ).toThrow(SnapshotError)
    }
  })
})
