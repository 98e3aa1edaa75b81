import { checks } from '@coelho/core'
import { describe, expect, it } from 'vitest'
import {
  type Build,
  builds,
  elsewhere,
  empty,
  exempt,
  models,
} from './every-estimator.test-support.js'

type AnyClass = new () => object

type Subject = readonly [title: string, id: string, build: Build]

const ids = [...new Set([...models.map(({ id }) => id), ...Object.keys(builds)])]

/** Each class as it is built without options, if it can be, and as the table builds it. */
const subjects = ids.flatMap((id): Subject[] => {
  if (id in elsewhere) return []
  const cls = models.find((model) => model.id === id) as unknown as AnyClass | undefined
  const all = [...(cls && !empty.includes(id) ? withoutOptions(cls) : []), ...(builds[id] ?? [])]
  return all.map((build) => [`${id} ${build.as}`, id, build])
})

function withoutOptions(cls: AnyClass): Build[] {
  try {
    new cls()
    return [{ as: 'without options', make: () => new cls() }]
  } catch {
    return []
  }
}

const full = process.env['COELHO_FULL'] === '1'
const MEMORY = 'memory-is-bounded'

/** That memory is bounded takes thousands of events to see: in `npm test` of one build a class. */
function optionsOf(id: string, build: Build): checks.CheckOptions {
  const { options } = build
  const isFirst = subjects.find(([, other]) => other === id)?.[2] === build
  const later = full || isFirst ? {} : { [MEMORY]: 'of other builds with the long figures' }
  return { ...options, skip: { ...later, ...exempt[id], ...options?.skip } }
}

describe('the classes of the package', () => {
  it('are named as in the API', () => {
    const odd = models.filter(({ id }) => !/^[a-z][a-zA-Z]*(\.[a-zA-Z0-9]+)+$/.test(id))
    expect(odd.map(({ id }) => id)).toEqual([])
  })
})

describe('the table of builds', () => {
  it('builds every class that cannot be built without options', () => {
    const checked = new Set(subjects.map(([, id]) => id))
    const missing = models.filter(({ id }) => !checked.has(id) && !(id in elsewhere))
    expect(missing.map(({ id }) => id)).toEqual([])
  })

  it('builds what it says, and exempts only what it builds', () => {
    for (const [, id, build] of subjects) {
      expect((build.make().constructor as unknown as { id: string }).id).toBe(id)
    }
    expect(Object.keys(exempt).filter((id) => !ids.includes(id))).toEqual([])
  })
})

describe.each(subjects)('%s', (_, id, build) => {
  it('keeps the contract', () => {
    const failures = checks.failures(build.make(), optionsOf(id, build))
    expect(failures.map(({ message }) => message)).toEqual([])
  })
})

function fails(check: checks.NamedCheck): boolean {
  try {
    check.run()
    return false
  } catch {
    return true
  }
}

/** That models still grow takes half a minute each to see: with the long figures only. */
const exemptions = Object.entries(exempt)
  .flatMap(([id, skip]) => Object.entries(skip).map(([name, why]) => [id, name, why] as const))
  .filter(([, name]) => full || name !== MEMORY)

/** An exemption that is no longer needed must go. */
describe('the table of exemptions', () => {
  it.each(exemptions)('exempts %s from %s with reason: %s', (id, name) => {
    // Those of the table come last, and are the smaller ones.
    const own = subjects.filter(([, other]) => other === id).reverse()
    const isNeeded = own.some(([, , build]) => {
      const list = checks.list(build.make(), build.options)
      return list.some((check) => check.name === name && fails(check))
    })
    expect(isNeeded).toBe(true)
  })
})
