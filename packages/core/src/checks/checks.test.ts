import { describe, expect, it } from 'vitest'
import type { Label } from '../data/labels.js'
import type { Features } from '../data/schema.js'
import { CoelhoError } from '../errors.js'
import { save } from '../snapshot/save.js'
import { Mean } from '../stats/mean.js'
import { ALL_CHECKS } from './all-checks.js'
import {
  type CheckFailedError,
  checkEstimator,
  failures,
  iterChecks,
  kindOf,
  list,
} from './index.js'
import { MATRIX } from './mutants/matrix.test-support.js'
import { MUTANTS } from './mutants/mutants.test-support.js'
import {
  Around,
  Far,
  Hits,
  Leap,
  Nearest,
  Rings,
  Shifted,
  ShiftedByTarget,
  Steady,
} from './mutants/twins.test-support.js'

const twins: readonly (readonly [kind: string, make: () => object])[] = [
  ['classifier', () => new Nearest()],
  ['classifier', () => new Steady()],
  ['regressor', () => new Around()],
  ['transformer', () => new Shifted()],
  ['supervised transformer', () => new ShiftedByTarget()],
  ['clusterer', () => new Rings()],
  ['anomaly detector', () => new Far()],
  ['drift detector', () => new Leap()],
  ['statistic', () => new Mean()],
  ['metric', () => new Hits()],
]

describe.each(twins)('an unbroken %s', (kind, make) => {
  it('passes every check', () => {
    const model = make()
    expect(kindOf(model)).toBe(kind)
    expect(failures(model).map((failure) => failure.message)).toEqual([])
    checkEstimator(model)
  })
})

/** For each mutant the names of the checks that it fails. */
const caught = MUTANTS.map((mutant) => ({ ...mutant, failed: failures(mutant.make()) }))

describe('a broken model', () => {
  it.each(caught)('is caught by $check: $fault', ({ check, failed }) => {
    expect(failed.map((failure) => failure.check)).toContain(check)
  })

  it('is caught by these checks and no others', () => {
    const matrix = caught.map(({ fault, failed }) => [fault, failed.map(({ check }) => check)])
    expect(Object.fromEntries(matrix)).toEqual(MATRIX)
  })

  it('is told by an error that names model, check and the fewest events that show it', () => {
    for (const { check, make, failed } of caught) {
      const failure = failed.find((one) => one.check === check) as CheckFailedError
      expect(failure).toBeInstanceOf(CoelhoError)
      expect(failure.name).toBe('CheckFailedError')
      expect(failure.message).toContain(`${failure.who}: check "${check}" failed: `)
      expect(failure.expected).toMatch(/must|every/)
      const again = list(make(), { events: failure.events.length ? failure.events : [[{}]] })
      const run = () => again.find((one) => one.name === check)?.run()
      if (failure.events.length > 0) expect(run).toThrow(failure.message)
      expect(failure.events.length).toBeLessThanOrEqual(12)
    }
  })
})

describe('the list of checks', () => {
  it('has a mutant for each', () => {
    const known = new Set(MUTANTS.map(({ check }) => check))
    expect(ALL_CHECKS.map(({ name }) => name).filter((name) => !known.has(name))).toEqual([])
  })

  it('names each check once, and makes each of them for some model', () => {
    const names = ALL_CHECKS.map(({ name }) => name)
    expect(new Set(names).size).toBe(names.length)
    const made = twins.flatMap(([, make]) => list(make()).map(({ name }) => name))
    expect([...new Set(made)].sort()).toEqual(names.sort())
  })

  it('is given one by one, so that a test runner can make a test of each', () => {
    const [first, ...others] = iterChecks(new Nearest())
    expect(first.name).toBe('answers-before-learning')
    expect(others.length).toBeGreaterThan(25)
    for (const check of [first, ...others]) check.run()
  })

  it('leaves out what is skipped with a reason, and refuses names it does not know', () => {
    const broken = MUTANTS.find(({ check }) => check === 'memory-is-bounded')?.make() as object
    const skip = { 'memory-is-bounded': 'it is meant to keep all events' }
    checkEstimator(broken, { skip })
    expect(list(broken, { skip }).find((check) => check.skipped)?.name).toBe('memory-is-bounded')
    expect(() => checkEstimator(broken, { skip: { 'no-such-check': 'because' } })).toThrow(
      'checks: option "skip" must name checks, each with a reason; known: answers-before-learning',
    )
    expect(() => checkEstimator(broken, { skip: { 'memory-is-bounded': '' } })).toThrow('skip')
  })
})

describe('checkEstimator', () => {
  it('says what it cannot check', () => {
    for (const bad of [undefined, null, 5, 'text', {}, new Map()]) {
      expect(() => checkEstimator(bad as never)).toThrow(CoelhoError)
    }
    expect(() => checkEstimator(new Mean(), { events: [] })).toThrow(
      'checks: events must be lists of arguments such as [x, y], and at least one',
    )
  })

  it('takes events of your own', () => {
    const events = [[{ weight: 3 }, 'light'] as const, [{ weight: 30 }, 'heavy'] as const]
    checkEstimator(new Nearest(), { events })
    class Picky extends Nearest {
      static override readonly id = 'test.Picky'
      override learnOne(x: Features, y: Label): void {
        if (!('weight' in x))
          throw new CoelhoError('no weight', { who: 'Picky', expected: 'weight' })
        super.learnOne(x, y)
      }
    }
    expect(() => checkEstimator(new Picky())).toThrow('Picky: needs events of your own')
    expect(failures(new Picky(), { events }).map(({ check }) => check)).toContain(
      'bad-weights-are-refused',
    )
  })

  it('lets names that come without values come in another order', () => {
    const event = (value: (i: number) => number | null) => [
      Object.fromEntries([...'abcdef'].map((name, i) => [name, value(i)])),
    ]
    const events = [event(() => null), event((i) => i / 10), event((i) => (i + 1) / 3)]
    expect(failures(new Far(), { events }).map(({ message }) => message)).toEqual([])
  })

  it('leaves the model it is given as it was', () => {
    const model = new Nearest({ seed: 4 })
    const before = save(model)
    checkEstimator(model)
    expect(save(model)).toEqual(before)
  })
})
