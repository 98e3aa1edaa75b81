import type {
  AnomalyFilterLike,
  EstimatorLike,
  Target,
  TransformerLike,
} from '../base/estimator-like.js'
import { Link } from '../data/link.js'
import { Row } from '../data/row.js'
import type { Schema } from '../data/schema.js'
import { copy } from '../snapshot/copy.js'
import { Passed } from './passed.js'

/** What is being learned from an event, and by which of the steps it comes through. */
export class Lesson {
  y: Target = 0
  weight = 1
  options: object | undefined = undefined
  /** Whether steps learn that need the target, and those that don't. */
  supervised = true
  unsupervised = true

  /** What is to be learned next, by all steps. */
  of(y: Target, weight: number, options: object | undefined): this {
    this.y = y
    this.weight = weight
    this.options = options
    this.supervised = true
    this.unsupervised = true
    return this
  }
}

/** A transformer made of others: it knows the order in which they learn and transform. */
export interface Composite extends TransformerLike {
  follow(row: Row, out: Row, lesson: Lesson): void
  /** The same for a row that is known to pass, where nobody asks what comes out. */
  study(row: Row, lesson: Lesson): void
}

/**
 * A row's way through all steps of a pipeline but the last. Names are matched from step to step
 * by a `Link`; each step has a row of its own, used over and over.
 */
export class Chain {
  private readonly list: readonly EstimatorLike[]
  private readonly links: Link[] = []
  private readonly rows: Row[] = []
  /** The steps before this one learn nothing: they give the same before and after a lesson. */
  private readonly firstLearner: number
  /** The rows that are known to pass. */
  readonly passed: Passed
  /** True if a step needs the target. */
  readonly supervised: boolean
  /** True if the last step may refuse a row for more than what comes out of it. */
  readonly endRefuses: boolean
  /** The last step, if it is a transformer. */
  readonly end: (TransformerLike & Partial<Composite>) | undefined
  /** For each step whether it is a transformer. */
  private readonly transforms: readonly boolean[]
  private known: boolean | undefined

  constructor(list: readonly EstimatorLike[]) {
    this.list = list
    this.passed = new Passed(schemasOf(list))
    this.supervised = list.some((step) => step.supervised)
    const last = list.at(-1) as EstimatorLike & Partial<Composite>
    this.endRefuses = last.mayRefuse && !last.follow
    this.transforms = list.map(isTransformer)
    this.end = isTransformer(last) ? last : undefined
    for (let i = 0; i + 1 < list.length; i++) {
      const next = list[i + 1]
      const { who, schema, takesCategories, takesNulls } = next
      const keeps = keepsValues(list[i])
      this.links.push(
        new Link(who, outputOf(list[i]), schema, takesCategories, takesNulls, undefined, keeps),
      )
      this.rows.push(new Row())
    }
    const first = list.findIndex((step) => !isTransformer(step) || step.learns)
    this.firstLearner = first < 0 ? list.length - 1 : Math.min(first, list.length - 1)
  }

  /** What the last step is given to predict from, or to learn from if nothing learned before. */
  transform(row: Row, toLearn = false): Row {
    const { list, links, rows, transforms } = this
    let at = row
    for (let i = 0; i < links.length; i++) {
      const step = list[i] as TransformerLike
      if (transforms[i] && !(toLearn && step.standsAside)) {
        step.transformRow(at, rows[i])
        at = rows[i]
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
    const { list, links, rows, firstLearner, transforms } = this
    const start = resume ? firstLearner : 0
    let at = start === 0 ? row : links[start - 1].last(rows[start - 1])
    for (let i = start; i < links.length; i++) {
      const step = list[i] as TransformerLike
      if (transforms[i]) {
        learnAndTransform(step, at, rows[i], lesson)
        if (!step.standsAside) at = rows[i]
      } else if (stops(list[i] as unknown as AnomalyFilterLike, at, lesson)) return undefined
      at = links[i].pass(at)
    }
    return at
  }

  /** True if what was just transformed shows which features rows like it have: see the steps. */
  foretells(row: Row): boolean {
    let at = row
    for (let i = 0; i < this.links.length; i++) {
      const step = this.list[i]
      const out = this.rows[i]
      if (isTransformer(step) && !step.standsAside) {
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

/**
 * River's order: what needs no target learns before it transforms, what needs it afterwards, so
 * that no event is transformed by its own target.
 */
export function learnAndTransform(
  step: TransformerLike & Partial<Composite>,
  row: Row,
  out: Row,
  lesson: Lesson,
): void {
  if (step.follow) {
    step.follow(row, out, lesson)
    return
  }
  const { supervised } = step
  if (!supervised && lesson.unsupervised) step.learnRowWith(row, lesson.y, 1, lesson.options)
  step.transformRow(row, out)
  if (supervised && lesson.supervised) step.learnRowWith(row, lesson.y, 1, lesson.options)
}

/** The last of some steps learns a row that is known to pass: nothing need come out of it. */
export function learnLast(
  step: TransformerLike & Partial<Composite>,
  row: Row,
  lesson: Lesson,
): void {
  if (step.study) step.study(row, lesson)
  else if (step.supervised ? lesson.supervised : lesson.unsupervised) {
    step.learnRowWith(row, lesson.y, 1, lesson.options)
  }
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
