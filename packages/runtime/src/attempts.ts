/** A write may take this much longer for each byte: half a megabyte a second is slow. */
export const MS_PER_BYTE: number = 1 / 500

export interface Pauses {
  /** So long it is tried again. */
  readonly forMs: number
  /** How long pauses are at most, at first and in the end. */
  readonly firstMs: number
  readonly longestMs: number
}

/**
 * The pauses between the attempts at something, while there is time for another.
 *
 * @example
 * const attempts = new Attempts({ forMs: 1000, firstMs: 50, longestMs: 2000 })
 * attempts.next(200) // => 200
 * attempts.next(2000) // => undefined
 */
export class Attempts {
  private readonly end: number
  private readonly longestMs: number
  private pauseMs: number

  constructor({ forMs, firstMs, longestMs }: Pauses) {
    this.end = performance.now() + forMs
    this.longestMs = longestMs
    this.pauseMs = firstMs
  }

  /** Milliseconds before the next one, or those that were asked for; `undefined` if it is late. */
  next(wanted?: number): number | undefined {
    // Drawn, so that those that failed together do not come again together.
    const rest = wanted ?? Math.random() * this.pauseMs
    this.pauseMs = Math.min(2 * this.pauseMs, this.longestMs)
    return performance.now() + rest > this.end ? undefined : rest
  }
}
