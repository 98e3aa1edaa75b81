import { CoelhoError, random, SnapshotError, snapshot } from '@coelho/core'
import { describe, expect, it } from 'vitest'
import { learners } from '../all/index.js'
import type { ModelClass } from './every-estimator.test-support.js'
import { type Mutant, mutate } from './snapshot-mutants.test-support.js'
import {
  type Event,
  learn,
  type Subject,
  subjectOf,
  unsaved,
} from './snapshot-subjects.test-support.js'

type Loose = Readonly<Record<string, unknown>>

const full = process.env['COELHO_FULL'] === '1'
/** Of each class. */
const mutations = Number(process.env['COELHO_MUTANTS'] ?? (full ? 400 : 10))
/** Print it with a failure, and give it here to see the failure again. */
const seed = Number(process.env['COELHO_SEED'] ?? 20_262)
const slowestMs = 2000

const found: Subject[] = []
const missing: string[] = []
for (const cls of learners as unknown as ModelClass[]) {
  const { id, prototype } = cls
  if (!['learnOne', 'update', 'append'].some((name) => name in prototype) || id in unsaved) continue
  const subject = subjectOf(cls)
  if (subject) found.push(subject)
  else missing.push(id)
}

const ASKED = ['predictOne', 'predictProbaOne', 'scoreOne', 'transformOne', 'explainOne']
const SHOWN = ['get', 'toText', 'toDot', 'featureImportances', 'toString', 'clone', 'summary']

/** What may be thrown by a model that was damaged, and accepted: the typed errors. */
function allowed(act: () => unknown): void {
  try {
    act()
  } catch (error) {
    if (!(error instanceof CoelhoError)) throw error
  }
}

function use(model: Loose, events: readonly Event[]): void {
  const later = [...events.slice(-4), ...events.slice(0, 4)]
  for (const event of later) {
    for (const name of ASKED) {
      const method = model[name]
      if (typeof method === 'function')
        allowed(() => method.call(model, ...event.slice(0, Math.max(1, event.length - 1))))
    }
    allowed(() => learn(model, event))
  }
  for (const name of SHOWN) {
    allowed(() => {
      const shown = model[name]
      return typeof shown === 'function' ? shown.call(model) : shown
    })
  }
  const { forecast, pull, search } = model
  if (typeof pull === 'function') allowed(() => pull.call(model, ['red', 'blue'], { one: 1 }))
  if ('append' in model && typeof search === 'function')
    allowed(() => search.call(model, { a: 1, b: 2 }, 5))
  if (typeof forecast === 'function') allowed(() => forecast.call(model, { horizon: 3 }))
  allowed(() => [model['driftDetected'], snapshot.save(model)])
}

/** True if it was refused; else it is a model that answers, and anything else is a failure. */
function isRefused({ bytes }: Mutant, { events }: Subject): boolean {
  let model: Loose
  try {
    model = snapshot.load(bytes, { learners: learners as never }) as Loose
  } catch (error) {
    if (error instanceof SnapshotError) return true
    throw error
  }
  use(model, events)
  return false
}

function failuresOf(subject: Subject, rng: random.Random): { failures: string[]; refused: number } {
  const failures: string[] = []
  let refused = 0
  for (let number = 0; number < mutations; number++) {
    const mutant = mutate(subject.bytes, rng)
    const started = performance.now()
    const say = (what: string) =>
      failures.push(`${subject.id}, mutant ${number}, COELHO_SEED=${seed}, ${mutant.what}: ${what}`)
    try {
      if (isRefused(mutant, subject)) refused++
    } catch (error) {
      say(error instanceof Error ? `${error.stack?.split('\n').slice(0, 4).join(' ')}` : `${error}`)
    }
    const took = performance.now() - started
    if (took > slowestMs) say(`${took} ms`)
  }
  return { failures, refused }
}

describe('a damaged snapshot of any class', () => {
  it('is made of every class that learns', () => {
    expect(missing).toEqual([])
    expect(found.length).toBeGreaterThan(200)
  })

  const title = `is refused, or is a model that answers: ${mutations} mutants of each`
  it(title, { timeout: 3_600_000 }, () => {
    const only = process.env['COELHO_ONLY'] ?? ''
    const rng = new random.Random(seed)
    const failures: string[] = []
    let refused = 0
    for (const subject of found) {
      if (!subject.id.includes(only)) continue
      const result = failuresOf(subject, rng)
      failures.push(...result.failures)
      refused += result.refused
    }
    expect(failures).toEqual([])
    expect(refused).toBeGreaterThan((found.length * mutations) / 4)
    expect(Object.keys(Object.prototype)).toEqual([])
  })
})
