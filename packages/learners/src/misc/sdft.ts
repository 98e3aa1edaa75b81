import { Configured, InvalidInputError, NO_FLOATS, type Rules, SnapshotError } from '@coelho/core'

export interface SDFTOptions {
  /** How many of the last values are transformed. */
  readonly windowSize: number
}

/** A complex number: its real and its imaginary part. */
export type Complex = readonly [real: number, imaginary: number]

/**
 * The discrete Fourier transform of the last values, moved on with each value in the time of one
 * window instead of being computed anew.
 *
 * X[k] becomes (X[k] + newest - oldest) e^(2πik/n); starting from a window of zeros this is the
 * transform itself once the window is full.
 *
 * @example
 * const sdft = new misc.SDFT({ windowSize: 4 })
 * for (const x of [1, 2, 3, 4]) sdft.update(x)
 * sdft.coefficients[0] // => [10, 0]
 */
export class SDFT extends Configured<SDFTOptions> {
  static override readonly id = 'misc.SDFT'
  static override readonly rules: Rules<SDFTOptions> = {
    windowSize: { kind: 'integer', atLeast: 1, atMost: 16_777_216 },
  }
  static override readonly state: readonly string[] = ['seen', 'oldest', 'window', 'real', 'imag']

  /** How many values of the window there are. */
  private seen = 0
  /** The place of the oldest value, which the next one takes. */
  private oldest = 0
  private window: Float64Array = new Float64Array(this.options.windowSize)
  private real: Float64Array = new Float64Array(this.options.windowSize)
  private imag: Float64Array = new Float64Array(this.options.windowSize)
  /** By coefficient how it is turned: cosine and sine; made when first used. */
  private cosines: Float64Array = NO_FLOATS
  private sines: Float64Array = NO_FLOATS

  update(x: number): void {
    if (!Number.isFinite(x)) throw new InvalidInputError(this.who, 'takes finite numbers', x)
    if (this.cosines.length === 0) this.prepare()
    const { window, real, imag, cosines, sines, oldest } = this
    const size = window.length
    const change = x - window[oldest]
    for (let k = 0; k < size; k++) {
      const moved = real[k] + change
      const turned = imag[k]
      real[k] = moved * cosines[k] - turned * sines[k]
      imag[k] = moved * sines[k] + turned * cosines[k]
    }
    window[oldest] = x
    this.oldest = oldest + 1 === size ? 0 : oldest + 1
    if (this.seen < size) this.seen += 1
  }

  private prepare(): void {
    const { windowSize } = this.options
    const turn = (k: number) => (2 * Math.PI * k) / windowSize
    this.cosines = Float64Array.from({ length: windowSize }, (_, k) => Math.cos(turn(k)))
    this.sines = Float64Array.from({ length: windowSize }, (_, k) => Math.sin(turn(k)))
  }

  /** How many values are transformed. */
  get windowSize(): number {
    return this.options.windowSize
  }

  /** The coefficients, from that of the sum on; none while the window is not full. */
  get coefficients(): Complex[] {
    const { seen, real, imag } = this
    if (seen < real.length) return []
    return Array.from(real, (re, k): Complex => [re, imag[k]])
  }

  checkState(): void {
    const { seen, oldest, window, real, imag } = this
    const { windowSize } = this.options
    const isPlace = (n: number, most: number) => Number.isInteger(n) && n >= 0 && n <= most
    const sized = [window, real, imag].every((list) => list.length === windowSize)
    const placed = isPlace(seen, windowSize) && isPlace(oldest, windowSize - 1)
    const begins = seen === windowSize || oldest === seen
    if (sized && placed && begins && window.every(Number.isFinite)) return
    throw new SnapshotError('SDFT must have a window of its size', windowSize)
  }
}
