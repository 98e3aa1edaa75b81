import { type Classifier, CoelhoError, random, SnapshotError, snapshot } from '@coelho/core'
import { describe, expect, it } from 'vitest'
import { StandardScaler } from '../preprocessing/index.js'
import { HoeffdingTreeClassifier } from '../tree/index.js'
import { type Mutant, mutate } from './snapshot-mutants.test-support.js'
import { putTogether, seal, takeApart } from './snapshot-parts.test-support.js'
import {
  allLearners,
  classifiers,
  type Event,
  entries,
  stream,
  transformers,
} from './subjects.test-support.js'

const full = process.env['COELHO_FULL'] === '1'
const mutations = full ? 100_000 : 3000
/** Print it with a failure, and give it here to see the failure again. */
const seed = Number(process.env['COELHO_SEED'] ?? 20_261)
/** Generous: a mutant takes a fraction of a millisecond, a machine may be busy. */
const slowestMs = 1000

const load = (bytes: Uint8Array) => snapshot.load(bytes, { learners: allLearners as never })

interface Subject {
  readonly name: string
  readonly bytes: Uint8Array
  readonly events: readonly Event[]
}

const subjects: Subject[] = [
  ...entries(classifiers).map(([name, make]) => {
    const model = make()
    const categories = model.takesCategories
    const events = stream({ seed: 5, count: 260, gaps: true, categories })
    for (const [x, y] of events) model.learnOne(x, y)
    return { name, bytes: snapshot.save(model), events }
  }),
  ...entries(transformers).map(([name, make]) => {
    const model = make()
    const events = stream({ seed: 6, count: 12, gaps: true })
    for (const [x] of events) model.learnOne(x)
    return { name, bytes: snapshot.save(model), events }
  }),
  { name: 'a tree that has learned nothing', ...fresh(new HoeffdingTreeClassifier(), true) },
  { name: 'a scaler that has learned nothing', ...fresh(new StandardScaler(), false) },
]

function fresh(model: object, categories: boolean): Omit<Subject, 'name'> {
  return { bytes: snapshot.save(model), events: stream({ seed: 7, count: 12, categories }) }
}

/** All that can be done with a model, on events like those it has learned and on strange ones. */
function use(
  model: Partial<Classifier> & Partial<HoeffdingTreeClassifier> & Partial<StandardScaler>,
  list: readonly Event[],
) {
  const strange: Event[] = [
    [{ stranger: 1 }, 'red'],
    [{}, 'new'],
    [{ a: 1e300, b: -1 }, 'red'],
  ]
  const calls: ((x: Event[0], y: Event[1]) => unknown)[] = [
    (x) => model.predictOne?.(x),
    (x) => model.predictProbaOne?.(x),
    (x) => model.transformOne?.(x),
    (x) => model.debugOne?.(x),
    (x, y) => (model.learnOne as Classifier['learnOne'])(x, y),
    (x) => model.predictProbaOne?.(x),
    (x) => model.transformOne?.(x),
  ]
  for (const [x, y] of [...list.slice(-6), ...strange, ...list.slice(0, 3)]) {
    for (const call of calls) only(CoelhoError, () => call.call(model, x, y))
  }
  for (const call of [
    () => [model.toText?.(), model.toDot?.(), model.summary, model.height],
    () => [model.means, model.vars, model.counts],
    () => model.toString?.(),
    () => model.clone?.(),
    () => snapshot.save(model),
  ]) {
    only(CoelhoError, call)
  }
}

/** Runs it; true if nothing was thrown, false if it was what may be thrown. */
function only(allowed: typeof CoelhoError | typeof SnapshotError, act: () => unknown): boolean {
  try {
    act()
    return true
  } catch (error) {
    if (error instanceof allowed) return false
    throw error
  }
}

/** True if the mutant is a model, false if it was refused; anything else is a failure. */
function survives({ bytes, what }: Mutant, { name, events }: Subject, number: number): boolean {
  const started = performance.now()
  try {
    let model: object = {}
    if (!only(SnapshotError, () => (model = load(bytes) as object))) return false
    use(model, events)
    return true
  } catch (error) {
    throw new Error(`mutant ${number} of ${name}, COELHO_SEED=${seed}: ${what}`, { cause: error })
  } finally {
    const took = performance.now() - started
    if (took > slowestMs) expect.fail(`mutant ${number} of ${name}: ${took} ms, ${what}`)
  }
}

describe('a damaged snapshot', () => {
  it('is made of a valid one by a second hand that knows the format', () => {
    for (const { bytes } of subjects) {
      expect(Buffer.compare(putTogether(takeApart(bytes)), bytes)).toBe(0)
      expect(Buffer.compare(seal(bytes.slice()), bytes)).toBe(0)
    }
  })

  it(`is refused, or is a model that answers: ${mutations} mutants`, { timeout: 900_000 }, () => {
    const rng = new random.Random(seed)
    const counts = { refused: 0, accepted: 0 }
    const started = performance.now()
    for (let number = 0; number < mutations; number++) {
      const subject = subjects[number % subjects.length]
      const mutant = mutate(subject.bytes, rng)
      counts[survives(mutant, subject, number) ? 'accepted' : 'refused']++
    }
    const seconds = ((performance.now() - started) / 1000).toFixed(1)
    // biome-ignore lint/suspicious/noConsole: figures for whoever runs it
    console.log(`snapshot mutants: ${JSON.stringify(counts)} in ${seconds} s, seed ${seed}`)
    expect(counts.refused).toBeGreaterThan(mutations / 2)
    expect(counts.accepted).toBeGreaterThan(mutations / 50)
    expect(Object.keys(Object.prototype)).toEqual([])
  })
})
