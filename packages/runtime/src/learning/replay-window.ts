import { type Features, type Label, SnapshotError } from '@coelho/core'
import { changePoint } from './change-point.js'
import { fromLines, toLines } from './lines.js'
import { read, readFeatures, spell, spellFeatures } from './spelled.js'

/** An event that was learned. */
export interface Lesson {
  readonly x: Features
  /** `undefined` where there are no labels. */
  readonly y: Label | undefined
}

/** One that is kept, and what its prediction had cost; NaN where that is not known. */
interface Entry {
  readonly lesson: Lesson
  readonly cost: number
  line: string | undefined
}

/**
 * The last so many events that were learned, the oldest first: what a new pipeline begins with.
 *
 * @example
 * const window = new ReplayWindow()
 * for (let a = 0; a < 5; a++) window.add({ x: { a }, y: a > 2 }, 0, 3)
 * window.lessons.map(({ x }) => x.a) // => [2, 3, 4]
 */
export class ReplayWindow {
  static readonly id: string = 'runtime.ReplayWindow'
  static readonly state: readonly string[] = ['packed']
  /** A ring once it is full; then this is the place of the oldest. */
  private entries: Entry[] = []
  private first = 0

  get size(): number {
    return this.entries.length
  }

  /** Adds an event; the oldest goes once there are more than `most`. */
  add({ x, y }: Lesson, cost: number, most: number): void {
    const { length } = this.entries
    if (length !== most) this.straighten()
    if (length > most) this.entries = this.entries.slice(-most)
    const entry = { lesson: { x, y }, cost, line: undefined }
    if (length < most) this.entries.push(entry)
    else {
      this.entries[this.first] = entry
      this.first = (this.first + 1) % most
    }
  }

  /** All of them, the oldest first. */
  get lessons(): Lesson[] {
    this.straighten()
    return this.entries.map(({ lesson }) => lesson)
  }

  /** Those since predictions have become worse, as far as their costs tell; else all. */
  get lessonsSinceChange(): Lesson[] {
    this.straighten()
    return this.lessons.slice(changePoint(this.entries.map(({ cost }) => cost)))
  }

  clear(): void {
    this.entries = []
    this.first = 0
  }

  /** As bytes, for snapshots: a line of JSON each, written once for all snapshots. */
  get packed(): Uint8Array {
    return toLines(this.lines())
  }

  set packed(bytes: Uint8Array) {
    this.clear()
    for (const line of fromLines(bytes)) this.entries.push(unpack(line))
  }

  private *lines(): Generator<string> {
    const { entries, first } = this
    for (let i = 0; i < entries.length; i++) {
      const entry = entries[(first + i) % entries.length]!
      entry.line ??= pack(entry)
      yield entry.line
    }
  }

  private straighten(): void {
    if (this.first === 0) return
    this.entries = [...this.entries.slice(this.first), ...this.entries.slice(0, this.first)]
    this.first = 0
  }
}

function pack({ lesson: { x, y }, cost }: Entry): string {
  return JSON.stringify([spellFeatures(x), spell(y), spell(cost)])
}

function unpack(line: string): Entry {
  try {
    const [x, y, cost] = JSON.parse(line) as unknown[]
    const lesson = { x: readFeatures(x), y: read(y) as Label | undefined }
    const known = read(cost)
    if (typeof known === 'number') return { lesson, cost: known, line: undefined }
  } catch {
    // Said below.
  }
  throw new SnapshotError('an event to learn anew must be one line of JSON')
}
