import type { Mark } from './segment-scan.js'

/** So many places of a segment are known; of 256 MB that is one a megabyte. */
const MOST = 256

/** Where records begin in the segments of a partition: who looks for one starts near it. */
export class SegmentMarks {
  private readonly marks: Map<number, Mark[]> = new Map()

  /** The last place known before an offset, or the segment's beginning. */
  before(segment: number, offset: number): Mark {
    const there = this.marks.get(segment)?.findLast(({ next }) => next <= offset)
    return there ?? { next: segment, bytes: 0 }
  }

  add(segment: number, mark: Mark): void {
    const there = this.marks.get(segment) ?? []
    this.marks.set(segment, there)
    const last = there.at(-1)
    if (last && mark.bytes <= last.bytes) return
    there.push(mark)
    // Every second one is enough where they are many.
    if (there.length > MOST)
      this.marks.set(
        segment,
        there.filter((_, i) => i % 2 === 1),
      )
  }

  /** Forgets a segment that is another one now, or gone. */
  forget(segment: number): void {
    this.marks.delete(segment)
  }

  /** Forgets those that are not among these. */
  keep(segments: readonly number[]): void {
    for (const segment of this.marks.keys()) if (!segments.includes(segment)) this.forget(segment)
  }
}
