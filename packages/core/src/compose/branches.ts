import type { TransformerLike } from '../base/estimator-like.js'
import type { Block } from '../data/block.js'
import { Link, type Rename } from '../data/link.js'
import { Row } from '../data/row.js'
import type { Schema } from '../data/schema.js'
import { Junction } from './junction.js'
import { type Composite, type Lesson, Stage } from './stage.js'

/** What a row takes to a step. */
interface Way {
  readonly link: Link
  readonly stage: Stage
}

/** Transformers side by side: each is given the same row and has a row of its own to write. */
export class Branches {
  readonly list: readonly TransformerLike[]
  private readonly outs: readonly Row[]
  /** True if one of them needs the target. */
  readonly supervised: boolean
  private readonly ways: readonly Way[]
  private readonly given: Row[]
  /** The same for rows that are known to pass, past steps that only leave features out. */
  private readonly shortWays: readonly Way[]
  private readonly shortOuts: readonly Row[]
  private readonly blocks: readonly Block[]
  private readonly junction: Junction
  private readonly spare: Row = new Row()

  constructor(who: string, schema: Schema, list: readonly TransformerLike[], output: Schema) {
    this.list = list
    this.junction = new Junction(who, list, output)
    this.ways = list.map((step) => ({ link: linkTo(step, schema), stage: new Stage(step) }))
    this.shortWays = list.map((step, i) => shortWay(step, schema) ?? this.ways[i])
    this.supervised = this.ways.some(({ stage }) => stage.supervised)
    this.outs = this.ways.map(({ stage }) => stage.out)
    this.shortOuts = this.shortWays.map(({ stage }) => stage.out)
    this.blocks = this.shortWays.map(({ stage }) => stage.block)
    this.given = list.map(() => this.spare)
  }

  transform(row: Row): readonly Row[] {
    const { ways, given } = this
    for (let i = 0; i < ways.length; i++) {
      const { link, stage } = ways[i]
      given[i] = link.pass(row)
      stage.step.transformRow(given[i], stage.out)
    }
    return this.outs
  }

  transformKnown(row: Row): readonly Row[] {
    const { shortWays } = this
    for (let i = 0; i < shortWays.length; i++) {
      const { link, stage } = shortWays[i]
      stage.step.transformRow(link.pass(row), stage.out)
    }
    return this.shortOuts
  }

  /** Each learns, and all transform; River: what holds a part that needs the target learns last. */
  follow(row: Row, lesson: Lesson): readonly Row[] {
    const { ways, spare } = this
    for (let i = 0; i < ways.length; i++) {
      const { link, stage } = ways[i]
      const { step, out, supervised } = stage
      const at = link.pass(row)
      if (supervised) step.transformRow(at, out)
      stage.learnAndTransform(at, supervised ? spare : out, lesson)
    }
    return this.outs
  }

  /** Each learns a row that is known to pass. */
  study(row: Row, lesson: Lesson): void {
    const { shortWays } = this
    for (let i = 0; i < shortWays.length; i++) {
      const { link, stage } = shortWays[i]
      if (stage.learns) stage.learnLast(link.pass(row), lesson)
    }
  }

  get takesBlocks(): boolean {
    return this.shortWays.every(({ stage }) => stage.takesBlocks)
  }

  /** What comes out of each for a block of rows that are known to pass. */
  transformBlock(block: Block): readonly Block[] {
    for (const { link, stage } of this.shortWays) {
      stage.transformBlock(link.passBlock(block, stage.linked), stage.block)
    }
    return this.blocks
  }

  /** Each learns them, and transforms each of them after it was learned. */
  followBlock(block: Block, lesson: Lesson): readonly Block[] {
    for (const { link, stage } of this.shortWays) {
      stage.learnBlock(link.passBlock(block, stage.linked), lesson, stage.block)
    }
    return this.blocks
  }

  /** Each learns them. */
  studyBlock(block: Block, lesson: Lesson): void {
    for (const { link, stage } of this.shortWays) {
      if (stage.learns) stage.learnBlock(link.passBlock(block, stage.linked), lesson)
    }
  }

  /** Puts together what came out of them. */
  join(parts: readonly Row[], out: Row): void {
    this.junction.join(parts, out)
  }

  joinBlocks(parts: readonly Block[], out: Block): void {
    this.junction.joinBlocks(parts, out)
  }

  foretells(): boolean {
    const { list, outs, given } = this
    for (let i = 0; i < list.length; i++) if (!list[i].foretells(given[i], outs[i])) return false
    return true
  }
}

function linkTo(step: TransformerLike, from: Schema, rename?: Rename): Link {
  return new Link(step.who, from, step.schema, step.takesCategories, step.takesNulls, rename)
}

/** Straight to the last step of a pipeline, if those before it only leave features out. */
function shortWay(step: TransformerLike & Partial<Composite>, from: Schema): Way | undefined {
  const target = step.shortcut?.()
  if (!target) return undefined
  const { end, keeps } = target
  const link = linkTo(end, from, (name) => (keeps(name) ? name : undefined))
  return { link, stage: new Stage(end) }
}
