import { NO_INTS } from '../memory/none.js'
import type { Row } from './row.js'

/** How rows with one stamp are copied: `values[targets[k]]` becomes `values[sources[k]]`. */
export class Plan {
  /** The stamp of the rows it is for. */
  readonly stamp: number
  readonly sources: Int32Array
  readonly targets: Int32Array
  /** Those of the sources that are categories. */
  readonly categories: Int32Array
  /** True if features have the same numbers on both sides: but for codes, the row is the same. */
  readonly isSame: boolean
  /** If all are numbers: where runs of them begin on both sides, and how long each is. */
  readonly runs: Int32Array
  /** The row it makes: its stamp, and its features in both orders. */
  private readonly outStamp: number
  private readonly indices: Int32Array
  private readonly order: Int32Array | undefined

  /** `out` is the row that one of those rows became. */
  constructor(
    row: Row,
    sources: readonly number[],
    targets: readonly number[],
    out: Row,
    isCategory: (target: number) => boolean,
  ) {
    this.stamp = row.stamp
    this.sources = Int32Array.from(sources)
    this.targets = Int32Array.from(targets)
    this.categories = this.sources.filter((_, k) => isCategory(targets[k]))
    this.isSame = sources.length === row.count && sources.every((s, k) => s === targets[k])
    this.runs = this.categories.length === 0 ? runsOf(sources, targets) : NO_INTS
    this.outStamp = out.stamp
    this.indices = out.indices.slice(0, out.count)
    this.order = out.order === out.indices ? undefined : out.order.slice(0, out.count)
  }

  /** True if a row is the same on the other side; `same`: by feature which values stay. */
  keeps({ width, values }: Row, widthThere: number, same: Float64Array): boolean {
    const { isSame, categories } = this
    if (!isSame || width !== widthThere) return false
    for (let k = 0; k < categories.length; k++) {
      if (values[categories[k]] >= same[categories[k]]) return false
    }
    return true
  }

  /** Gives a row the features of those it makes. */
  shape(out: Row, width: number): void {
    if (out.stamp !== this.outStamp) {
      out.clear()
      out.widen(width)
      out.indices.set(this.indices)
      out.count = this.indices.length
      out.stamp = this.outStamp
      if (this.order) out.keepOrder(this.order, this.order.length)
    } else if (out.width !== width) out.widen(width)
  }
}

/** Neighbours that stay neighbours are copied in one go: source, target and length of each run. */
function runsOf(sources: readonly number[], targets: readonly number[]): Int32Array {
  const runs: number[] = []
  for (let k = 0; k < sources.length; k++) {
    const goesOn = k > 0 && sources[k] === sources[k - 1] + 1 && targets[k] === targets[k - 1] + 1
    if (goesOn) runs[runs.length - 1] += 1
    else runs.push(sources[k], targets[k], 1)
  }
  return Int32Array.from(runs)
}
