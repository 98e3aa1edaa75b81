import type { ClassifierLike, EstimatorLike, Target } from '../base/estimator-like.js'
import type { FrameReader } from '../data/frame-reader.js'
import type { Row } from '../data/row.js'
import { InvalidInputError } from '../errors.js'

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
  admitRow(row: Row): void
  commit(): void
}

/**
 * Throws if one of the rows would be refused: those that are not known to pass are tried out.
 * Where they are many that is done on a copy, in which names need no way back, and which is
 * given back: what it knows in the end, the model will know once it has learned.
 */
export function tryRows<Model extends Trying>(
  model: Model,
  rows: FrameReader,
  count: number,
  copyOf: () => Model,
): Model | undefined {
  if (model.knowsAll(rows)) return undefined
  let twin: Model | undefined
  for (let i = 0; i < count; i++) {
    const row = rows.read(i)
    if (model.knows(row)) continue
    if (count <= FEW_ROWS) {
      model.admitRow(row)
      continue
    }
    twin ??= copyOf()
    twin.admitRow(row)
    twin.commit()
  }
  return twin
}

/** Room for the answers of a model of that kind. */
export function roomFor(kind: string, count: number): Answers {
  if (kind === 'regressor') return new Float64Array(count)
  if (kind === 'clusterer') return new Int32Array(count)
  return new Array(count)
}

/** Throws if a step cannot learn one of the targets, or if they are too many or too few. */
export function checkTargets(
  steps: readonly EstimatorLike[],
  length: number,
  y: ArrayLike<Target> | undefined,
  weights: ArrayLike<number> | undefined,
): void {
  const supervised = steps.filter((step) => step.supervised)
  if (supervised.length === 0) return
  if (y?.length !== length) {
    throw new InvalidInputError('Pipeline', `${length} rows need as many labels`, y?.length)
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
