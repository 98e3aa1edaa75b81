import { isSameLabel, type Label, Labels, twinOf } from '../../data/labels.js'
import { InvalidLabelError, SnapshotError } from '../../errors.js'
import { growFloats, growInts } from '../../memory/grow.js'
import { NO_FLOATS, NO_INTS } from '../../memory/none.js'
import { Cells } from './cells.js'

/** What a prediction may be: `undefined` while a model predicts nothing. */
export type Predicted = Label | undefined

/** Who asks, for messages. (Its name is made when it is read: not for each event.) */
export interface Named {
  readonly who: string
}

// A row of the tally per class: three weights, and of how many updates each is the sum.
const WIDTH = 6
const TRUE = 0
const PREDICTED = 1
const RIGHT = 2
const TIMES = 3

const FEW_LABELS = 1024
/** What may be missing of a weight that is taken back, as a share of it. */
const ROUNDING = 1e-9

/**
 * Weights of pairs of labels, with their sums by truth and by prediction and what else can be
 * kept at each update. Labels have codes here: 0 is "no prediction", the others come as they are
 * seen. A sum over no updates is exactly 0, whatever the weights were that went in and out.
 */
export class Counts {
  static readonly id = 'metrics.Counts'
  static readonly parts: readonly unknown[] = [Cells]
  static readonly state = [
    'labels',
    'tally',
    'cells',
    'updates',
    'weight',
    'rightUpdates',
    'rightWeight',
    'cellSquares',
    'trueSquares',
    'predictedSquares',
  ] as const

  labels: Labels = new Labels()
  readonly cells: Cells = new Cells()
  private tally: Float64Array = growFloats(NO_FLOATS, 3 * WIDTH)
  updates = 0
  weight = 0
  private rightUpdates = 0
  rightWeight = 0
  /** Sums of squares: of the cells, of the sums by truth, of the sums by prediction. */
  cellSquares = 0
  trueSquares = 0
  predictedSquares = 0
  private sweepAt = FEW_LABELS
  // The labels of codes 1 and 2: for two classes there is no need to look further.
  private first: Label = Number.NaN
  private second: Label = Number.NaN

  /** How many codes there are: the labels and "no prediction". */
  get size(): number {
    return this.labels.size + 1
  }

  /** The code of a label, or -1. A class that is told as 1 and as true is one, as in Python. */
  find(label: Predicted): number {
    if (label === this.first) return 1
    if (label === this.second) return 2
    if (label === undefined) return 0
    const code = this.labels.find(label)
    return (code < 0 ? this.findTwin(label) : code) + 1 || -1
  }

  private findTwin(label: Label): number {
    const twin = twinOf(label)
    return twin === undefined ? -1 : this.labels.find(twin)
  }

  /** What has a code: a label, or undefined for 0. */
  at(code: number): Predicted {
    return code === 0 ? undefined : this.labels.at(code - 1)
  }

  /** Throws if the pair cannot be counted; changes nothing. */
  check(by: Named, yTrue: Label, yPred: Predicted): void {
    const known = this.find(yTrue) > 0
    const knownPred = this.find(yPred) >= 0
    if (known && knownPred) return
    if (this.labels.size >= this.sweepAt) this.sweep()
    if (!known) this.labels.check(by.who, yTrue)
    if (!knownPred) this.labels.check(by.who, yPred)
    const two = !known && !knownPred && !isSameLabel(yTrue, yPred)
    if (two && this.labels.size + 2 > this.labels.limit) {
      const expected = `must be one of the ${this.labels.limit} known (the limit)`
      throw new InvalidLabelError(by.who, expected, yPred)
    }
  }

  /** The code of a label that was checked. */
  code(label: Predicted): number {
    const known = this.find(label)
    if (known >= 0) return known
    const code = this.labels.add(label as Label) + 1
    this.tally = growFloats(this.tally, (code + 1) * WIDTH)
    if (code < 3) this.nameFirst()
    return code
  }

  private nameFirst(): void {
    this.first = this.labels.at(0) ?? Number.NaN
    this.second = this.labels.at(1) ?? Number.NaN
  }

  /** Adds a weight: that of one update, or of several at once. */
  add(row: number, col: number, w: number, times = 1): void {
    const { cells, tally } = this
    const cell = cells.place(row, col)
    this.cellSquares += w * (2 * cells.weights[cell] + w)
    cells.weights[cell] += w
    cells.times[cell] += times
    const r = WIDTH * row
    this.trueSquares += w * (2 * tally[r + TRUE] + w)
    tally[r + TRUE] += w
    tally[r + TRUE + TIMES] += times
    const c = WIDTH * col
    this.predictedSquares += w * (2 * tally[c + PREDICTED] + w)
    tally[c + PREDICTED] += w
    tally[c + PREDICTED + TIMES] += times
    if (row === col) {
      tally[r + RIGHT] += w
      tally[r + RIGHT + TIMES] += times
      this.rightWeight += w
      this.rightUpdates += times
    }
    this.weight += w
    this.updates += times
  }

  /** Whether one update of that weight is there to be taken back. */
  holds(row: number, col: number, w: number): boolean {
    const cell = row < 0 || col < 0 ? -1 : this.cells.find(row, col)
    if (cell < 0 || this.cells.times[cell] === 0) return false
    const left = this.cells.weights[cell] - w
    const slack = ROUNDING * Math.max(w, this.cells.weights[cell])
    return this.cells.times[cell] === 1 ? Math.abs(left) <= slack : left >= -slack
  }

  /** Takes back one update that is there. */
  remove(row: number, col: number, w: number): void {
    const { cells, tally } = this
    const cell = cells.find(row, col)
    const before = cells.weights[cell]
    cells.times[cell] -= 1
    cells.weights[cell] = less(before, w, cells.times[cell])
    this.cellSquares += change(before, cells.weights[cell])
    this.trueSquares += this.lessen(WIDTH * row + TRUE, w)
    this.predictedSquares += this.lessen(WIDTH * col + PREDICTED, w)
    if (row === col) {
      this.lessen(WIDTH * row + RIGHT, w)
      this.rightUpdates -= 1
      this.rightWeight = less(this.rightWeight, w, this.rightUpdates)
    }
    this.updates -= 1
    this.weight = less(this.weight, w, this.updates)
    if (this.updates > 0) return
    this.cellSquares = 0
    this.trueSquares = 0
    this.predictedSquares = 0
    tally.fill(0)
  }

  /** Takes a weight from a sum; tells how its square changes. */
  private lessen(at: number, w: number): number {
    const { tally } = this
    const before = tally[at]
    tally[at + TIMES] -= 1
    tally[at] = less(before, w, tally[at + TIMES])
    return change(before, tally[at])
  }

  /** The weight of the events of a class. */
  trueWeight(code: number): number {
    return code < 0 ? 0 : this.tally[WIDTH * code + TRUE]
  }

  /** The weight of the predictions of a class. */
  predictedWeight(code: number): number {
    return code < 0 ? 0 : this.tally[WIDTH * code + PREDICTED]
  }

  /** The weight of the predictions of a class that were right. */
  rightOf(code: number): number {
    return code < 0 ? 0 : this.tally[WIDTH * code + RIGHT]
  }

  /** Whether a class has been true or predicted with a weight above 0. */
  isPresent(code: number): boolean {
    return this.tally[WIDTH * code + TRUE] > 0 || this.tally[WIDTH * code + PREDICTED] > 0
  }

  /** Adds what others have counted. Throws before anything changes if the labels are too many. */
  merge(who: string, other: Counts): void {
    const all = () => new Set([...this.labels.toArray(), ...other.labels.toArray()]).size
    if (all() > this.labels.limit) this.sweep()
    if (all() > this.labels.limit) {
      const expected = `list may bring the known ones to ${this.labels.limit} at most`
      throw new InvalidLabelError(who, expected)
    }
    const { rows, cols, weights, times, size } = other.cells
    for (let cell = 0; cell < size; cell++) {
      if (times[cell] === 0) continue
      const row = this.code(other.at(rows[cell]))
      this.add(row, this.code(other.at(cols[cell])), weights[cell], times[cell])
    }
  }

  /** Forgets the labels that count nothing any more, once they are half of all. */
  private sweep(): void {
    const { labels, size } = this
    const kept = new Labels(labels.limit)
    const codes = growInts(NO_INTS, size)
    for (let code = 1; code < size; code++) {
      const at = WIDTH * code + TIMES
      const times = this.tally[at + TRUE] + this.tally[at + PREDICTED]
      if (times > 0) codes[code] = kept.add(labels.at(code - 1) as Label) + 1
    }
    this.sweepAt = Math.min(labels.limit, Math.max(FEW_LABELS, 2 * kept.size))
    if (2 * kept.size > labels.size && labels.size < labels.limit) return
    for (let code = 1; code < size; code++) {
      if (codes[code] === 0) continue
      const from = WIDTH * code
      this.tally.copyWithin(WIDTH * codes[code], from, from + WIDTH)
    }
    this.tally.fill(0, WIDTH * (kept.size + 1))
    this.labels = kept
    this.cells.sweep(codes)
    this.nameFirst()
  }

  checkState(): void {
    const { tally, cells, size } = this
    if (tally.length < WIDTH * size || !tally.every((x) => x >= 0 && Number.isFinite(x))) {
      throw new SnapshotError('a tally must have sums of at least 0 for each label', size)
    }
    this.nameFirst()
    const again = growFloats(NO_FLOATS, WIDTH * size)
    let right = 0
    for (let cell = 0; cell < cells.size; cell++) {
      const [row, col, times] = [cells.rows[cell], cells.cols[cell], cells.times[cell]]
      if (row < 1 || row >= size || col < 0 || col >= size) {
        throw new SnapshotError('a cell must be of known labels', cell)
      }
      for (const at of [WIDTH * row + TRUE, WIDTH * col + PREDICTED]) {
        again[at] += cells.weights[cell]
        again[at + TIMES] += times
      }
      if (row !== col) continue
      right += times
      again[WIDTH * row + RIGHT] += cells.weights[cell]
      again[WIDTH * row + RIGHT + TIMES] += times
    }
    const same = again.every((x, at) => (at % WIDTH < TIMES ? near(x, tally[at]) : x === tally[at]))
    const updates = cells.times.subarray(0, cells.size).reduce((a, b) => a + b, 0)
    const weight = cells.weights.subarray(0, cells.size).reduce((a, b) => a + b, 0)
    const totals = updates === this.updates && right === this.rightUpdates
    if (!same || !totals || !near(weight, this.weight) || !near(this.rightWeight, this.rightSum)) {
      throw new SnapshotError('the sums of a confusion matrix must be those of its cells')
    }
    const squares = [this.cellSquares, this.trueSquares, this.predictedSquares]
    if (!squares.every(Number.isFinite)) {
      throw new SnapshotError('the squares of a confusion matrix must be finite', squares)
    }
  }

  private get rightSum(): number {
    let sum = 0
    for (let code = 0; code < this.size; code++) sum += this.rightOf(code)
    return sum
  }
}

/** A sum without one of its weights: exactly 0 if that was the last. */
function less(sum: number, w: number, times: number): number {
  return times > 0 ? Math.max(0, sum - w) : 0
}

function change(before: number, after: number): number {
  return (after - before) * (after + before)
}

/** Sums of the same numbers in another order. */
function near(a: number, b: number): boolean {
  return Math.abs(a - b) <= 1e-6 * Math.max(1, Math.abs(a), Math.abs(b))
}
