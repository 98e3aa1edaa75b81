import type { Frame } from '../data/frame.js'
import type { Row } from '../data/row.js'
import type { Features } from '../data/schema.js'
import { Estimator } from './estimator.js'
import type { Target } from './estimator-like.js'

/** A model that tells how unusual an event is: it implements `learnRow` and `scoreRow`. */
export abstract class AnomalyDetector<Options extends object = object> extends Estimator<Options> {
  abstract learnRow(row: Row, weight: number): void

  /** The higher, the more unusual. */
  abstract scoreRow(row: Row): number

  get kind(): 'anomaly detector' {
    return 'anomaly detector'
  }

  override get supervised(): boolean {
    return false
  }

  /** Learns a row; there is no target to learn. */
  learnRowWith(row: Row, _y: Target, weight: number, _options?: object): void {
    this.learnRow(row, weight)
  }

  learnOne(x: Features): void {
    this.learnRow(this.rowToLearn(x), 1)
  }

  scoreOne(x: Features): number {
    const row = this.door.peek(x)
    try {
      return this.scoreRow(row)
    } finally {
      this.forget()
    }
  }

  /** The same as `learnOne` for each row, without objects. */
  learnMany(frame: Frame): void {
    const rows = this.rowsToLearn(frame)
    for (let i = 0; i < frame.length; i++) this.learnRow(rows.read(i), 1)
  }

  scoreMany(frame: Frame): Float64Array {
    const rows = this.rowsOf(frame)
    try {
      return Float64Array.from({ length: frame.length }, (_, i) => this.scoreRow(rows.read(i)))
    } finally {
      this.forget()
    }
  }
}
