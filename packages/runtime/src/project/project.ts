import {
  type evaluate,
  type Features,
  InvalidOptionError,
  type Label,
  type Rules,
  resolveOptions,
} from '@coelho/core'
import type { StandardSchemaV1 } from '@standard-schema/spec'
import { namedMetrics } from '../learning/metric-names.js'
import { isSafeName } from '../store/objects.js'
import { check } from './standard-schema.js'

/** What a pipeline or a model is asked for; see `evaluate.Judged`. */
export type Model = evaluate.Judged

/** How labels that come later find their events. */
export interface LaterLabels<LabelEvent> {
  /** What an event that brings a label looks like. */
  readonly schema: StandardSchemaV1<unknown, LabelEvent>
  /** The id of the event that it labels. */
  readonly id: (event: LabelEvent) => string | number
  readonly label: (event: LabelEvent) => Label
}

/** What is known of a project; `Event` is what its schema gives. */
export interface ProjectOptions<Event, Later extends keyof Event, LabelEvent> {
  /** Letters, digits, `.`, `_` and `-`: it becomes a folder, a topic, part of addresses. */
  readonly name: string
  /** What an event looks like, by zod or any other library that speaks Standard Schema. */
  readonly schema: StandardSchemaV1<unknown, Event>
  /** What tells one event from another. */
  readonly id: (event: Event) => string | number
  /** When it happened; the time of its record unless told. */
  readonly time?: ((event: Event) => Date | number) | null
  /** Fields known only afterwards: `features` gets events without them, in type and in fact. */
  readonly knownLater?: readonly Later[] | null
  /** What the model sees: what is known when it has to predict. */
  readonly features: (event: Omit<Event, Later>) => Features
  /** The truth, where the event brings it; `undefined` or `null` where it comes later. */
  readonly label?: ((event: Event) => Label | null | undefined) | null
  /** Labels that come as events of their own. */
  readonly labels?: LaterLabels<LabelEvent> | null
  /** So many events wait for their label, and for so long; then they are given up. */
  readonly maxWaiting?: number
  readonly maxWait?: number
  /** Builds what learns: a new one at each call. */
  readonly pipeline: () => Model
  /** Others that learn the same stream beside it, by name. */
  readonly challengers?: Readonly<Record<string, () => Model>> | null
  /** Builds what judges each of them: several metrics at once, such as a bundle. */
  readonly metric: () => evaluate.AnyMetric
  /** The one of them by which the best is known. */
  readonly bestBy: string
}

const RULES: Rules<ProjectOptions<unknown, never, unknown>> = {
  name: { kind: 'string' },
  schema: { kind: 'any' },
  id: { kind: 'function' },
  time: { kind: 'function', default: null, nullable: true },
  knownLater: { kind: 'strings', default: null, nullable: true },
  features: { kind: 'function' },
  label: { kind: 'function', default: null, nullable: true },
  labels: { kind: 'object', default: null, nullable: true },
  maxWaiting: { kind: 'integer', default: 100_000, atLeast: 1, atMost: 16_000_000 },
  maxWait: { kind: 'number', default: 30 * 86_400_000, above: 0 },
  pipeline: { kind: 'function' },
  challengers: { kind: 'object', default: null, nullable: true },
  metric: { kind: 'function' },
  bestBy: { kind: 'string' },
}

/** An event that can be used: what the model sees, and what it is called. */
export interface UsableEvent {
  readonly kind: 'event'
  readonly id: string
  readonly time: number
  readonly x: Features
  /** `undefined` while it is not known. */
  readonly y: Label | undefined
}

/** A label that came as an event of its own. */
export interface LateLabel {
  readonly kind: 'label'
  readonly id: string
  readonly y: Label
}

/** A record that nothing can be done with, and why. */
export interface DeadEvent {
  readonly kind: 'dead'
  readonly reason: string
}

export type Parsed = UsableEvent | LateLabel | DeadEvent

/**
 * A stream of events and what is to be learned from it, said once: it is trained from Kafka,
 * from an embedded log, from a file or over HTTP by the same code.
 */
export class Project<Event = unknown, Later extends keyof Event = never, LabelEvent = unknown> {
  readonly options: Readonly<Required<ProjectOptions<Event, Later, LabelEvent>>>
  private readonly hidden: ReadonlySet<string>

  constructor(given: ProjectOptions<Event, Later, LabelEvent>) {
    const rules = RULES as unknown as Rules<ProjectOptions<Event, Later, LabelEvent>>
    const options = resolveOptions('defineProject', given, rules)
    checkOptions(options as unknown as Required<ProjectOptions<unknown, never, unknown>>)
    this.options = options as Readonly<Required<ProjectOptions<Event, Later, LabelEvent>>>
    this.hidden = new Set((this.options.knownLater ?? []).map(String))
  }

  get name(): string {
    return this.options.name
  }

  /** False where nothing is to be known afterwards, as for groups of visitors. */
  get expectsLabels(): boolean {
    return Boolean(this.options.label ?? this.options.labels)
  }

  /** What a record is. It never throws: what cannot be used is dead, with the reason. */
  parse(value: Uint8Array, recordTime: number): Parsed {
    let json: unknown
    try {
      json = JSON.parse(utf8.decode(value))
    } catch (error) {
      return dead(`is not JSON: ${(error as Error).message}`)
    }
    return this.read(json, recordTime)
  }

  /** The same for what has been parsed, for instance the body of a request. */
  read(json: unknown, recordTime: number): Parsed {
    try {
      const { schema } = this.options
      const checked = check(schema, json)
      if (checked.kind === 'valid') return this.use(checked.value, recordTime)
      return this.readLabel(json) ?? dead(checked.reason)
    } catch (error) {
      return dead(`could not be read: ${(error as Error).message}`)
    }
  }

  private use(event: Event, recordTime: number): Parsed {
    const { id, time, label, features } = this.options
    const at = time ? Number(time(event)) : recordTime
    if (!Number.isFinite(at)) return dead('has no time')
    const y = label?.(event) ?? undefined
    const x = features(this.hidden.size > 0 ? this.known(event) : event)
    return { kind: 'event', id: String(id(event)), time: at, x, y }
  }

  /** The event without what is known only afterwards. */
  private known(event: Event): Omit<Event, Later> {
    const entries = Object.entries(event as object).filter(([name]) => !this.hidden.has(name))
    return Object.fromEntries(entries) as Omit<Event, Later>
  }

  private readLabel(json: unknown): LateLabel | undefined {
    const { labels } = this.options
    if (!labels) return undefined
    const checked = check(labels.schema, json)
    if (checked.kind === 'wrong') return undefined
    return { kind: 'label', id: String(labels.id(checked.value)), y: labels.label(checked.value) }
  }
}

/** A project of any kind of event. */
// biome-ignore lint/suspicious/noExplicitAny: its functions take what its own schema gives
export type AnyProject = Project<any, any, any>

/**
 * Defines a project. Options are checked at once; events later, one by one.
 *
 * @example
 * import { z } from 'zod'
 * const payments = defineProject({
 *   name: 'payments',
 *   schema: z.object({ id: z.string(), amount: z.number(), fraud: z.boolean().optional() }),
 *   id: (event) => event.id,
 *   knownLater: ['fraud'],
 *   features: ({ amount }) => ({ amount }),
 *   label: (event) => event.fraud,
 *   pipeline: () => new naiveBayes.GaussianNB(),
 *   metric: () => metrics.bundle('classification', { posVal: true }),
 *   bestBy: 'F1',
 * })
 * payments.read({ id: 'p1', amount: 12.5, fraud: false }, 0)
 * // => { kind: 'event', id: 'p1', time: 0, x: { amount: 12.5 }, y: false }
 */
export function defineProject<Event, const Later extends keyof Event = never, LabelEvent = unknown>(
  options: ProjectOptions<Event, Later, LabelEvent>,
): Project<Event, Later, LabelEvent> {
  return new Project(options)
}

const utf8 = /* @__PURE__ */ new TextDecoder('utf-8', { fatal: true })

function dead(reason: string): DeadEvent {
  return { kind: 'dead', reason: reason.slice(0, 500) }
}

function checkOptions(options: Required<ProjectOptions<unknown, never, unknown>>): void {
  const { name, schema, labels, metric, bestBy } = options
  const names = namedMetrics(metric()).map(([name]) => name)
  if (!names.includes(bestBy)) {
    const expected = `must be one of the metrics: ${names.join(', ')}`
    throw new InvalidOptionError('defineProject', 'bestBy', expected, bestBy)
  }
  if (!isSafeName(name)) {
    const expected = 'must be letters, digits, ".", "_" and "-", and begin with a letter or digit'
    throw new InvalidOptionError('defineProject', 'name', expected, name)
  }
  for (const [option, given] of [
    ['schema', schema],
    ['labels.schema', labels?.schema ?? schema],
  ] as const) {
    if (typeof given?.['~standard']?.validate !== 'function') {
      const expected =
        'must be a schema of zod, valibot, arktype or another that speaks Standard Schema'
      throw new InvalidOptionError('defineProject', option, expected, given)
    }
  }
}
