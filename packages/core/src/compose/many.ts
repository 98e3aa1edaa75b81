import type { ClassifierLike, EstimatorLike, Target } from '../base/estimator-like.js'
import { BLOCK_ROWS, Block, type TakesBlocks, WIDEST_BLOCK } from '../data/block.js'
import type { Frame } from '../data/frame.js'
import type { FrameReader } from '../data/frame-reader.js'
import type { Row } from '../data/row.js'
import type { Schema } from '../data/schema.js'
import { InvalidInputError } from '../errors.js'
import { copy } from '../snapshot/copy.js'

/** What is there to be written for each row. */
export interface Answers {
  [i: number]: unknown
  readonly length: number
}

/** A model of several outputs: it checks all targets of a frame together. */
interface Several {
  checkTargets(y: ArrayLike<Target>, weights: ArrayLike<number> | undefined): void
}

/** So few rows are tried out sooner than a copy of the steps is made. */
const FEW_ROWS = 8

/** What tries out rows before it learns them. */
export interface Trying {
  /** True if rows like it are known to pass. */
  knows(row: Row): boolean
  knowsAll(rows: FrameReader): boolean
  /** How many rows at the beginning of a block are known to pass. */
  leading(block: Block): number
  admitRow(row: Row): void
  commit(): void
  forget(): void
  readonly unforeseeable: boolean
  /** What the rows are read under. */
  readonly schema: Schema
}

/**
 * Throws if one of the rows would be refused: those that are not known to pass are tried out.
 * Where they are many that is done on a copy, in which names need no way back, and which is
 * given back: what it knows in the end, the model will know once it has learned.
 */
export function tryRows<Model extends Trying>(
  model: Model,
  rows: FrameReader,
  copyOf: () => Model,
): Model | undefined {
  if (model.knowsAll(rows)) return undefined
  let twin: Model | undefined
  handOn(rows, true, {
    leading: (block) => Math.max(model.leading(block), twin?.leading(block) ?? 0),
    takeBlock: () => {},
    takeRow: (row) => {
      if (model.knows(row)) return
      if (rows.length <= FEW_ROWS) {
        model.admitRow(row)
        return
      }
      twin ??= copyOf()
      handTexts(row, model.schema, twin.schema)
      twin.admitRow(row)
      twin.commit()
    },
  })
  return twin
}

/** Texts are not kept: only the schema a row was read under knows those of the row. */
function handTexts({ order, count }: Row, from: Schema, to: Schema): void {
  for (let k = 0; k < count; k++) {
    const text = from.isText(order[k]) ? from.category(order[k], 0) : undefined
    if (text !== undefined) to.addCategory('Pipeline', order[k], text)
  }
}

/**
 * Tries out all rows of a frame and keeps their names, or throws and has changed nothing. Where
 * trying does not tell, `rehearse` learns them with a copy.
 */
export function admitRows<Model extends Trying>(
  model: Model,
  rows: FrameReader,
  copyOf: () => Model,
  rehearse?: (copy: Model) => void,
): Model | undefined {
  let twin: Model | undefined
  try {
    if (rehearse && model.unforeseeable) rehearse(copy(model))
    else twin = tryRows(model, rows, copyOf)
  } catch (error) {
    model.forget()
    throw error
  }
  model.schema.commit()
  model.forget() // other names come with the row that brings them
  rows.settle()
  return twin
}

/** What takes the rows of a frame: in blocks as far as they are known to pass. */
export interface Taker {
  /** How many rows at the beginning of a block it takes together. */
  leading(block: Block): number
  takeBlock(block: Block, start: number): void
  takeRow(row: Row, i: number): void
}

/** Hands the rows of a frame on; those that are taken together are as many as were so before. */
export function handOn(rows: FrameReader, inBlocks: boolean, taker: Taker): void {
  const { length } = rows
  const block = new Block()
  const isEven = inBlocks && rows.evenStamp !== 0 && rows.width <= WIDEST_BLOCK
  let size = 1
  for (let i = 0; i < length; ) {
    const asked = Math.min(size, length - i)
    if (isEven) rows.readBlock(i, asked, block)
    const taken = isEven ? taker.leading(block) : 0
    block.length = taken
    if (taken > 0) taker.takeBlock(block, i)
    if (taken < asked) taker.takeRow(rows.read(i + taken), i + taken)
    size = taken < asked ? 1 : Math.min(2 * size, BLOCK_ROWS)
    i += taken < asked ? taken + 1 : taken
  }
}

interface Deriving extends TakesBlocks {
  readonly outputSchema: Schema
}

/** A frame of what comes out for rows that are all known to pass. */
export function deriveInBlocks(frame: Frame, rows: FrameReader, step: Deriving): Frame {
  const block = new Block()
  const out = new Block()
  return frame.deriveBlocks(step.outputSchema, (start) => {
    rows.readBlock(start, Math.min(BLOCK_ROWS, frame.length - start), block)
    step.transformBlock(block, out)
    return out
  })
}

/** Room for the answers of a model of that kind. */
export function roomFor(kind: string, count: number): Answers {
  if (kind === 'regressor') return new Float64Array(count)
  if (kind === 'clusterer') return new Int32Array(count)
  return new Array(count)
}

/** Keeps an answer in that room; of a clusterer that has none -1, of a regressor 0. */
export function note(answers: Answers, i: number, answer: unknown): void {
  if (answer !== undefined || Array.isArray(answers)) answers[i] = answer
  else answers[i] = answers instanceof Int32Array ? -1 : 0
}

/** Throws if a step cannot learn one of the targets, or if they are too many or too few. */
export function checkTargets(
  who: string,
  steps: readonly EstimatorLike[],
  length: number,
  y: ArrayLike<Target> | undefined,
  weights?: ArrayLike<number>,
): void {
  const supervised = steps.filter((step) => step.supervised)
  if (supervised.length === 0) return
  if (y?.length !== length) {
    throw new InvalidInputError(who, `${length} rows need as many labels`, y?.length)
  }
  for (const step of supervised) {
    const { labels, checkTargets: ofItsOwn } = step as Partial<ClassifierLike & Several>
    if (ofItsOwn) ofItsOwn.call(step, y, weights)
    else if (step.kind === 'classifier') labels?.encode(step.who, y, weights)
    else for (let i = 0; i < length; i++) step.checkTarget(y[i])
  }
}

/** River: what needs no target may be given options in its place. */
export function asked<Y, Options extends object>(
  supervised: boolean,
  y: Y | Options | undefined,
  options: Options | undefined,
): [Y | undefined, Options | undefined] {
  const isOptions = !supervised && typeof y === 'object' && y !== null && 'w' in y
  return isOptions && !options ? [undefined, y as Options] : [y as Y | undefined, options]
}
