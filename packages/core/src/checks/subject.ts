import { Estimator } from '../base/estimator.js'
import { Schema } from '../data/schema.js'
import { CoelhoError, InvalidInputError } from '../errors.js'
import type { Rule } from '../options/rules.js'
import { classOf, type StoredClass, stateFields } from '../snapshot/classes.js'
import { load } from '../snapshot/load.js'
import { save } from '../snapshot/save.js'
import { type Answers, ask } from './answers.js'
import { candidatesFor } from './events.js'
import type { CheckEvent } from './failure.js'
import { hasSteps, type Kind, kindOf } from './kind.js'
import { copyOf, isObject, isPlain, sameBytes } from './same.js'

/** How a model is to be checked. */
export interface CheckOptions {
  /** Your own events, each the arguments of `learnOne` or `update`; else they are made up. */
  readonly events?: Iterable<CheckEvent>
  /** Classes that the model's snapshot needs besides those of its options. */
  readonly learners?: readonly (abstract new (
    ...options: never[]
  ) => object)[]
  /** Checks that are left out, by name, each with the reason. */
  readonly skip?: Readonly<Record<string, string>>
}

/** How many events are made up. */
const EVENTS = 180
/** How many of them a model must take before they are thought to be meant for it. */
const TRIED = 40
const SEED = 17

type Loose = Record<string, unknown>
type Method = (...args: readonly unknown[]) => unknown

/** A model under check: how it is built afresh, how it learns, answers, is saved and loaded. */
export class Subject {
  /** As it was given: it never learns. */
  readonly original: object
  readonly kind: Kind
  readonly who: string
  readonly events: readonly CheckEvent[]
  private readonly extra: readonly unknown[]
  private first: Uint8Array | undefined
  private readonly start: object

  constructor(model: object, options: CheckOptions = {}) {
    if (!isObject(model)) throw new InvalidInputError('checks', 'a model must be an object', model)
    this.original = model
    this.kind = kindOf(model)
    this.who = nameOf(model)
    this.extra = options.learners ?? []
    this.start = seedRule(model) ? rebuilt(model, { seed: SEED }) : model
    this.events = options.events ? [...options.events] : this.chooseEvents()
    if (this.events.every(Array.isArray) && this.events.length > 0) return
    const expected = 'events must be lists of arguments such as [x, y], and at least one'
    throw new InvalidInputError('checks', expected, this.events[0])
  }

  get isLearner(): boolean {
    return typeof (this.original as Loose)['learnOne'] === 'function'
  }

  /** True if events are objects of features. */
  get readsFeatures(): boolean {
    return this.isLearner && this.events.every(([x]) => isPlain(x))
  }

  get hasSteps(): boolean {
    return hasSteps(this.original)
  }

  /** Its class says so in `static promises`. */
  promises(name: string): boolean {
    const { promises } = this.original.constructor as { promises?: readonly string[] }
    return promises?.includes(name) ?? false
  }

  can(name: string): boolean {
    return typeof (this.original as Loose)[name] === 'function'
  }

  /** A model that has learned nothing; always the same one, also where clones draw a seed. */
  fresh(): object {
    const clone = (this.start as { clone(): object }).clone()
    if (this.first === undefined) {
      const bytes = this.trySave(clone)
      const again = this.trySave((this.start as { clone(): object }).clone())
      this.first = bytes && again && !sameBytes(bytes, again) ? bytes : new Uint8Array(0)
    }
    return this.first.length > 0 ? this.load(this.first, clone) : clone
  }

  /**
   * Built anew with the same seed, where the model alone decides what it draws; models that it
   * holds may have no seed, and then all begin as the same one.
   */
  built(): object {
    return this.holdsModels ? this.fresh() : (this.start as { clone(): object }).clone()
  }

  private get holdsModels(): boolean {
    const { options } = this.original as { options?: object }
    const given = Object.values(options ?? {}).flat()
    return this.hasSteps || given.some((value) => isObject(value) && 'clone' in value)
  }

  trained(events: readonly CheckEvent[] = this.events): object {
    const model = this.fresh()
    for (const event of events) this.learn(model, event)
    return model
  }

  /** Learns a copy: whatever a model does to its input stays with the check of that. */
  learn(model: object, event: CheckEvent): void {
    this.learnItself(model, copyOf(event))
  }

  ask(model: object, event: CheckEvent): Answers {
    return this.askItself(model, copyOf(event))
  }

  learnItself(model: object, event: CheckEvent): void {
    const method = (model as Loose)[this.isLearner ? 'learnOne' : 'update'] as Method
    method.apply(model, [...event])
  }

  askItself(model: object, event: CheckEvent): Answers {
    return ask(this.kind, model, event)
  }

  /** The answers to a few of the events, spread over all of them. */
  askSome(model: object, events: readonly CheckEvent[]): Answers[] {
    return spread(events, 8).map((event) => this.ask(model, event))
  }

  save(model: object): Uint8Array {
    return save(model)
  }

  /** What the bytes hold; `like` shows which classes a user would name to load it. */
  load(bytes: Uint8Array, like: object = this.start): object {
    const classes = new Set<unknown>(this.extra)
    collectClasses(like, classes)
    return load(bytes, { learners: [...classes] as never }) as object
  }

  private trySave(model: object): Uint8Array | undefined {
    try {
      return save(model)
    } catch {
      return undefined // a check of its own says so
    }
  }

  /** The first stream that is not refused; any later failure is for the checks to find. */
  private chooseEvents(): CheckEvent[] {
    let refusal: unknown
    let failing: CheckEvent[] | undefined
    for (const candidate of candidatesFor(this.kind, this.original, EVENTS)) {
      const events = candidate()
      const { taken, error } = this.tryOut(events)
      if (error === undefined) return events
      if (error instanceof CoelhoError) refusal ??= error
      else if (taken > 0) return events
      else failing ??= events
    }
    if (failing) return failing
    const own = 'needs events of your own as options.events'
    const expected = `${own}: those for a ${this.kind} are not taken`
    const text = `${this.who}: ${expected} (${(refusal as Error | undefined)?.message}).`
    throw new CoelhoError(text, { who: this.who, expected, received: refusal })
  }

  private tryOut(events: readonly CheckEvent[]): { taken: number; error?: unknown } {
    let taken = 0
    try {
      const model = (this.start as { clone(): object }).clone()
      for (; taken < TRIED && taken < events.length; taken++) {
        this.learn(model, events[taken])
        this.ask(model, events[taken])
      }
      return { taken }
    } catch (error) {
      return { taken, error }
    }
  }
}

/** The rules of its options, by name; none where its class has none. */
export function rulesOf(model: object): [string, Rule][] {
  return Object.entries((model.constructor as { rules?: Record<string, Rule> }).rules ?? {})
}

/** True if it has an option `seed` that may be left open. */
export function seedRule(model: object): boolean {
  const options = (model as { options?: Loose }).options
  return rulesOf(model).some(([name]) => name === 'seed') && options?.['seed'] === null
}

/** Built by its constructor, with the same options but for some. */
export function rebuilt(model: object, changes: object): object {
  const cls = model.constructor as new (options: object) => object
  const { options, schema } = model as { options?: Loose; schema?: unknown }
  const own = Object.entries(options ?? {}).map(([name, value]) => [name, freshOption(value)])
  // One that holds others reads under their schema.
  const hasOwn = model instanceof Estimator && model.held.length === 0
  const limits = hasOwn && schema instanceof Schema ? { schema: schema.fresh() } : {}
  return new cls({ ...Object.fromEntries(own), ...limits, ...changes })
}

function freshOption(value: unknown): unknown {
  const clone = isObject(value) ? (value as Loose)['clone'] : undefined
  return typeof clone === 'function' ? (clone as Method).call(value) : value
}

/** The classes of a model and of what it was given in its options, or of its steps. */
function collectClasses(value: unknown, classes: Set<unknown>): void {
  if (!isObject(value)) return
  if (Array.isArray(value) || value instanceof Map) {
    for (const item of value.values()) collectClasses(item, classes)
    return
  }
  if (isPlain(value)) {
    for (const item of Object.values(value)) collectClasses(item, classes)
    return
  }
  const cls = classOf(value) as StoredClass | undefined
  if (typeof cls?.id !== 'string') return
  classes.add(cls)
  const fields = value as Loose
  const given = Object.values((fields['options'] as object | undefined) ?? {})
  if (hasSteps(value)) collectClasses(fields['steps'], classes)
  else if (given.length > 0) collectClasses(given, classes)
  else for (const name of stateFields(cls)) collectModels(fields[name], classes)
}

/** Models that were given as arguments, and not as options, stand in the state. */
function collectModels(value: unknown, classes: Set<unknown>): void {
  const items = Array.isArray(value) || value instanceof Map ? value.values() : [value]
  for (const item of items) {
    if (isObject(item) && ('learnOne' in item || 'update' in item)) collectClasses(item, classes)
  }
}

function nameOf(model: object): string {
  const { who } = model as { who?: unknown }
  return typeof who === 'string' ? who : model.constructor.name
}

/** At most so many items, evenly taken, the last one among them. */
export function spread<T>(items: readonly T[], most: number): T[] {
  const step = Math.max(1, Math.ceil(items.length / most))
  return items.filter((_, i) => (items.length - 1 - i) % step === 0)
}
