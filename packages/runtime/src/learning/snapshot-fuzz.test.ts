import { CoelhoError, random, SnapshotError } from '@coelho/core'
import { drift } from '@coelho/learners'
import { describe, expect, it } from 'vitest'
import { damage } from './damage.test-support.js'
import { Learning } from './learning.js'
import { bayes, learn, stream, sums, takeAll, toys } from './toy-projects.test-support.js'

const full = process.env['COELHO_FULL'] === '1'
const mutations = Number(process.env['COELHO_MUTANTS'] ?? (full ? 40_000 : 1000))
const seed = Number(process.env['COELHO_SEED'] ?? 20_268)
const slowestMs = 2000

const events = stream(700, { swapAt: 300 })
const late = events.slice(500, 520).map(({ side: _, ...event }) => event)
const labels = late.map(({ id }) => ({ of: id, truth: true }))

const subjects = [
  toys({
    pipeline: bayes,
    challengers: { other: bayes },
    drift: {
      policy: 'retrain',
      window: 20,
      features: { a: () => new drift.PageHinkley(), b: () => new drift.binary.DDM() },
    },
    promotion: 'automatic',
    cooldown: 10,
  }),
  toys({ pipeline: bayes, drift: { error: () => new drift.binary.HDDMW() } }),
  sums({ challengers: { other: sums().options.pipeline }, drift: {}, promotion: 'automatic' }),
].map((project, i) => {
  const first = i < 2 ? events : events.map((event) => ({ ...event, side: event.a }))
  const { learning } = learn(project, [...first.slice(0, 500), ...late])
  return { project, bytes: learning.save() }
})

/** True if it was refused; else it is one that learns on, and anything else is a failure. */
function isRefused(bytes: Uint8Array, project: (typeof subjects)[number]['project']): boolean {
  let learning: Learning
  try {
    learning = Learning.load(bytes)
  } catch (error) {
    if (error instanceof SnapshotError) return true
    throw error
  }
  try {
    takeAll(learning, project, [...labels.slice(0, 5), ...events.slice(600, 640)])
    learning.standings(project)
    learning.leader.ask({ a: 1, b: 2 })
    learning.save()
    for (const { name } of learning.contestants.slice(1)) learning.promote(name, project)
  } catch (error) {
    if (!(error instanceof CoelhoError)) throw error
  }
  return false
}

describe('a damaged snapshot of what a project has learned', () => {
  const title = `is refused, or learns on: ${mutations} mutants`
  it(title, { timeout: 1_800_000 }, () => {
    const rng = new random.Random(seed)
    const failures: string[] = []
    let refused = 0
    for (let number = 0; number < mutations; number++) {
      const { project, bytes } = subjects[number % subjects.length]!
      const mutant = damage(bytes, rng)
      const started = performance.now()
      const say = (what: string) =>
        failures.push(`mutant ${number}, COELHO_SEED=${seed}, ${mutant.what}: ${what}`)
      try {
        if (isRefused(mutant.bytes, project)) refused++
      } catch (error) {
        say(`${(error as Error).stack?.split('\n').slice(0, 4).join(' ')}`)
      }
      const took = performance.now() - started
      if (took > slowestMs) say(`${took} ms`)
    }
    expect(failures.slice(0, 10)).toEqual([])
    expect(refused).toBeGreaterThan(mutations / 4)
    expect(refused).toBeLessThan(mutations)
    expect(Object.keys(Object.prototype)).toEqual([])
  })
})
