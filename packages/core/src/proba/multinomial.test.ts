import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Label } from '../data/labels.js'
import { Multinomial } from './multinomial.js'
import { reloaded } from './proba.test-support.js'

const events = fc.array(fc.constantFrom<Label>('a', 'b', 1, '1', true, '__proto__'))
const seeing = (list: readonly Label[]): Multinomial => {
  const multinomial = new Multinomial({ seed: 3 })
  for (const event of list) multinomial.update(event)
  return multinomial
}

describe('proba.Multinomial', () => {
  it('counts events, of which each keeps its type', () => {
    const multinomial = seeing([1, '1', true, '1'])
    expect(multinomial.counts).toEqual(
      new Map<Label, number>([
        [1, 1],
        ['1', 2],
        [true, 1],
      ]),
    )
    expect(multinomial.mode).toBe('1')
    expect(String(multinomial)).toBe('P(1) = 0.500\nP(1) = 0.250\nP(true) = 0.250')
    expect([multinomial.length, [...multinomial]]).toEqual([3, [1, '1', true]])
  })

  it('starts from events, in whatever form they come', () => {
    const list = ['a', 'b', 'a']
    const forms = [list, new Map([...'ab'].map((x, i) => [x, 2 - i])), { a: 2, b: 1 }]
    for (const given of forms) {
      const multinomial = new Multinomial({ events: given })
      expect([multinomial.call('a'), multinomial.nSamples]).toEqual([2 / 3, 3])
    }
    const kept = new Multinomial({ events: list })
    list.push('c')
    expect(kept.clone().nSamples).toBe(3)
  })

  it('knows nothing at first', () => {
    const empty = new Multinomial()
    expect([empty.call('a'), empty.mode, empty.nSamples]).toEqual([0, undefined, 0])
    expect(() => empty.sample()).toThrow('Multinomial: has no events to draw from.')
  })

  it('merged has seen what both have, and reverted what is left', () => {
    fc.assert(
      fc.property(events, events, (first, second) => {
        const both = seeing(first)
        both.merge(seeing(second))
        expect(both.counts).toEqual(seeing([...first, ...second]).counts)
        for (const event of second) both.revert(event)
        for (const event of [...first, ...second]) {
          expect(both.call(event)).toBe(seeing(first).call(event))
        }
      }),
    )
  })

  it('goes on after saving and loading as if nothing had been', () => {
    fc.assert(
      fc.property(events, (list) => {
        const multinomial = seeing(['z', ...list])
        const other = reloaded(multinomial)
        expect(other.counts).toEqual(multinomial.counts)
        expect(other.sample()).toBe(multinomial.sample())
      }),
    )
  })

  it('refuses what is no event, and is as it was', () => {
    const multinomial = seeing(['a'])
    expect(() => multinomial.update({} as never)).toThrow(
      'Multinomial: an event must be a string, a finite number or a boolean, got an object.',
    )
    expect(() => multinomial.revert('b')).toThrow(
      'Multinomial: cannot take back what never came, got "b".',
    )
    expect(() => new Multinomial({ events: { a: -1 } })).toThrow(
      'Multinomial: option "events" must hold events, or how often each happened, got -1.',
    )
    expect(multinomial.counts).toEqual(new Map([['a', 1]]))
  })
})
