import { InvalidOptionError } from '@coelho/core'
import { MemoryObjects } from '@coelho/runtime'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseModelUri } from '../model/model-uri.js'
import { resolveTracker } from './options.js'
import { toyProject } from './toy.test-support.js'

const store = new MemoryObjects()
const project = toyProject('fraud')
const named = (registerAs: string | null) => resolveTracker(project, { store, registerAs })

const isTaken = (name: string) => {
  try {
    return named(name).registerAs === name
  } catch {
    return false
  }
}
const nameIn = (uri: string) => {
  try {
    const address = parseModelUri(uri)
    return address.kind === 'run' ? undefined : address.name
  } catch {
    return undefined
  }
}

describe('the name that a model is registered as', () => {
  it("is the project's unless told; there may be none", () => {
    expect(resolveTracker(project, { store }).registerAs).toBe('fraud')
    expect(named('fraud v2').registerAs).toBe('fraud v2')
    expect(named(null).registerAs).toBeNull()
  })

  it.each([
    ...['', '.', '..', 'a/b', '/a', 'a:b', 'a@b', 'x'.repeat(251)],
    ...[7 as never, ['a'] as never],
  ])('is refused where a model could not be loaded by it: %j', (name) => {
    expect(() => named(name)).toThrow(InvalidOptionError)
    expect(() => named(name)).toThrow('option "registerAs" must be a name without "/", ":" and "@"')
  })

  it('is any that a version and an alias can be addressed by, and no other', () => {
    const pieces = fc.constantFrom('.', '..', '/', ':', '@', 'a', ' ', '\n', '\0', 'x'.repeat(250))
    const names = fc
      .array(fc.oneof(pieces, fc.string()), { maxLength: 4 })
      .map((all) => all.join(''))
    let taken = 0
    const property = fc.property(names, (name) => {
      const expected = isTaken(name) ? name : undefined
      taken += Number(expected !== undefined)
      expect(nameIn(`models:/${name}/1`)).toBe(expected)
      expect(nameIn(`models:/${name}@champion`)).toBe(expected)
    })
    fc.assert(property, { numRuns: 2000 })
    expect(taken).toBeGreaterThan(200)
    expect(taken).toBeLessThan(1800)
  })
})
