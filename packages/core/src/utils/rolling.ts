import { SnapshotError } from '../errors.js'
import { resolveOptions } from '../options/resolve.js'
import type { Rules } from '../options/rules.js'
import {
  type Answer,
  arePlain,
  freshLike,
  heldObject,
  invoke,
  ownArguments,
  type Rollable,
  type RollableClass,
} from './held.js'

/** How to build a `Rolling`; all further options go to the class. */
export interface RollingOptions<T> {
  /** What is computed over the window: any class with update and revert. */
  readonly cls?: RollableClass<T>
  /** In place of `cls`: an object that is there already, and is the window's from now on. */
  readonly obj?: T
  /** How many updates count. */
  readonly windowSize: number
  readonly [option: string]: unknown
}

/** What is known of it afterwards; the options of the class are in `obj.options`. */
export interface ResolvedRolling<T> {
  readonly cls: RollableClass<T>
  readonly obj: T
  readonly windowSize: number
}

/**
 * Whatever can be reverted, over the last so many updates.
 *
 * @example
 * const share = new utils.Rolling({ cls: metrics.Accuracy, windowSize: 2 })
 * for (const y of ['ham', 'spam', 'spam']) share.update(y, 'spam')
 * share.get() // => 1
 */
export class Rolling<T extends Rollable = Rollable> {
  static readonly id = 'utils.Rolling'
  static readonly rules: Rules<ResolvedRolling<unknown>> = {
    cls: { kind: 'function' },
    obj: { kind: 'object' },
    windowSize: { kind: 'integer', atLeast: 1, atMost: 16_777_216 },
  }
  static readonly state = ['window', 'oldest'] as const

  /** `cls` is not listed among them, since a snapshot holds the object and never a class. */
  readonly options: Readonly<ResolvedRolling<T>>
  /** What is computed, over the window only. */
  readonly obj: T
  private readonly window: unknown[][] = [] // the arguments of each update, in a ring
  private oldest = 0

  constructor(given: RollingOptions<T>) {
    const { cls, obj, windowSize, ...rest } = given ?? {}
    const own = resolveOptions(this.who, { windowSize } as { windowSize: number }, {
      windowSize: Rolling.rules.windowSize,
    })
    this.obj = heldObject<T>(this.who, cls, obj, rest)
    const options = { obj: this.obj, windowSize: own.windowSize }
    const value = (this.obj as object).constructor
    this.options = Object.freeze(
      Object.defineProperty(options, 'cls', { value, enumerable: false }),
    ) as unknown as ResolvedRolling<T>
  }

  get who(): string {
    return 'Rolling'
  }

  /** How many updates count. */
  get windowSize(): number {
    return this.options.windowSize
  }

  /** What a metric says of itself. */
  get requiresLabels(): boolean | undefined {
    return (this.obj as { requiresLabels?: boolean }).requiresLabels
  }

  /** Takes what the class takes; the oldest update is taken back once the window is full. */
  update(...args: Parameters<T['update']>): void {
    if (this.window.length < this.windowSize) {
      invoke(this.who, this.obj, 'update', args)
      this.window.push(ownArguments(args))
      return
    }
    if (!arePlain(args)) invoke(this.who, freshLike(this.obj), 'update', args) // may refuse them
    const old = this.window[this.oldest]
    invoke(this.who, this.obj, 'revert', old)
    try {
      invoke(this.who, this.obj, 'update', args)
    } catch (error) {
      invoke(this.who, this.obj, 'update', old)
      throw error
    }
    this.window[this.oldest] = ownArguments(args)
    this.oldest = (this.oldest + 1) % this.windowSize
  }

  /** The `get` of the class. */
  get(...args: readonly unknown[]): Answer<T, 'get'> {
    return invoke(this.who, this.obj, 'get', args) as Answer<T, 'get'>
  }

  /** The `call` of the class: a density. */
  call(...args: readonly unknown[]): Answer<T, 'call'> {
    return invoke(this.who, this.obj, 'call', args) as Answer<T, 'call'>
  }

  /** An empty window over a fresh object with the same options. */
  clone(): Rolling<T> {
    return new Rolling<T>({ obj: freshLike(this.obj), windowSize: this.windowSize })
  }

  /** What the object says of itself. */
  toString(): string {
    return String(this.obj)
  }

  checkState(): void {
    const { window, oldest, windowSize } = this
    if (window.length > windowSize || !window.every(Array.isArray)) {
      throw new SnapshotError(`a Rolling must have at most ${windowSize} updates`, window.length)
    }
    const turns = window.length === windowSize ? windowSize : 1
    if (!(Number.isSafeInteger(oldest) && oldest >= 0 && oldest < turns)) {
      throw new SnapshotError('a Rolling must know its oldest update', oldest)
    }
  }
}
