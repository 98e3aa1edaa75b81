import { ArgumentQueue } from './argument-queue.js'
import {
  type Answer,
  Held,
  heldObject,
  heldOptions,
  type Rollable,
  type RollableClass,
} from './held.js'

/** What a window is held over: one of the two; all further options go to the class. */
export interface HeldWindowOptions<T> {
  /** What is computed over the window: any class with update and revert. */
  readonly cls?: RollableClass<T>
  /** In place of `cls`: an object that is there already, and is the window's from now on. */
  readonly obj?: T
  readonly [option: string]: unknown
}

/** What both windows are: an object that is updated and reverted, and what it was updated with. */
export abstract class HeldWindow<T extends Rollable, Options extends object> {
  static readonly parts: readonly unknown[] = [ArgumentQueue]

  /** Its name in messages. */
  readonly who: string
  /** `cls` is not listed among them, since a snapshot holds the object and never a class. */
  readonly options: Readonly<Options>
  /** What is computed, over the window only. */
  readonly obj: T
  protected readonly held: Held<T>
  protected readonly window: ArgumentQueue = new ArgumentQueue()

  /** `own` are the options that say how far the window reaches, `rest` are for the class. */
  constructor(
    who: string,
    cls: RollableClass<T> | undefined,
    obj: T | undefined,
    own: object,
    rest: object,
  ) {
    this.who = who
    this.obj = heldObject<T>(this.who, cls, obj, rest)
    this.options = heldOptions(this.obj, own) as unknown as Options
    this.held = new Held<T>(this.who, this.obj)
  }

  /** What a metric says of itself. */
  get requiresLabels(): boolean | undefined {
    return (this.obj as { requiresLabels?: boolean }).requiresLabels
  }

  /** How many updates are in the window. */
  get length(): number {
    return this.window.count
  }

  /** The `get` of the class. */
  get(...args: readonly unknown[]): Answer<T, 'get'> {
    return this.held.ask('get', args) as Answer<T, 'get'>
  }

  /** The `call` of the class: a density. */
  call(...args: readonly unknown[]): Answer<T, 'call'> {
    return this.held.ask('call', args) as Answer<T, 'call'>
  }

  /** What the object says of itself. */
  toString(): string {
    return String(this.obj)
  }
}
