import { resolveOptions } from '../options/resolve.js'
import type { Rules } from '../options/rules.js'
import { freshLike, type Rollable, type RollableClass, tooMany } from './held.js'
import { HeldWindow, type HeldWindowOptions } from './held-window.js'

/** How to build a `Rolling`; all further options go to the class. */
export interface RollingOptions<T> extends HeldWindowOptions<T> {
  /** How many updates count. */
  readonly windowSize: number
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
export class Rolling<T extends Rollable = Rollable> extends HeldWindow<T, ResolvedRolling<T>> {
  static readonly id = 'utils.Rolling'
  static readonly rules: Rules<ResolvedRolling<unknown>> = {
    cls: { kind: 'function' },
    obj: { kind: 'object' },
    windowSize: { kind: 'integer', atLeast: 1, atMost: 16_777_216 },
  }
  static readonly state = ['window'] as const

  constructor(given: RollingOptions<T>) {
    const { cls, obj, windowSize, ...rest } = given ?? {}
    const own = resolveOptions('Rolling', { windowSize } as { windowSize: number }, {
      windowSize: Rolling.rules.windowSize,
    })
    super('Rolling', cls, obj, own, rest)
  }

  /** How many updates count. */
  get windowSize(): number {
    return this.options.windowSize
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

  /** An empty window over a fresh object with the same options. */
  clone(): Rolling<T> {
    return new Rolling<T>({ obj: freshLike(this.obj), windowSize: this.windowSize })
  }

  checkState(): void {
    this.window.check(this.windowSize, this.held.width, false)
  }
}
