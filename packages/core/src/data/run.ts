import { NO_FLOATS } from '../memory/none.js'
import { BLOCK_ROWS, type Block } from './block.js'
import { Row } from './row.js'

/** Some rows with the same features, each with what a model is to learn from it. */
export class Run {
  length = 0
  /** Their features; not their values. */
  row: Row = new Row()
  /** Row by row the values of these features, to learn from. */
  values: Float64Array = NO_FLOATS
  /** The same to predict each row from before it is learned, if that is asked. */
  ahead: Float64Array | undefined = undefined
  /** For each row the code of its label, which the model has met, or its number. */
  readonly targets: Float64Array = new Float64Array(BLOCK_ROWS)
  /** For each row how often to learn it; 0: not at all. */
  readonly weights: Float64Array = new Float64Array(BLOCK_ROWS)
  /** For each row what is predicted: a code or a number. */
  readonly answers: Float64Array = new Float64Array(BLOCK_ROWS)

  /** `ahead` has the same features as `block`. */
  read(block: Block, ahead: Block | undefined): void {
    this.length = block.length
    this.row = block.row
    this.values = block.pack()
    this.ahead = ahead?.pack()
  }
}

/** A model that takes such rows in one go, to the same bits as one by one. */
export interface TakesRuns {
  /** False where rows with these features had better come one by one. */
  takesRun(row: Row): boolean
  /** Answers each row, if that is asked, then learns it. */
  learnRun(run: Run): void
}
