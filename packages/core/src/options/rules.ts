/**
 * What is allowed for one option, as plain data: the same data checks, prints and documents it.
 * Without `default` the option is required.
 */
export interface Rule {
  readonly kind:
    | 'number'
    | 'integer'
    | 'boolean'
    | 'string'
    | 'strings'
    | 'object'
    | 'function'
    | 'any'
  readonly default?: unknown
  /** `null` is allowed too, and means what the option's doc says. */
  readonly nullable?: true
  readonly atLeast?: number
  readonly above?: number
  readonly atMost?: number
  readonly below?: number
  readonly choices?: readonly (string | number | boolean)[]
}

/** One rule for each option of a class. */
export type Rules<Options> = { readonly [Name in keyof Required<Options>]: Rule }
