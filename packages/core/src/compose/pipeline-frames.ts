import type { Probabilities } from '../base/classifier.js'
import type { EstimatorLike, PredictorLike, Target } from '../base/estimator-like.js'
import { checkWeights, type LearnManyOptions } from '../base/weights.js'
import type { Block, TakesBlocks } from '../data/block.js'
import type { Frame } from '../data/frame.js'
import { checkFrame, FrameReader } from '../data/frame-reader.js'
import type { Label } from '../data/labels.js'
import { Reader } from '../data/reader.js'
import { Row } from '../data/row.js'
import { Run, type TakesRuns } from '../data/run.js'
import { copy } from '../snapshot/copy.js'
import { isTransformer } from './chain.js'
import {
  type Answers,
  admitRows,
  asked,
  checkTargets,
  deriveInBlocks,
  handOn,
  note,
  roomFor,
} from './many.js'
import { PipelineRows } from './pipeline-rows.js'
import type { Lessons } from './stage.js'

/** What a pipeline does with many events: in blocks, as far as rows are known to pass. */
export class PipelineFrames extends PipelineRows implements TakesBlocks {
  private reader: Reader | undefined
  private readonly shown: Row = new Row()
  private run: Run | undefined

  learnMany(frame: Frame, y?: ArrayLike<Target>, options?: LearnManyOptions): void {
    this.learnEach(frame, y, options, undefined)
  }

  /** Predicts each row, then learns it: what an evaluation does, in one pass. */
  predictThenLearnMany(
    frame: Frame,
    y: ArrayLike<Target>,
    options?: LearnManyOptions,
  ): ArrayLike<unknown> {
    this.model('answerRow')
    const predictions = roomFor(this.kind, frame?.length ?? 0)
    this.learnEach(frame, y, options, predictions)
    return predictions
  }

  predictMany(frame: Frame): ArrayLike<unknown> {
    this.model('answerRow')
    const predictions = roomFor(this.kind, frame?.length ?? 0)
    this.readEach(frame, (row, i) => {
      note(predictions, i, this.answerRow(row))
    })
    return predictions
  }

  predictProbaMany(frame: Frame): Probabilities {
    const { labels } = this
    // A binary model presumes two classes before it has met one.
    const width = labels.size || (labels.at(0) === undefined ? 0 : 2)
    const scores = new Float64Array(Math.max(2, width))
    const values = new Float64Array((frame?.length ?? 0) * width)
    this.readEach(frame, (row, i) => {
      scores.fill(0)
      this.scoreRow(row, scores)
      values.set(scores.subarray(0, width), i * width)
    })
    const known = Array.from({ length: width }, (_, code) => labels.at(code) as Label)
    return { labels: known, values }
  }

  scoreMany(frame: Frame): Float64Array {
    this.model('scoreRow')
    const scores = new Float64Array(frame?.length ?? 0)
    this.readEach(frame, (row, i) => {
      scores[i] = this.scoreRow(row) as number
    })
    return scores
  }

  transformMany(frame: Frame): Frame {
    const rows = this.rowsOf(frame)
    try {
      if (isTransformer(this.last) && this.takesBlocks && this.knowsAll(rows)) {
        return deriveInBlocks(frame, rows, this)
      }
      return frame.derive(this.outputSchema, (i) => this.transformed(rows.read(i)))
    } finally {
      this.forget()
    }
  }

  leading(block: Block): number {
    const { chain } = this
    return chain.endRefuses ? 0 : chain.passed.leading(block)
  }

  /** True if many rows may go through its transformers together. */
  get takesBlocks(): boolean {
    const { chain } = this
    return !this.eager && chain.takesBlocks && (!chain.end || chain.end.takesBlocks)
  }

  /** A part of another learns a block of rows that are known to pass. */
  learnBlock(block: Block, out?: Block): void {
    const lesson = this.lesson.of(0, 1, undefined)
    this.chain.end?.learnBlock(this.chain.learnBlock(block, lesson), lesson, out)
  }

  transformBlock(block: Block, out: Block): void {
    this.chain.end?.transformBlock(this.chain.transformBlock(block), out)
  }

  /** Each row is predicted, if that is wanted, then learned; a frame is learned whole or not. */
  private learnEach(
    frame: Frame,
    y: ArrayLike<Target> | undefined,
    options: LearnManyOptions | undefined,
    predictions: Answers | undefined,
  ): void {
    const [targets, more] = asked(this.supervised, y, options)
    checkFrame('Pipeline', frame)
    const weights = checkWeights('Pipeline', frame.length, more?.w)
    checkTargets('Pipeline', this.list, frame.length, targets, weights)
    const rows = this.rowsOf(frame)
    const lessons = { targets, weights }
    const twin = admitRows<PipelineFrames>(
      this,
      rows,
      () => this.twin(),
      (other) => {
        for (let i = 0; i < frame.length; i++) {
          other.lesson.ith(lessons, i)
          other.learnRead(rows.read(i), undefined)
        }
      },
    )
    handOn(rows, this.takesBlocks, {
      leading: (block) => this.leading(block),
      takeBlock: (block, start) => this.learnTogether(block, start, lessons, predictions),
      takeRow: (row, i) => {
        if (predictions) note(predictions, i, this.answerRow(row))
        this.lesson.ith(lessons, i)
        this.learnRead(predictions ? rows.read(i) : row, twin)
      },
    })
  }

  /** `twin`: if it knows a row, this will know it too once it has learned it. */
  private learnRead(row: Row, twin: PipelineFrames | undefined): void {
    const isKnown = this.knows(row)
    this.teach(row, false, isKnown)
    if (!isKnown && twin?.knows(row)) this.tryOut(row)
    this.commit()
  }

  /** The transformers learn a block, then the model its rows one by one. */
  private learnTogether(
    block: Block,
    start: number,
    lessons: Lessons,
    predictions: Answers | undefined,
  ): void {
    const { chain, last } = this
    const at = chain.learnBlock(block, this.lesson.ith(lessons, start), predictions !== undefined)
    if (chain.end) {
      chain.end.learnBlock(at, this.lesson)
      return
    }
    if (this.learnRun(at, start, lessons, predictions)) return
    const ahead = predictions ? chain.ahead : at
    for (let i = 0; i < block.length; i++) {
      if (predictions) {
        note(predictions, start + i, (last as PredictorLike).answerRow(ahead.read(i)))
      }
      const { y, weight } = this.lesson.ith(lessons, start + i)
      if (weight > 0) last.learnRowWith(at.read(i), y, weight)
    }
    last.commit()
  }

  /** The same in one go; false where the model does not take these rows so. */
  private learnRun(
    at: Block,
    start: number,
    { targets, weights }: Lessons,
    predictions: Answers | undefined,
  ): boolean {
    const last = this.last as EstimatorLike & Partial<TakesRuns>
    if (!last.takesRun?.(at.row)) return false
    this.run ??= new Run()
    const { run } = this
    const labels = last.kind === 'classifier' ? this.labels : undefined
    for (let i = 0; i < at.length; i++) {
      const target = targets?.[start + i]
      const code = labels ? labels.find(target as Label) : (target as number)
      if (labels && code < 0) return false // a label that is new
      run.targets[i] = code
      run.weights[i] = weights ? weights[start + i] : 1
    }
    run.read(at, predictions && this.chain.ahead)
    ;(last as unknown as TakesRuns).learnRun(run)
    for (let i = 0; predictions && i < at.length; i++) {
      note(predictions, start + i, labels ? labels.at(run.answers[i]) : run.answers[i])
    }
    last.commit()
    return true
  }

  private readEach(frame: Frame, visit: (row: Row, i: number) => void): void {
    const rows = this.rowsOf(frame)
    try {
      for (let i = 0; i < frame.length; i++) visit(rows.read(i), i)
    } finally {
      this.forget()
    }
  }

  /** One to try many rows out on: names that it learns are nobody's, and need no way back. */
  private twin(): this {
    const twin = new (this.constructor as new () => this)()
    const { last } = this
    for (const step of this.list) if (step !== last) twin.list.push(copy(step))
    const stands = isTransformer(last) || last.mayRefuse
    const schema = { value: last.schema.copy() }
    twin.list.push(stands ? copy(last) : Object.create(last, { schema }))
    return twin
  }

  /** A row as it comes out of the transformers. */
  protected transformed(row: Row): Row {
    if (!isTransformer(this.last)) return this.rowToPredict(row)
    this.transformRow(row, this.shown)
    return this.shown
  }

  get passesOver(): ((name: string) => boolean) | undefined {
    return this.first.passesOver
  }

  /**
   * Where an event comes in. One that is a mere string becomes the feature that the first step
   * names as its `textFeature`.
   */
  protected get door(): Reader {
    if (this.reader) return this.reader
    const { schema, takesCategories, takesNulls, textFeature, passesOver } = this
    if (passesOver) schema.passOver(passesOver)
    this.reader =
      this.ownDoor ?? new Reader('Pipeline', schema, takesCategories, takesNulls, textFeature)
    return this.reader
  }

  private rowsOf(frame: Frame): FrameReader {
    const { schema, takesCategories, takesNulls, door } = this
    return new FrameReader('Pipeline', frame, schema, door.row, takesCategories, takesNulls)
  }
}
