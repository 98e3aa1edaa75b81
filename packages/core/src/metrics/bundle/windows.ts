import type { Rule } from '../../options/rules.js'

export interface WindowOptions {
  /** Over how many events rolling metrics go. */
  readonly windowSize: number
  /** Over how many milliseconds those go that roll in time. */
  readonly period: number
}

export const WINDOW_SIZE: Rule = {
  kind: 'integer',
  default: 1000,
  atLeast: 1,
  atMost: 16_777_216,
}
/** Five minutes. */
export const PERIOD: Rule = { kind: 'number', default: 300_000, above: 0 }
