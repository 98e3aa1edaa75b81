import type { Features, Label } from '@coelho/core'
import { messageOf } from '../errors.js'
import { type KnownPart, knownPart } from './known-part.js'
import { type Policy, policyOf } from './policy.js'
import { type AnyOptions, type ProjectOptions, resolveProject } from './project-options.js'
import { check } from './standard-schema.js'

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
  /** What it does by itself while it learns: the options of drift and promotion together. */
  readonly policy: Policy
  /** False where nothing is to be known afterwards, as for groups of visitors. */
  readonly expectsLabels: boolean
  private readonly known: KnownPart

  constructor(given: ProjectOptions<Event, Later, LabelEvent>) {
    this.options = resolveProject(given)
    this.policy = policyOf('defineProject', this.options as unknown as AnyOptions)
    this.expectsLabels = Boolean(this.options.label ?? this.options.labels)
    this.known = knownPart((this.options.knownLater ?? []).map(String))
  }

  get name(): string {
    return this.options.name
  }

  /** What a record is. It never throws: what cannot be used is dead, with the reason. */
  parse(value: Uint8Array, recordTime: number): Parsed {
    let json: unknown
    try {
      json = JSON.parse(utf8.decode(value))
    } catch (error) {
      return dead(`is not JSON: ${messageOf(error)}`)
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
      return dead(`could not be read: ${messageOf(error)}`)
    }
  }

  private use(event: Event, recordTime: number): Parsed {
    const { id, time, label, features } = this.options
    const at = time ? Number(time(event)) : recordTime
    if (!Number.isFinite(at)) return dead('has no time')
    const name = id(event)
    if (!isId(name)) return dead('has no id')
    const y = label?.(event) ?? undefined
    const x = features(this.known(event) as Event)
    return { kind: 'event', id: String(name), time: at, x, y }
  }

  private readLabel(json: unknown): Parsed | undefined {
    const { labels } = this.options
    if (!labels) return undefined
    const checked = check(labels.schema, json)
    if (checked.kind === 'wrong') return undefined
    const name = labels.id(checked.value)
    if (!isId(name)) return dead('has no id')
    return { kind: 'label', id: String(name), y: labels.label(checked.value) }
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

function isId(id: unknown): id is string | number {
  return typeof id === 'string' || Number.isFinite(id)
}
