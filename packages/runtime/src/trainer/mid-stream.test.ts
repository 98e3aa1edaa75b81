import { compose, linearModel, metrics, preprocessing, random, utils } from '@coelho/learners'
import { beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { Checkpoints } from '../checkpoint/checkpoints.js'
import { DataLimitError } from '../errors.js'
import type { Learning } from '../learning/learning.js'
import { MemoryLog } from '../log/memory-log.js'
import { type AnyProject, defineProject } from '../project/project.js'
import { LogSource } from '../source/log-source.js'
import { MemoryObjects } from '../store/memory-objects.js'
import type { DeadLetter, Prediction } from './outlets.js'
import { train } from './trainer.js'
import { verify } from './verify.js'

const full = process.env['COELHO_FULL'] !== undefined
const EVENTS = full ? 20_000 : 6000

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
/** Labels that come later come so many events after theirs, five hours. */
const LATE = 300

/** What the fields of an event are from there on: parts of the stream, each of another schema. */
const schemas = ['first', 'one field more', 'one less', 'text for a number', 'other units'] as const

function schemaAt(i: number): (typeof schemas)[number] {
  return schemas[Math.floor((schemas.length * i) / EVENTS)]!
}

/** Clocks that are a day fast or slow, for a while and for single events. */
function skewAt(i: number): number {
  const part = (10 * i) / EVENTS
  if (part > 2 && part < 2.3) return DAY
  if (part > 5 && part < 5.3) return -DAY
  if (part > 6 && part < 7 && i % 97 === 0) return i % 2 ? DAY : -DAY
  return 0
}

interface Reading {
  readonly id: number
  readonly at: number
  readonly a: unknown
  readonly b?: number
  readonly c?: number
  readonly y?: number
}

const draw = new random.Random(43)
const truths = Array.from({ length: EVENTS }, () => draw.random())

/** An event a minute, half of them with their label; the sensor says 1e300 where it fails. */
function readingAt(i: number): Reading {
  const schema = schemaAt(i)
  const a = truths[i]! - 0.5
  const fails = schema === 'other units' && i % 50 === 0
  return {
    ...{ id: i, at: i * MINUTE + skewAt(i) },
    a: fails
      ? 1e300
      : schema === 'text for a number'
        ? `${a}`
        : schema === 'other units'
          ? 10 * a
          : a,
    ...(schema === 'one less' ? {} : { b: (i % 7) / 7 }),
    ...(schema === 'one field more' ? { c: (i % 3) / 3 } : {}),
    ...(i % 2 ? { y: 3 * truths[i]! + (i % 7) / 7 } : {}),
  }
}

const isUsable = ({ a }: Reading) => typeof a === 'number' && Math.abs(a) < 1000
const readings = Array.from({ length: EVENTS }, (_, i) => readingAt(i))
const labelOf = (i: number) => ({ of: i, y: 3 * truths[i]! + (i % 7) / 7 })

/** What comes, in its order: the labels of every other event after the events they belong to. */
const stream: readonly object[] = Array.from({ length: EVENTS + LATE }, (_, i) => {
  const back = i - LATE
  const reading = readings[i] ? [readings[i]] : []
  return back >= 0 && back % 2 === 0 ? [...reading, labelOf(back)] : reading
}).flat()

const bounded = z.number().min(-1000).max(1000)
const strict = z.object({
  ...{ id: z.number(), at: z.number(), a: bounded },
  ...{ b: bounded.optional(), c: bounded.optional(), y: z.number().optional() },
})

const line = () => new linearModel.LinearRegression()

function sensors(more: object = {}): AnyProject {
  return defineProject({
    name: 'sensors',
    schema: strict,
    id: ({ id }: Reading) => id,
    time: ({ at }: Reading) => at,
    knownLater: ['y'],
    features: ({ a, b, c }: Reading) => ({
      a,
      ...(b === undefined ? {} : { b }),
      ...(c === undefined ? {} : { c }),
    }),
    label: ({ y }: Reading) => y,
    labels: {
      schema: z.object({ of: z.number(), y: z.number() }),
      id: ({ of }: { of: number }) => of,
      label: ({ y }: { y: number }) => y,
    },
    maxWait: 2 * DAY,
    pipeline: line,
    challengers: {
      scaled: () => new compose.Pipeline(new preprocessing.StandardScaler(), line()),
    },
    metric: () =>
      new metrics.base.Metrics(
        new metrics.MAE(),
        ['Last50', new utils.Rolling({ obj: new metrics.MAE(), windowSize: 50 })],
        ['Hours', new utils.TimeRolling({ obj: new metrics.MAE(), period: 6 * HOUR })],
      ),
    bestBy: 'MAE',
    ...more,
  } as never) as AnyProject
}

/** What was there after so many events. */
interface Moment {
  readonly events: number
  /** Weights and intercepts of all contestants. */
  readonly numbers: readonly number[]
  readonly windows: readonly (number | undefined)[]
}

interface Run {
  readonly moments: Moment[]
  readonly predictions: Prediction[]
  readonly dead: DeadLetter[]
  readonly learning: Learning
  readonly isSame: boolean
}

async function run(project: AnyProject): Promise<Run> {
  const log = new MemoryLog()
  await log.append(stream.map((one, i) => ({ value: JSON.stringify(one), time: i * MINUTE })))
  const store = new MemoryObjects()
  const [moments, predictions, dead]: [Moment[], Prediction[], DeadLetter[]] = [[], [], []]
  const { learning } = await train(project, {
    ...{ source: new LogSource(log), store, untilDrained: true, everyEvents: 200, mostDead: 1 },
    predictions: { write: async (some) => void predictions.push(...some) },
    deadLetters: { write: async (some) => void dead.push(...some) },
    onSaved: (_manifest, _counts, learning) => moments.push(momentOf(learning)),
  })
  const { isSame } = await verify(project, new Checkpoints(store, project.name), log)
  return { moments, predictions, dead, learning, isSame }
}

function momentOf({ counts: { events }, contestants, leader }: Learning): Moment {
  const models = contestants.map(({ model }) => {
    const { steps } = model as unknown as Partial<compose.Pipeline>
    return (steps?.get('LinearRegression') ?? model) as linearModel.LinearRegression
  })
  const numbers = models.flatMap(({ weights, intercept }) => [...weights.values(), intercept])
  return { events, numbers, windows: ['Last50', 'Hours'].map((name) => leader.valueOf(name)) }
}

/** Each record is told what became of it. */
function expectCounted({ dead, learning, predictions }: Run): void {
  const bad = readings.filter((one) => !isUsable(one))
  const labelsOfBad = bad.filter(({ y }) => y === undefined)
  expect(dead.map(({ offset }) => (stream[offset] as Reading).id)).toEqual(bad.map(({ id }) => id))
  expect(predictions).toHaveLength(EVENTS - bad.length)
  const { events, orphans } = learning.counts
  expect([events, orphans]).toEqual([stream.length, labelsOfBad.length])
}

function expectFinite({ moments, predictions }: Run): void {
  for (const { numbers } of moments) expect(numbers.every(Number.isFinite)).toBe(true)
  expect(predictions.every(({ answer }) => Number.isFinite(answer))).toBe(true)
}

function expectLabelsMet({ learning: { counts, waiting } }: Run): void {
  const open = readings.filter((one) => isUsable(one) && one.y === undefined)
  expect([counts.matched, counts.givenUp, waiting.size]).toEqual([open.length, 0, 0])
}

/** The same by another way: all errors in the order in which they were known. */
function expectWindows({ moments, predictions }: Run): void {
  const answers = new Map(predictions.map(({ id, answer }) => [Number(id), answer as number]))
  const at = new Map(moments.map((moment) => [moment.events, moment]))
  const errors: number[] = []
  let hours: { readonly time: number; readonly error: number }[] = []
  let latest = Number.NEGATIVE_INFINITY
  let looked = 0
  const judge = (id: number, y: number) => {
    const { at: time } = readings[id]!
    const error = Math.abs(y - answers.get(id)!)
    errors.push(error)
    hours.push({ time, error })
    if (time <= latest) return
    latest = time
    hours = hours.filter((one) => one.time > time - 6 * HOUR)
  }
  for (const [i, one] of (stream as (Reading & { of?: number })[]).entries()) {
    const { id = one.of!, y } = one
    if (y !== undefined && answers.has(id)) judge(id, y)
    const moment = at.get(i + 1)
    if (!moment) continue
    looked++
    const [last50, inHours] = moment.windows
    expect(last50).toBeCloseTo(mean(errors.slice(-50)), 6)
    expect(inHours).toBeCloseTo(mean(hours.map(({ error }) => error)), 6)
  }
  expect(looked).toBeGreaterThan(stream.length / 500)
  // Clocks have come past the fastest of them: all is as if they had never been wrong.
  const span = hours.map(({ time }) => latest - time)
  expect(Math.max(...span)).toBeLessThan(6 * HOUR)
}

const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length

describe('clocks that jump by a day and events of another schema in mid-stream', () => {
  let whole: Run

  beforeAll(async () => {
    whole = await run(sensors())
  }, 120_000)

  it('are counted, each that cannot be used with its place', () => {
    expectCounted(whole)
    const reasons = new Set(whole.dead.map(({ reason }) => reason.replace(/[^A-Za-z ]/g, '')))
    expect(reasons.size).toBe(2)
  })

  it('leave weights and predictions finite', () => expectFinite(whole))
  it('leave each label to meet its event', () => expectLabelsMet(whole))
  it('leave windows, of events and of time, what they say they are', () => expectWindows(whole))
  it('are learned the same by a replay', () => expect(whole.isSame).toBe(true))

  it('end a run by itself where they leave nothing to learn', async () => {
    const log = new MemoryLog()
    await log.append(stream.map((one) => ({ value: JSON.stringify(one) })))
    const options = { source: new LogSource(log), store: new MemoryObjects(), untilDrained: true }
    await expect(train(sensors(), options)).rejects.toThrow(DataLimitError)
  }, 120_000)
})

/** A metric that takes any number. */
class Count {
  static readonly id = 'test.Count'
  static readonly state = ['n']
  n = 0

  update(): void {
    this.n++
  }

  get(): number {
    return this.n
  }
}

describe('what that shows could be seen to fail:', () => {
  it('without a schema and a metric that know bounds a number spoils the weights', async () => {
    const schema = z.object({ ...strict.shape, a: z.union([z.number(), z.string()]) })
    const own = { metric: () => new Count(), bestBy: 'Count', learners: [Count] }
    const spoilt = await run(sensors({ schema, ...own }))
    expect(() => expectFinite(spoilt)).toThrow()
    expect(() => expectCounted(spoilt)).toThrow()
  }, 120_000)

  it('events that wait for less than a clock jumps miss their labels', async () => {
    const hasty = await run(sensors({ maxWait: DAY / 2 }))
    expect(() => expectLabelsMet(hasty)).toThrow()
  }, 120_000)

  it('windows by the time of arrival are others', async () => {
    const arrived = await run(sensors({ time: null }))
    expect(() => expectWindows(arrived)).toThrow()
  }, 120_000)
})
