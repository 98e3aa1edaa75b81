import { NO_FLOATS } from '../../memory/none.js'

type Numbers = Readonly<Record<string, unknown>>
/** For objects of the known shape; false for all others. */
interface Straight {
  /** Writes the numbers to `out`. */
  readonly read: (x: unknown, out: Float64Array) => boolean
  /** The squared distance from what was read, written to `out[at]`. */
  readonly measure: (center: unknown, x: Float64Array, out: Float64Array, at: number) => boolean
}

/** Objects with more names are measured the general way: generated functions should stay small. */
const WIDEST = 512
/** As is a stream of ever new shapes. */
const MOST_SHAPES = 64

/**
 * Distances between objects of numbers. A shape that comes twice in a row gets functions of its
 * own, where code may be generated: they are ten times as fast as a look-up per name. A point is
 * read once for all centres.
 */
export class RecordDistance {
  private straight: Straight | undefined
  private numbers: Float64Array = NO_FLOATS // of the point, if it has the known shape
  private isRead = false
  private names: readonly string[] = []
  private shapes = 0

  /** The point from which is measured until the next one. */
  read(x: unknown): void {
    this.isRead = this.straight?.read(x, this.numbers) === true
  }

  /** Squared, written to `out[at]`, if the point and the centre have the known shape. */
  measure(center: unknown, out: Float64Array, at: number): boolean {
    return this.isRead && this.straight?.measure(center, this.numbers, out, at) === true
  }

  /** The same for all objects; NaN if something is no number. What one lacks is 0. */
  measureAny(x: Numbers, center: Numbers, out: Float64Array, at: number): void {
    out[at] = general(x, center)
    this.remember(Object.keys(x))
  }

  private remember(names: readonly string[]): void {
    if (this.shapes >= MOST_SHAPES || names.length > WIDEST || names.length === 0) return
    const isSame =
      names.length === this.names.length && names.every((name, i) => name === this.names[i])
    if (isSame) {
      this.straight = generated(names)
      this.isRead = false
      this.numbers = new Float64Array(names.length)
      this.shapes += 1
      this.names = []
    } else this.names = names
  }
}

function generated(names: readonly string[]): Straight | undefined {
  const each = (line: (i: number, key: string) => string) =>
    names.map((name, i) => line(i, JSON.stringify(name))).join('\n')
  const load = `let keys = 0
    for (const key in x) keys++
    if (keys !== ${names.length} || Object.getPrototypeOf(x) !== plain) return false
    ${each((i, key) => `const a${i} = x[${key}]; if (typeof a${i} !== 'number') return false`)}`
  const body = `return {
    read(x, out) { ${load}; ${each((i) => `out[${i}] = a${i}`)}; return true },
    measure(x, from, out, at) {
      ${load}; ${each((i) => `const d${i} = from[${i}] - a${i}`)}
      out[at] = ${names.map((_, i) => `d${i} * d${i}`).join(' + ')}
      return true
    }
  }`
  try {
    return new Function('plain', body)(Object.prototype) as Straight
  } catch {
    return undefined // a content policy forbids generated code
  }
}

function general(x: Numbers, center: Numbers): number {
  let sum = 0
  for (const name in x) {
    if (!Object.hasOwn(x, name)) continue
    const gap = numberOf(x[name]) - (Object.hasOwn(center, name) ? numberOf(center[name]) : 0)
    sum += gap * gap
  }
  for (const name in center) {
    if (!Object.hasOwn(center, name) || Object.hasOwn(x, name)) continue
    const gap = numberOf(center[name])
    sum += gap * gap
  }
  return sum
}

/** What is missing is 0, a boolean 0 or 1; NaN for all that is no number. */
function numberOf(value: unknown): number {
  if (typeof value === 'number') return value
  if (value === undefined || value === null) return 0
  return typeof value === 'boolean' ? Number(value) : Number.NaN
}
