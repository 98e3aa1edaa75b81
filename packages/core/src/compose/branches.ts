import type { TransformerLike } from '../base/estimator-like.js'
import { Link } from '../data/link.js'
import { Row } from '../data/row.js'
import type { Schema } from '../data/schema.js'
import { type Lesson, learnAndTransform, learnLast } from './chain.js'

/** Transformers side by side: each is given the same row and has a row of its own to write. */
export class Branches {
  readonly list: readonly TransformerLike[]
  /** What came out of each the last time. */
  readonly outs: readonly Row[]
  /** True if one of them needs the target. */
  readonly supervised: boolean
  private readonly needTarget: readonly boolean[]
  private readonly links: readonly Link[]
  private readonly given: Row[]
  private readonly spare: Row = new Row()

  constructor(schema: Schema, list: readonly TransformerLike[]) {
    this.list = list
    this.needTarget = list.map((step) => step.supervised)
    this.supervised = this.needTarget.includes(true)
    this.outs = list.map(() => new Row())
    this.given = list.map(() => this.spare)
    this.links = list.map(
      (step) => new Link(step.who, schema, step.schema, step.takesCategories, step.takesNulls),
    )
  }

  transform(row: Row): void {
    const { list, outs, links, given } = this
    for (let i = 0; i < list.length; i++) {
      given[i] = links[i].pass(row)
      list[i].transformRow(given[i], outs[i])
    }
  }

  /** Each learns, and all transform; River: what holds a part that needs the target learns last. */
  follow(row: Row, lesson: Lesson): void {
    const { list, outs, links, needTarget } = this
    for (let i = 0; i < list.length; i++) {
      const at = links[i].pass(row)
      if (needTarget[i]) list[i].transformRow(at, outs[i])
      learnAndTransform(list[i], at, needTarget[i] ? this.spare : outs[i], lesson)
    }
  }

  /** Each learns a row that is known to pass. */
  study(row: Row, lesson: Lesson): void {
    const { list, links } = this
    for (let i = 0; i < list.length; i++) learnLast(list[i], links[i].pass(row), lesson)
  }

  foretells(): boolean {
    const { list, outs, given } = this
    for (let i = 0; i < list.length; i++) if (!list[i].foretells(given[i], outs[i])) return false
    return true
  }
}
