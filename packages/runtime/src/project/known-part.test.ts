import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { knownPart } from './known-part.js'

const name = fc.oneof(
  fc.constantFrom('a', 'b', '7', '__proto__', 'constructor', 'toString', ''),
  fc.string(),
)
const event = fc
  .uniqueArray(fc.tuple(name, fc.anything()), { selector: ([key]) => key })
  .map((entries) => Object.fromEntries(entries))

describe('the known part of an event', () => {
  it('has its fields in their order, and nothing that is hidden', () => {
    fc.assert(
      fc.property(event, fc.array(name), (given, hidden) => {
        const known = knownPart(hidden)(given) as object
        const left = Object.entries(given).filter(([key]) => !hidden.includes(key))
        expect(Object.entries(known)).toEqual(left)
        for (const key of hidden) expect(Object.hasOwn(known, key)).toBe(false)
        expect([Object.prototype, null]).toContain(Object.getPrototypeOf(known))
      }),
    )
  })

  it('of an object of a class has its own fields only', () => {
    class Base {
      inherited = 1
    }
    const made = Object.create(new Base(), {
      own: { value: 2, enumerable: true },
      later: { value: 3, enumerable: true },
    })
    expect(knownPart(['later'])(made)).toEqual({ own: 2 })
  })

  it('is the event itself where nothing is hidden', () => {
    const given = { a: 1 }
    expect(knownPart([])(given)).toBe(given)
    expect(knownPart(['b', 'c'])(given)).toBe(given)
    expect(knownPart(['a'])(5)).toBe(5)
  })
})
