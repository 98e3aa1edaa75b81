import type { TransformerLike } from '../base/estimator-like.js'
import type { Block } from '../data/block.js'
import { Link } from '../data/link.js'
import { nextStamp } from '../data/reader.js'
import type { Row } from '../data/row.js'
import type { Schema } from '../data/schema.js'
import { keepsValues } from './chain.js'

/** Combinations of shapes that are remembered at once. */
const MOST_STAMPS = 64

/** Where rows that came out of several transformers become one. */
export class Junction {
  private readonly output: Schema
  /** What leads from each transformer to what comes out of the whole. */
  private readonly links: readonly Link[]
  private readonly stamps: Map<string, number> = new Map()
  /** The stamps of the parts of the row that was put together last, and its own. */
  private lastStamps: number[] = []
  private lastStamp = 0

  constructor(who: string, list: readonly TransformerLike[], output: Schema) {
    this.output = output
    this.links = list.map(
      (step) => new Link(who, step.outputSchema, output, true, true, undefined, keepsValues(step)),
    )
  }

  /** River: the last comes first, and of two features of one name the first one's value counts. */
  join(parts: readonly Row[], out: Row): void {
    const { links, output, lastStamps } = this
    let same = out.stamp !== 0 && out.stamp === this.lastStamp
    for (let i = 0; i < parts.length; i++) same = same && parts[i].stamp === lastStamps[i]
    if (same) {
      if (out.width < output.size) out.widen(output.size)
      for (let i = parts.length - 1; i >= 0; i--) links[i].copyTo(parts[i], out)
      return
    }
    out.clear()
    for (let i = parts.length - 1; i >= 0; i--) links[i].addTo(parts[i], out)
    out.seal(output.size)
    this.stamp(parts, out)
  }

  /** The same for blocks of rows that are known to pass. */
  joinBlocks(parts: readonly Block[], out: Block): void {
    const { links } = this
    for (const part of parts) part.read(0)
    this.join(
      parts.map((part) => part.row),
      out.row,
    )
    out.length = parts[0].length
    for (let i = parts.length - 1; i >= 0; i--) links[i].copyBlock(parts[i], out)
  }

  /** Rows whose parts have known features have known features. */
  private stamp(parts: readonly Row[], out: Row): void {
    const stamps = parts.map((row) => row.stamp)
    const known = !stamps.includes(0) && out.nullCount === 0 && !this.output.provisional
    if (!known) return
    const key = stamps.join()
    const stamp = this.stamps.get(key) ?? nextStamp()
    if (this.stamps.size >= MOST_STAMPS) this.stamps.clear()
    this.stamps.set(key, stamp)
    this.lastStamps = stamps
    this.lastStamp = stamp
    out.stamp = stamp
  }
}
