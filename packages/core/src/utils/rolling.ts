import { resolveOptions } from '../options/resolve.js'
import type { Rules } from '../options/rules.js'
import { ArgumentQueue } from './argument-queue.js'
import {
  type Answer,
  freshLike,
  Held,
  heldObject,
  heldOptions,
  type Rollable,
  type RollableClass,
  tooMany,
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
  static readonly state = ['window'] as const
  static readonly parts: readonly unknown[] = [ArgumentQueue]

  /** `cls` is not listed among them, since a snapshot holds the object and never a class. */
  readonly options: Readonly<ResolvedRolling<T>>
  /** What is computed, over the window only. */
  readonly obj: T
  private readonly held: Held<T>
  private readonly window: ArgumentQueue = new ArgumentQueue()

  constructor(given: RollingOptions<T>) {
    const { cls, obj, windowSize, ...rest } = given ?? {}
    const own = resolveOptions(this.who, { windowSize } as { windowSize: number }, {
      windowSize: Rolling.rules.windowSize,
    })
    this.obj = heldObject<T>(this.who, cls, obj, rest)
    this.options = heldOptions(this.obj, own) as unknown as ResolvedRolling<T>
    this.held = new Held<T>(this.who, this.obj)
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

  /** How many updates are in the window. */
  get length(): number {
    return this.window.count
  }

  /**
   * Takes what the class takes, up to six arguments; the oldest update is taken back once the
   * window is full.
   */
  update(...args: Parameters<T['update']>): void
  update(
    a?: unknown,
    b?: unknown,
    c?: unknown,
    d?: unknown,
    e?: unknown,
    f?: unknown,
    ...more: unknown[]
  ): void {
    if (more.length > 0) throw tooMany(this.who, more.length)
    const { held, window } = this
    if (window.count < this.options.windowSize) held.update(window, a, b, c, d, e, f)
    else held.replace(window, a, b, c, d, e, f)
  }

  /** Throws if `update` would refuse it; changes nothing. */
  tryOut(...args: Parameters<T['update']>): void {
    this.held.tryOut(args)
  }

  /** The `get` of the class. */
  get(...args: readonly unknown[]): Answer<T, 'get'> {
    return this.held.ask('get', args) as Answer<T, 'get'>
  }

  /** The `call` of the class: a density. */
  call(...args: readonly unknown[]): Answer<T, 'call'> {
    return this.held.ask('call', args) as Answer<T, 'call'>
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
    this.window.check(this.windowSize, this.held.width, false)
  }
}
