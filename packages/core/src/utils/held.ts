import { InvalidInputError, InvalidOptionError } from '../errors.js'
import { type ArgumentQueue, MOST_ARGUMENTS } from './argument-queue.js'
import { callWith, isPlain, type Loose } from './arguments.js'
import type { Condensed } from './condensed.js'

/** What a window can be held over: what an update did, `revert` takes back. */
export interface Rollable {
  update(...args: never[]): void
  revert(...args: never[]): void
}

/** A class of such objects. */
export type RollableClass<T> = new (...options: never[]) => T

/** What a method of that name answers; never, if there is none. */
export type Answer<T, Name extends PropertyKey> = T extends {
  [Method in Name]: (...args: never[]) => infer Result
}
  ? Result
  : never

type LooseClass = new (...options: unknown[]) => object

/** The object a window is held over, and the updates that are to be taken back. */
export class Held<T> {
  readonly obj: T
  private readonly who: string
  private readonly target: Loose
  private readonly condensed: Condensed | undefined
  private readonly fresh: Float64Array = new Float64Array(MOST_ARGUMENTS)
  private readonly old: Float64Array = new Float64Array(MOST_ARGUMENTS)

  constructor(who: string, obj: T) {
    this.who = who
    this.obj = obj
    this.target = obj as Loose
    this.condensed = (obj as { readonly condensed?: Condensed }).condensed
  }

  /** How many numbers it keeps of an update; 0 if it keeps the arguments. */
  get width(): number {
    return this.condensed?.termCount ?? 0
  }

  /** Counts an update, and keeps what it takes to take it back. */
  update(
    queue: ArgumentQueue,
    a: unknown,
    b: unknown,
    c: unknown,
    d: unknown,
    e: unknown,
    f: unknown,
  ): void {
    const { condensed, fresh } = this
    if (condensed) {
      condensed.measure(fresh, a, b, c, d)
      condensed.add(fresh)
      queue.pushTerms(fresh, condensed.termCount)
    } else {
      callWith(this.target, 'update', a, b, c, d, e, f)
      queue.push(a, b, c, d, e, f)
    }
  }

  /** Takes the oldest update back, then counts this one: as it was if that is refused. */
  replace(
    queue: ArgumentQueue,
    a: unknown,
    b: unknown,
    c: unknown,
    d: unknown,
    e: unknown,
    f: unknown,
  ): void {
    const { condensed, target } = this
    if (condensed) {
      condensed.measure(this.fresh, a, b, c, d)
      this.expire(queue)
      condensed.add(this.fresh)
      queue.pushTerms(this.fresh, condensed.termCount)
      this.refresh(queue)
      return
    }
    // What is taken back and counted again can differ in the last bit: the doubtful is tried first.
    if (typeof target['tryOut'] === 'function') callWith(target, 'tryOut', a, b, c, d, e, f)
    else if (!areAllPlain(a, b, c, d, e, f)) {
      callWith(freshLike(this.obj) as Loose, 'update', a, b, c, d, e, f)
    }
    queue.call(target, 'revert', 0)
    try {
      callWith(target, 'update', a, b, c, d, e, f)
    } catch (error) {
      queue.call(target, 'update', 0)
      throw error
    }
    queue.drop()
    queue.push(a, b, c, d, e, f)
    this.refresh(queue)
  }

  /** Takes the oldest update back. */
  expire(queue: ArgumentQueue): void {
    const { condensed, old } = this
    if (condensed) {
      queue.readTerms(0, old, condensed.termCount)
      condensed.take(old)
    } else queue.call(this.target, 'revert', 0)
    queue.drop()
  }

  /** Takes all back and counts all anew, once there may be too much rounding in the result. */
  refresh(queue: ArgumentQueue): void {
    if (!queue.isStale()) return
    for (let row = 0; row < queue.count; row++) this.again(queue, row, false)
    for (let row = 0; row < queue.count; row++) this.again(queue, row, true)
  }

  private again(queue: ArgumentQueue, row: number, counted: boolean): void {
    const { condensed, old } = this
    if (!condensed) {
      queue.call(this.target, counted ? 'update' : 'revert', row)
      return
    }
    queue.readTerms(row, old, condensed.termCount)
    if (counted) condensed.add(old)
    else condensed.take(old)
  }

  /** Throws if an update with these arguments would be refused; changes nothing. */
  tryOut(args: readonly unknown[]): void {
    const { condensed, target } = this
    const [a, b, c, d, e, f] = args
    if (condensed) condensed.measure(this.fresh, a, b, c, d)
    else if (typeof target['tryOut'] === 'function') target['tryOut'](...args)
    else callWith(freshLike(this.obj) as Loose, 'update', a, b, c, d, e, f)
  }

  /** Whatever else it can do. */
  ask(method: string, args: readonly unknown[]): unknown {
    const { target } = this
    if (typeof target[method] === 'function') {
      return args.length === 0 ? target[method]() : target[method](...args)
    }
    throw new InvalidInputError(this.who, `must be held over something that has ${method}`, target)
  }
}

/** The object a window is held over: as it is given, or built from its class and options. */
export function heldObject<T>(who: string, cls: unknown, obj: unknown, rest: object): T {
  if (obj !== undefined) {
    for (const option of Object.keys(rest)) {
      const expected = 'goes to a class, and cannot be given together with "obj"'
      throw new InvalidOptionError(who, option, expected)
    }
    if (cls !== undefined) {
      throw new InvalidOptionError(who, 'cls', 'cannot be given together with "obj"', cls)
    }
    if (isRollable(obj)) return obj as T
    throw new InvalidOptionError(who, 'obj', 'must have update and revert', obj)
  }
  if (typeof cls !== 'function') {
    throw new InvalidOptionError(who, 'cls', 'must be a class with update and revert', cls)
  }
  const built = new (cls as LooseClass)(...(Object.keys(rest).length > 0 ? [rest] : []))
  if (isRollable(built)) return built as T
  throw new InvalidOptionError(who, 'cls', 'must be a class with update and revert', cls)
}

/** Options as they are read: `cls` is not listed, since a snapshot holds the object, no class. */
export function heldOptions<Options extends object>(obj: unknown, own: Options): Options {
  const value = (obj as object).constructor
  return Object.freeze(Object.defineProperty({ obj, ...own }, 'cls', { value, enumerable: false }))
}

/** An update can be taken back only if all its arguments are kept. */
export function tooMany(who: string, more: number): InvalidInputError {
  const expected = `an update must have at most ${MOST_ARGUMENTS} arguments`
  return new InvalidInputError(who, expected, MOST_ARGUMENTS + more)
}

/** Another object like it that has seen nothing. */
export function freshLike<T>(obj: T): T {
  const { clone, options } = obj as { clone?: () => T; options?: object }
  if (typeof clone === 'function') return clone.call(obj)
  return new ((obj as object).constructor as LooseClass)(...(options ? [options] : [])) as T
}

function areAllPlain(...args: readonly unknown[]): boolean {
  let last = args.length
  while (last > 0 && args[last - 1] === undefined) last--
  for (let i = 0; i < last; i++) if (!isPlain(args[i])) return false
  return last > 0
}

function isRollable(value: unknown): boolean {
  const { update, revert } = Object(value) as { update?: unknown; revert?: unknown }
  return typeof update === 'function' && typeof revert === 'function'
}
