import { describeBuild } from '../options/describe.js'
import { resolveOptions } from '../options/resolve.js'
import type { Rules } from '../options/rules.js'
import { shortName } from './class-name.js'

/** What generic code reads from a class of configured parts. */
export interface ConfiguredClass {
  readonly id: string
  readonly rules: Rules<object>
  readonly state: readonly string[]
}

/**
 * What all that is built from options has in common: options that never change, and a name. State
 * is declared by name, so that saving, cloning and printing are written once.
 */
export abstract class Configured<Options extends object = object> {
  static readonly id: string = 'Configured'
  static readonly rules: Rules<object> = {}
  static readonly state: readonly string[] = []

  readonly options: Readonly<Options>
  /** Its name in messages: `SGD`. */
  readonly who: string

  constructor(given: Readonly<Partial<Options>> = {} as Readonly<Partial<Options>>) {
    const cls = new.target as unknown as ConfiguredClass
    this.who = shortName(cls)
    this.options = resolveOptions(this.who, given, cls.rules as Rules<Options>)
  }

  /** A new one with the same options, as it was at first. */
  clone(): this {
    const cls = this.constructor as new (options: object) => this
    return new cls(this.options)
  }

  /** Reads like the code that builds it. */
  toString(): string {
    const cls = this.constructor as unknown as ConfiguredClass
    return describeBuild(this.who, this.options, cls.rules as Rules<Options>)
  }
}
