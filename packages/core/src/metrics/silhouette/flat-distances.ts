type Flat = Float64Array | Float32Array
/** Squared distances from centres that lie one behind the other. */
type Measure = (x: Float64Array, centers: Flat, out: Float64Array) => void

/** Wider points are measured by a loop: generated functions should stay small. */
const WIDEST = 32

/**
 * The squared distances of a point from centres in one flat array. A width gets a function of its
 * own, where code may be generated: without an inner loop it is two to three times as fast.
 */
export class FlatDistances {
  private readonly made: (Measure | undefined)[] = new Array(WIDEST + 1).fill(undefined) // by width
  private width = 0
  private straight: Measure = byLoop

  measure(x: Float64Array, centers: Flat, out: Float64Array): void {
    if (x.length !== this.width) this.prepare(x.length)
    this.straight(x, centers, out)
  }

  private prepare(width: number): void {
    this.width = width
    if (width <= WIDEST) this.made[width] ??= generated(width)
    this.straight = this.made[width] ?? byLoop
  }
}

function generated(width: number): Measure {
  const each = (part: (j: number) => string) => Array.from({ length: width }, (_, j) => part(j))
  const body = `const ${each((j) => `x${j} = x[${j}]`)}
    for (let i = 0, at = 0; at < centers.length; i++, at += ${width}) {
      const ${each((j) => `d${j} = x${j} - centers[at + ${j}]`)}
      out[i] = ${each((j) => `d${j} * d${j}`).join(' + ')}
    }`
  try {
    return new Function('x', 'centers', 'out', body) as Measure
  } catch {
    return byLoop // a content policy forbids generated code
  }
}

/** With two sums, so that none waits for the other. */
function byLoop(x: Float64Array, centers: Flat, out: Float64Array): void {
  const width = x.length
  const even = width - (width % 2)
  for (let i = 0, from = 0; from < centers.length; i++, from += width) {
    let sum = 0
    let other = 0
    for (let j = 0; j < even; j += 2) {
      const gap = x[j] - centers[from + j]
      const otherGap = x[j + 1] - centers[from + j + 1]
      sum += gap * gap
      other += otherGap * otherGap
    }
    if (even < width) other += (x[even] - centers[from + even]) ** 2
    out[i] = sum + other
  }
}
