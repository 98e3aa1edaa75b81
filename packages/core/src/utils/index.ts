export type { Condensed } from './condensed.js'
export type { Answer, Rollable, RollableClass } from './held.js'
export { HeldWindow, type HeldWindowOptions } from './held-window.js'
export * as math from './math.js'
export { type ClassChoice, expandParamGrid, type ParamGrid, type Variable } from './param-grid.js'
export * as random from './random.js'
export { type ResolvedRolling, Rolling, type RollingOptions } from './rolling.js'
export { SortedWindow, type SortedWindowOptions } from './sorted-window.js'
export {
  type ResolvedTimeRolling,
  type TimedOptions,
  TimeRolling,
  type TimeRollingOptions,
} from './time-rolling.js'
export type { Key, Vector } from './vector.js'
export { VectorDict, type VectorDictOptions } from './vector-dict.js'
