import type { Frame } from '../data/frame.js'
import type { Row } from '../data/row.js'
import type { Features } from '../data/schema.js'
import { Estimator } from './estimator.js'
import type { Target } from './estimator-like.js'
import { checkWeight, checkWeights, type LearnManyOptions, type LearnOptions } from './weights.js'

/**
 * A model that groups events: it implements `learnRow` and `predictRow`. `Answer` is what it says
 * of an event, for one that may know no cluster a number or undefined.
 */
export abstract class Clusterer<
  Options extends object = object,
  Answer extends number | undefined = number,
> extends Estimator<Options> {
  abstract learnRow(row: Row, weight: number): void

  /** The number of the cluster an event belongs to. */
  abstract predictRow(row: Row): number

  get kind(): 'clusterer' {
    return 'clusterer'
  }

  override get supervised(): boolean {
    return false
  }

  /** Learns a row; there is no target to learn. */
  learnRowWith(row: Row, _y: Target, weight: number, _options?: object): void {
    this.learnRow(row, weight)
  }

  /** What `predictOne` says, for a row. */
  answerRow(row: Row, _options?: object): Answer {
    return this.predictRow(row) as Answer
  }

  learnOne(x: Features, options?: LearnOptions): void {
    const weight = checkWeight(this.who, options?.w ?? 1)
    const row = this.rowToLearn(x)
    if (weight > 0) this.learnRow(row, weight)
  }

  predictOne(x: Features): Answer {
    const row = this.door.peek(x)
    try {
      return this.answerRow(row)
    } finally {
      this.forget()
    }
  }

  /** The same as `learnOne` for each row, without objects. */
  learnMany(frame: Frame, options?: LearnManyOptions): void {
    const weights = checkWeights(this.who, frame?.length, options?.w)
    const rows = this.rowsToLearn(frame)
    for (let i = 0; i < frame.length; i++) {
      const weight = weights ? weights[i] : 1
      if (weight > 0) this.learnRow(rows.read(i), weight)
    }
  }

  predictMany(frame: Frame): Int32Array {
    const rows = this.rowsOf(frame)
    try {
      return Int32Array.from({ length: frame.length }, (_, i) => this.predictRow(rows.read(i)))
    } finally {
      this.forget()
    }
  }
}
