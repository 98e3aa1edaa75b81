/**
 * What an update comes to, in a few numbers. A window over a metric that has this keeps these
 * numbers, and not what the update was given.
 */
export interface Condensed {
  /** How many numbers: at most six. */
  readonly termCount: number
  /** Writes them to the front of `terms`. Throws if the update is refused; changes nothing. */
  measure(terms: Float64Array, a: unknown, b: unknown, c: unknown, d: unknown): void
  /** Counts them. */
  add(terms: Float64Array): void
  /** Takes them back. Throws if they were never counted. */
  take(terms: Float64Array): void
}
