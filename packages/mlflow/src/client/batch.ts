import { InvalidInputError } from '@coelho/core'
import type { JsonObject } from '../http/service.js'
import type { Metric, Tags } from './entities.js'
import { isSafeName } from './names.js'

/** What a request of log-batch may hold: all of MLflow's limits, and the one nobody lists. */
export const LIMITS: {
  readonly metrics: number
  readonly params: number
  readonly tags: number
  readonly together: number
  readonly bytes: number
  readonly param: number
  readonly tag: number
} = /* @__PURE__ */ Object.freeze({
  ...{ metrics: 1000, params: 100, tags: 100, together: 1000, bytes: 1_000_000 },
  // In UTF-16 units; MLflow counts characters, of which there are never more.
  ...{ param: 6000, tag: 8000 },
})

/** What is logged of a run. */
export interface Batch {
  readonly metrics?: readonly Metric[]
  readonly params?: Tags
  readonly tags?: Tags
}

/** One request of log-batch. */
export interface BatchBody {
  readonly run_id: string
  readonly metrics?: readonly JsonObject[]
  readonly params?: readonly JsonObject[]
  readonly tags?: readonly JsonObject[]
}

/** A list of a request: `metrics`, `params` or `tags`, and one entry of it as JSON. */
interface Entry {
  readonly list: 'metrics' | 'params' | 'tags'
  readonly value: JsonObject
  readonly bytes: number
}

/**
 * The requests of log-batch that a batch takes, in order. Params are on their own: one that is
 * refused takes all of its request with it.
 */
export function split(runId: string, { metrics = [], params = {}, tags = {} }: Batch): BatchBody[] {
  const requests = new Packer(runId)
  for (const [key, value] of Object.entries(params)) requests.add(paramOf(key, value))
  requests.flush()
  for (const [key, value] of Object.entries(tags)) requests.add(tagOf(key, value))
  for (const metric of metrics) requests.add(metricOf(metric))
  requests.flush()
  return requests.done
}

class Packer {
  readonly done: BatchBody[] = []
  private readonly runId: string
  private entries: Entry[] = []
  private counts = { metrics: 0, params: 0, tags: 0 }
  private bytes = 0

  constructor(runId: string) {
    this.runId = runId
  }

  add(entry: Entry): void {
    const { counts, entries } = this
    const isFull = counts[entry.list] === LIMITS[entry.list] || entries.length === LIMITS.together
    if (isFull || this.bytes + entry.bytes > LIMITS.bytes - 1000) this.flush()
    this.entries.push(entry)
    this.counts[entry.list]++
    this.bytes += entry.bytes
  }

  flush(): void {
    if (this.entries.length === 0) return
    const lists = (['metrics', 'params', 'tags'] as const).flatMap((list) => {
      const entries = this.entries.filter((entry) => entry.list === list)
      return entries.length > 0 ? [[list, entries.map(({ value }) => value)] as const] : []
    })
    this.done.push({ run_id: this.runId, ...Object.fromEntries(lists) })
    this.entries = []
    this.counts = { metrics: 0, params: 0, tags: 0 }
    this.bytes = 0
  }
}

function paramOf(key: string, value: string): Entry {
  checkName('param', key)
  return entry('params', { key, value: checkValue('param', key, value, LIMITS.param) })
}

function tagOf(key: string, value: string): Entry {
  checkName('tag', key)
  return entry('tags', { key, value: checkValue('tag', key, value, LIMITS.tag) })
}

function metricOf({ key, value, timestamp, step }: Metric): Entry {
  checkName('metric', key)
  for (const [name, count] of Object.entries({ timestamp, step })) {
    if (Number.isSafeInteger(count)) continue
    throw new InvalidInputError('MLflow', `the ${name} of metric "${key}" must be whole`, count)
  }
  return entry('metrics', { key, value: numberOf(value), timestamp, step })
}

/** JSON has no NaN: MLflow takes it, and the infinities, as text. */
function numberOf(value: number): number | string {
  if (typeof value !== 'number') {
    throw new InvalidInputError('MLflow', 'the value of a metric must be a number', value)
  }
  return Number.isFinite(value) ? value : String(value)
}

function entry(list: Entry['list'], value: JsonObject): Entry {
  return { list, value, bytes: Buffer.byteLength(JSON.stringify(value)) + 1 }
}

function checkName(kind: string, name: string): void {
  if (isSafeName(name)) return
  const expected = `the name of a ${kind} must be one that MLflow takes; safeName makes one`
  throw new InvalidInputError('MLflow', expected, name)
}

/** MLflow would cut what is longer, and not tell. */
function checkValue(kind: string, name: string, value: string, most: number): string {
  if (typeof value === 'string' && value.length <= most) return value
  const expected = `the ${kind} "${name}" must be text of at most ${most} characters`
  throw new InvalidInputError('MLflow', `${expected}: what is longer is an artifact`)
}
