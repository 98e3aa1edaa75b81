// What every reference project owes: it reads what its generator makes, and nothing that is known
// only afterwards reaches its model, or is seen by a metric before the prediction.
import {
  type AnyProject,
  defineProject,
  Learning,
  LogSource,
  MemoryLog,
  MemoryObjects,
  train,
} from '@coelho/runtime'
import { cards, type GeneratedRecord, shop, trips } from '@coelho/runtime/generator'
import { describe, expect, it } from 'vitest'
import arrival from './arrival/project.js'
import fraud from './fraud/project.js'
import shopVisitors from './shop/project.js'

const PROJECTS = [
  { project: fraud, make: cards, truth: ['is_fraud', 'disputed_at'] },
  { project: arrival, make: trips, truth: ['actual_travel_time_seconds', 'arrived_at'] },
  { project: shopVisitors, make: shop, truth: ['session_converted'] },
].map((each) => ({ ...each, name: each.project.name }))
const LABELLED = PROJECTS.filter(({ project }) => project.expectsLabels)

const parse = ({ project }: { project: AnyProject }, { value, time }: GeneratedRecord) =>
  project.parse(new TextEncoder().encode(value), time)

/** What the model would see of an event. */
function featuresOf(project: AnyProject, event: object): object {
  const parsed = project.read(event, 0)
  if (parsed.kind !== 'event') throw new Error(JSON.stringify(parsed))
  return parsed.x
}

async function logOf(records: readonly GeneratedRecord[]) {
  const log = new MemoryLog()
  await log.append(records)
  return new LogSource(log)
}

describe.each(PROJECTS)('the project $name', (each) => {
  const { name, project, make, truth } = each

  it('takes every event that is whole, and finds what is wrong with every other', () => {
    const stream = make({ seed: name, missing: 0.1, malformed: 0.1, count: 4000 })
    const parsed = stream.take(4000).map((record) => parse(each, record))
    const reasons = parsed.flatMap((one) => (one.kind === 'dead' ? [one.reason] : []))
    expect(reasons).toHaveLength(stream.made.malformed)
    expect(reasons.length).toBeGreaterThan(300)
    expect(reasons.filter((reason) => reason.startsWith('is not JSON')).length).toBeGreaterThan(50)
    expect(reasons.filter((reason) => /expected number/.test(reason)).length).toBeGreaterThan(50)
  })

  it('takes events without anything that may be missing', () => {
    for (const record of make({ seed: name, missing: 1 }).take(200)) {
      expect(parse(each, record).kind).toBe('event')
    }
  })

  it('shows its model nothing that is known only afterwards', () => {
    const records = make({ seed: name }).take(300)
    const later = Object.keys(JSON.parse(records[0]!.value)).filter((key) => /^debug_/.test(key))
    const hidden = [...truth, ...later]
    expect([...(project.options.knownLater ?? [])].sort()).toEqual(hidden.toSorted())
    const leaky = defineProject({
      ...project.options,
      ...{ challengers: null, drift: null },
      ...{ knownLater: null, features: (event: object) => ({ ...event }) as never },
    } as never)
    for (const { value } of records) {
      const event = JSON.parse(value)
      const untold: Record<string, unknown> = { ...event }
      for (const key of hidden) delete untold[key]
      expect(featuresOf(project, event)).toEqual(featuresOf(project, untold))
      // The same comparison notices a project that hides nothing.
      expect(featuresOf(leaky, event)).not.toEqual(featuresOf(leaky, untold))
    }
  })

  it('is learned, saved and loaded: what is loaded goes on to the same bytes', async () => {
    const records = make({ seed: name, missing: 0.05, count: 1500 }).take(1500)
    const source = await logOf(records.slice(0, 1000))
    const store = new MemoryObjects()
    const { learning, manifest } = await train(project, { source, store, untilDrained: true })
    expect(manifest.events).toBe(1000)
    expect(learning.counts).toMatchObject({ events: 1000, dead: 0 })
    const loaded = Learning.load(learning.save())
    for (const record of records.slice(1000)) {
      for (const one of [learning, loaded]) one.take(parse(each, record), project)
    }
    expect(Buffer.from(loaded.save()).equals(learning.save())).toBe(true)
  })
})

describe.each(LABELLED)('the project $name with labels', (each) => {
  const { name, project, make } = each

  it('judges each event once, by what was said before its label was known', () => {
    const said: string[] = []
    class Spy {
      static readonly id = 'test.Spy'
      static readonly state = []
      predictOne(x: object): string {
        said.push(`ask ${keyOf(x)}`)
        return keyOf(x)
      }
      learnOne(x: object): void {
        said.push(`teach ${keyOf(x)}`)
      }
    }
    class Judge {
      static readonly id = 'test.Judge'
      static readonly state = []
      update(_: unknown, answer: string): void {
        said.push(`judge ${answer}`)
      }
      get(): number {
        return said.length
      }
    }
    const spied = defineProject({
      ...project.options,
      ...{ challengers: null, drift: null },
      ...{ pipeline: () => new Spy(), metric: () => new Judge(), bestBy: 'Judge' },
      learners: [Spy, Judge],
    } as never)
    const learning = Learning.fresh(spied)
    for (const record of make({ seed: name, count: 400, labelDelay: 600_000 })) {
      learning.take(parse({ project: spied }, record), spied)
    }
    const last = new Map<string, string>()
    for (const what of said) {
      const [verb, key] = what.split(' ') as [string, string]
      expect(last.get(key), what).toBe({ ask: undefined, judge: 'ask', teach: 'judge' }[verb])
      last.set(key, verb)
    }
    expect(last.size).toBe(400)
    expect(said).toHaveLength(3 * 400)
    // Labels come later: others are asked before the first is taught.
    expect(said.slice(0, 10).every((what) => what.startsWith('ask'))).toBe(true)
    expect(learning.counts).toMatchObject({ matched: 400, orphans: 0, givenUp: 0 })
  })

  it('learns the same from labels that come at once as from those inside the events', () => {
    const inside = Learning.fresh(project)
    for (const record of make({ seed: name, count: 600 })) {
      inside.take(parse(each, record), project)
    }
    const apart = Learning.fresh(project)
    const records = [...make({ seed: name, count: 600, labelDelay: 0 })]
    const labels = new Map(
      records.filter(({ topic }) => topic === 'labels').map((one) => [idOf(one), one]),
    )
    for (const record of records.filter(({ topic }) => topic === 'events')) {
      apart.take(parse(each, record), project)
      apart.take(parse(each, labels.get(idOf(record))!), project)
    }
    expect(apart.standings(project)).toEqual(inside.standings(project))
    expect(apart.leader.learned).toBe(inside.leader.learned)
  })
})

function idOf({ value }: GeneratedRecord): string {
  const { id, transaction_id, trip_id } = JSON.parse(value)
  return id ?? transaction_id ?? trip_id
}

/** Features tell events apart: no two of a stream are the same. */
function keyOf(x: object): string {
  return JSON.stringify(x).replaceAll(' ', '')
}
