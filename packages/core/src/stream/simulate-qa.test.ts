import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { InvalidInputError } from '../errors.js'
import { type QaOptions, simulateQa } from './simulate-qa.js'

interface Trip {
  readonly at: number
  readonly takes: number
}
const TRIPS: [Trip, string][] = [
  [{ at: 0, takes: 5 }, 'a'],
  [{ at: 1, takes: 1 }, 'b'],
  [{ at: 2, takes: 3 }, 'c'],
  [{ at: 6, takes: 0 }, 'd'],
]

/** `0?` for a question, `0a` for its answer. */
function story(options: QaOptions<Trip, string>): string {
  return [...simulateQa(TRIPS, options)].map(([i, , y]) => `${i}${y ?? '?'}`).join(' ')
}

describe('simulateQa', () => {
  it('answers at once without a delay', () => {
    expect(story({})).toBe('0? 0a 1? 1b 2? 2c 3? 3d')
    expect(story({ moment: 'at' })).toBe('0? 0a 1? 1b 2? 2c 3? 3d')
  })

  it('answers before the first question that is not earlier', () => {
    expect(story({ delay: 2 })).toBe('0? 1? 0a 2? 1b 3? 2c 3d')
    expect(story({ moment: 'at', delay: 2 })).toBe('0? 1? 0a 2? 1b 2c 3? 3d')
    expect(story({ moment: 'at', delay: 'takes' })).toBe('0? 1? 1b 2? 0a 2c 3? 3d')
    expect(story({ moment: ({ at }) => -at, delay: () => 0 })).toBe('0? 1? 2? 3? 3d 2c 1b 0a')
  })

  it('keeps the order of the questions where the delay is the same for all', () => {
    expect(story({ moment: ({ at }) => -at, delay: 0 })).toBe('0? 1? 2? 3? 0a 1b 2c 3d')
  })

  it('takes dates for moments, and milliseconds for delays', () => {
    const day = 86_400_000
    const events = [0, 1, 2].map((i) => [{ when: new Date(i * day) }, i] as const)
    const seen = [...simulateQa(events, { moment: 'when', delay: day })]
    expect(seen.map(([i, , y]) => [i, y])).toEqual([
      [0, undefined],
      [0, 0],
      [1, undefined],
      [1, 1],
      [2, undefined],
      [2, 2],
    ])
  })

  it('gives the question a copy, unless told not to', () => {
    const dated: [object, number] = [{ a: 1, when: new Date(5), list: [1] }, 1]
    for (const event of [dated, [{ a: 1 }, 1] as [object, number]]) {
      const [question, answer] = [...simulateQa([event])]
      expect(question[1]).toEqual(event[0])
      expect(question[1]).not.toBe(event[0])
      expect(answer[1]).toBe(event[0])
    }
    const [question] = [...simulateQa([dated], { copy: false })]
    expect(question[1]).toBe(dated[0])
  })

  it('hands on what comes with an event', () => {
    const [question, answer] = [...simulateQa([['x', 'y', { w: 2 }]])]
    expect(question).toEqual([0, 'x', undefined, { w: 2 }])
    expect(answer).toEqual([0, 'x', 'y', { w: 2 }])
  })

  it('asks and answers each event once, be its stream sync or async', async () => {
    const event = fc.record({ at: fc.nat(50), takes: fc.nat(20) })
    const delay = fc.constantFrom<number | string | null>(null, 0, 7, 'takes')
    await fc.assert(
      fc.asyncProperty(fc.array(event, { maxLength: 30 }), delay, async (trips, delay) => {
        const events = trips.map((trip, i) => [trip, i] as const)
        async function* later() {
          yield* events
        }
        const options = { moment: 'at', delay }
        const seen = [...simulateQa(events, options)]
        const sequence: unknown[] = []
        for await (const one of simulateQa(later(), options)) sequence.push(one)
        expect(sequence).toEqual(seen)
        const questions = seen.filter(([, , y]) => y === undefined).map(([i]) => i)
        expect(questions).toEqual(trips.map((_, i) => i))
        const answers = seen.filter(([, , y]) => y !== undefined).map(([, , y]) => Number(y))
        expect(answers.sort((a, b) => a - b)).toEqual(questions)
      }),
    )
  })

  it('stays in order over thousands of answers held back', () => {
    const events = Array.from({ length: 5000 }, (_, i) => [{ i }, i] as const)
    const answers = [...simulateQa(events, { delay: 1500 })].filter(([, , y]) => y !== undefined)
    expect(answers.map(([, , y]) => y)).toEqual(events.map(([, y]) => y))
  })

  it('refuses moments and delays that are none', () => {
    expect(() => simulateQa([], { moment: 5 as never })).toThrow('option "moment" must be')
    expect(() => simulateQa([], { delay: NaN })).toThrow('option "delay" must be')
    expect(() => [...simulateQa([[{}, 1]], { moment: 'when', delay: 1 })]).toThrow(
      'simulateQa: event 0: the moment must be a date or a number, got undefined.',
    )
    expect(() => [...simulateQa([[{ at: 'x' }, 1]], { delay: 'at' })]).toThrow(
      'simulateQa: event 0: the delay must be a number, got "x".',
    )
    expect(() => [...simulateQa([5 as never])]).toThrow(
      'simulateQa: each event must be an array [x, y], got 5.',
    )
    expect(() => [...simulateQa([[{ list: [() => 1] }, 1]])]).toThrow('or set "copy" to false')
    expect(() => simulateQa(5 as never)).toThrow(InvalidInputError)
  })
})
