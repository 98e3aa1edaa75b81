import type { AnomalyFilterLike, EstimatorLike, TransformerLike } from '../base/estimator-like.js'
import { Block } from '../data/block.js'
import { Link } from '../data/link.js'
import type { Row } from '../data/row.js'
import type { Schema } from '../data/schema.js'
import { copy } from '../snapshot/copy.js'
import { Passed } from './passed.js'
import { type Lesson, Stage } from './stage.js'

/**
 * A row's way through all steps of a pipeline but the last. Names are matched from step to step
 * by a `Link`; each step has a row of its own, used over and over.
 */
export class Chain {
  private readonly list: readonly EstimatorLike[]
  /** All steps but the last. */
  private readonly stages: readonly Stage[]
  /** What leads from each of them to the next. */
  private readonly links: readonly Link[]
  /** The steps before this one learn nothing: they give the same before and after a lesson. */
  private readonly firstLearner: number
  /** The rows that are known to pass. */
  readonly passed: Passed
  /** True if a step needs the target. */
  readonly supervised: boolean
  /** True if the last step may refuse a row for more than what comes out of it. */
  readonly endRefuses: boolean
  /** The last step, if it is a transformer. */
  readonly end: Stage | undefined
  private known: boolean | undefined
  /** See `learnBlock`. */
  ahead: Block = new Block()

  constructor(steps: readonly EstimatorLike[]) {
    const list = joinSteps(steps)
    this.list = list
    this.passed = new Passed(schemasOf(steps))
    this.supervised = list.some((step) => step.supervised)
    const last = list.at(-1) as EstimatorLike
    this.endRefuses = last.mayRefuse && !('follow' in last)
    this.end = isTransformer(last) ? new Stage(last) : undefined
    this.stages = list.slice(0, -1).map((step) => new Stage(step))
    this.links = this.stages.map(({ step }, i) => linkBetween(step, list[i + 1]))
    const first = list.findIndex((step) => !isTransformer(step) || step.learns)
    this.firstLearner = first < 0 ? list.length - 1 : Math.min(first, list.length - 1)
  }

  /** What the last step is given to predict from, or to learn from if nothing learned before. */
  transform(row: Row, toLearn = false): Row {
    const { stages, links } = this
    let at = row
    for (let i = 0; i < stages.length; i++) {
      const stage = stages[i]
      if (stage.isTransformer && !(toLearn && stage.standsAside)) {
        stage.step.transformRow(at, stage.out)
        at = stage.out
      }
      at = links[i].pass(at)
    }
    return at
  }

  /**
   * Each step learns; gives what the last is to learn from, or undefined if a filter stops it.
   * `resume`: the row has just been transformed.
   */
  learn(row: Row, lesson: Lesson, resume: boolean): Row | undefined {
    const { stages, links, firstLearner } = this
    const start = resume ? firstLearner : 0
    let at = start === 0 ? row : links[start - 1].last(stages[start - 1].out)
    for (let i = start; i < stages.length; i++) {
      const stage = stages[i]
      if (stage.isTransformer) {
        stage.learnAndTransform(at, stage.out, lesson)
        if (!stage.standsAside) at = stage.out
      } else if (stops(stage.step as unknown as AnomalyFilterLike, at, lesson)) return undefined
      at = links[i].pass(at)
    }
    return at
  }

  /** True if many rows may go through all steps but the last together. */
  get takesBlocks(): boolean {
    return this.stages.every((stage) => stage.takesBlocks)
  }

  /** What the last step is given for a block of rows that are known to pass. */
  transformBlock(block: Block): Block {
    const { stages, links } = this
    let at = block
    for (let i = 0; i < stages.length; i++) {
      const { block: out, linked } = stages[i]
      stages[i].transformBlock(at, out)
      at = links[i].passBlock(out, linked)
    }
    return at
  }

  /**
   * Each step learns them; gives what the last is to learn from. `predicts`: in `ahead` is then
   * what it is to predict each row from, before that row was learned.
   */
  learnBlock(block: Block, lesson: Lesson, predicts = false): Block {
    const { stages, links } = this
    let at = block
    let ahead = block
    for (let i = 0; i < stages.length; i++) {
      const stage = stages[i]
      const { block: out, linked, early, earlyLinked, standsAside } = stage
      if (predicts && (stage.learns || standsAside || ahead !== at)) {
        stage.learnAfter(ahead, early, at, out, lesson)
        ahead = links[i].passBlock(early, earlyLinked)
        at = links[i].passBlock(standsAside ? at : out, linked)
      } else {
        stage.learnBlock(at, lesson, out)
        at = links[i].passBlock(standsAside ? at : out, linked)
        ahead = at
      }
    }
    this.ahead = ahead
    return at
  }

  /** True if what was just transformed shows which features rows like it have: see the steps. */
  foretells(row: Row): boolean {
    let at = row
    for (let i = 0; i < this.stages.length; i++) {
      const { step, out, isTransformer, standsAside } = this.stages[i]
      if (isTransformer && !standsAside) {
        if (!step.foretells(at, out)) return false
        at = out
      }
      at = this.links[i].last(at)
      if (at.stamp === 0) return false
    }
    return true
  }

  /**
   * Goes through a lesson with copies of the steps, for its refusals: where a user's function
   * stands behind a step that learns, nothing less tells what it will say.
   */
  rehearse(row: Row, lesson: Lesson): Row | undefined {
    const kept = schemasOf(this.list).map((schema) => [schema, schema] as const)
    const before = this.list
      .slice(0, -1)
      .map((step) => (isTransformer(step) && !step.learns ? step : copy(step, kept)))
    return new Chain([...before, this.list[before.length]]).learn(row, lesson, false)
  }

  /** True if a step that refuses values stands behind one that learns. */
  get unforeseeable(): boolean {
    this.known ??= this.isUnforeseeable()
    return this.known
  }

  private isUnforeseeable(): boolean {
    let learns = false
    for (const step of this.list) {
      if (!isTransformer(step)) {
        learns = true
        continue
      }
      if (step.unforeseeable || (learns && step.refusesValues)) return true
      learns ||= step.learns
    }
    return false
  }
}

/** Neighbours that can do their work in one go stand as one step. */
function joinSteps(steps: readonly EstimatorLike[]): EstimatorLike[] {
  const list: EstimatorLike[] = []
  for (const step of steps) {
    const before = list.at(-1)
    const joined = before && isTransformer(step) ? step.joined?.(before) : undefined
    if (joined) list[list.length - 1] = joined
    else list.push(step)
  }
  return list
}

export function isTransformer(step: EstimatorLike): step is TransformerLike {
  return step.kind === 'transformer'
}

/** What comes out of a step has the names of this schema. */
export function outputOf(step: EstimatorLike): Schema {
  return isTransformer(step) ? step.outputSchema : step.schema
}

/** False if a step writes values of its own under the names it was given. */
export function keepsValues(step: EstimatorLike): boolean {
  if (!isTransformer(step)) return true
  return step.keepsValues ?? step.outputSchema !== step.schema
}

/** All schemas of some steps, those of what they are made of included. */
export function schemasOf(list: readonly EstimatorLike[]): Schema[] {
  return list.flatMap((step) => [step.schema, outputOf(step), ...schemasOf(step.held ?? [])])
}

/** What leads from what comes out of a step to the next one. */
function linkBetween(step: EstimatorLike, next: EstimatorLike): Link {
  const { who, schema, takesCategories, takesNulls } = next
  const keeps = keepsValues(step)
  return new Link(who, outputOf(step), schema, takesCategories, takesNulls, undefined, keeps)
}

/** River: a filter learns what it judges, and what it takes for an anomaly goes no further. */
function stops(step: AnomalyFilterLike, row: Row, lesson: Lesson): boolean {
  if (!lesson.supervised) return false // while predicting, all passes
  step.learnRowWith(row, lesson.y, lesson.weight, lesson.options)
  return step.classify(step.scoreRowWith(row, lesson.y))
}

/** Whether it matters to a step, or to what comes out of the last, that a feature was null. */
export function takesNulls(list: readonly EstimatorLike[]): boolean {
  for (const step of list) {
    if (!step.takesNulls) return false
    const isPassedOn = isTransformer(step) && !step.learns && step.refusesValues !== true
    if (!isPassedOn) return true
  }
  return true
}
