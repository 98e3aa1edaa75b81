import type { EstimatorLike, Target, TransformerLike } from '../base/estimator-like.js'
import { Block, type TakesBlocks, WIDEST_BLOCK } from '../data/block.js'
import { Row } from '../data/row.js'

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

  /** What is to be learned from row i of a frame. */
  ith({ targets, weights }: Lessons, i: number): this {
    return this.of(targets?.[i] as Target, weights ? weights[i] : 1, undefined)
  }
}

/** What is to be learned from the rows of a frame. */
export interface Lessons {
  readonly targets: ArrayLike<Target> | undefined
  readonly weights: ArrayLike<number> | undefined
}

/** A transformer made of others: it knows the order in which they learn and transform. */
export interface Composite extends TransformerLike {
  follow(row: Row, out: Row, lesson: Lesson): void
  /** The same for a row that is known to pass, where nobody asks what comes out. */
  study(row: Row, lesson: Lesson): void
  /** Where rows that are known to pass may go at once, and which features with them. */
  shortcut?(): Shortcut | undefined
}

export interface Shortcut {
  readonly end: TransformerLike
  keeps(name: string): boolean
}

/** A step that leaves features out and does nothing else. */
export interface Sieve {
  keeps(name: string): boolean
}

/**
 * A step at its place, with a row of its own to write, used over and over. What never changes is
 * asked once: for a step of any class that costs as much as scaling a feature.
 */
export class Stage {
  readonly step: TransformerLike & Partial<TakesBlocks>
  readonly out: Row = new Row()
  /** The same for blocks, and room for what leads to or from them. */
  readonly block: Block = new Block()
  readonly linked: Block = new Block()
  readonly early: Block = new Block()
  readonly earlyLinked: Block = new Block()
  readonly isTransformer: boolean
  readonly standsAside: boolean
  /** True if the step needs the target. */
  readonly supervised: boolean
  readonly learns: boolean
  private readonly composite: Composite | undefined

  /** A step that is no transformer has a place too, but is not asked to transform. */
  constructor(step: EstimatorLike) {
    this.step = step as TransformerLike
    this.isTransformer = step.kind === 'transformer'
    this.standsAside = this.step.standsAside === true
    this.supervised = step.supervised
    this.learns = !this.isTransformer || this.step.learns
    this.composite = 'follow' in step ? (step as Composite) : undefined
  }

  /**
   * River's order: what needs no target learns before it transforms, what needs it afterwards, so
   * that no event is transformed by its own target.
   */
  learnAndTransform(row: Row, out: Row, lesson: Lesson): void {
    const { step, composite, supervised } = this
    if (composite) {
      composite.follow(row, out, lesson)
      return
    }
    if (!supervised) this.learn(row, lesson)
    step.transformRow(row, out)
    if (supervised) this.learn(row, lesson)
  }

  /** The step learns a row that is known to pass: nothing need come out of it. */
  learnLast(row: Row, lesson: Lesson): void {
    if (!this.learns) return
    if (this.composite) this.composite.study(row, lesson)
    else this.learn(row, lesson)
  }

  /** False where its rows must come one by one: with their targets, or for their width. */
  get takesBlocks(): boolean {
    if (!this.isTransformer || this.supervised) return false
    return this.step.outputSchema.size <= WIDEST_BLOCK
  }

  /** What comes out of it for a block of rows, which are known to pass. */
  transformBlock(block: Block, out: Block): void {
    const { step } = this
    out.length = block.length
    if (step.takesBlocks) (step as TakesBlocks).transformBlock(block, out)
    else {
      for (let i = 0; i < block.length; i++) {
        step.transformRow(block.read(i), this.out)
        out.write(i, this.out)
      }
    }
  }

  /** It learns a block of rows that are known to pass; each is then transformed into `out`. */
  learnBlock(block: Block, lesson: Lesson, out?: Block): void {
    const { step, learns } = this
    if (out && !learns) this.transformBlock(block, out)
    if (!learns) return
    if (out) out.length = block.length
    if (step.takesBlocks) {
      ;(step as TakesBlocks).learnBlock(block, out)
      return
    }
    for (let i = 0; i < block.length; i++) {
      if (!out) this.learnLast(block.read(i), lesson)
      else {
        this.learnAndTransform(block.read(i), this.out, lesson)
        out.write(i, this.out)
      }
    }
  }

  /** The same; but before it learns a row it transforms that of `ahead` into `early`. */
  learnAfter(ahead: Block, early: Block, block: Block, out: Block, lesson: Lesson): void {
    const { step, learns } = this
    early.length = block.length
    out.length = block.length
    if (!learns) {
      this.transformBlock(ahead, early)
      this.transformBlock(block, out)
    } else if (step.takesBlocks && step.learnAfter) step.learnAfter(ahead, early, block, out)
    else {
      for (let i = 0; i < block.length; i++) {
        step.transformRow(ahead.read(i), this.out)
        early.write(i, this.out)
        this.learnAndTransform(block.read(i), this.out, lesson)
        out.write(i, this.out)
      }
    }
  }

  private learn(row: Row, lesson: Lesson): void {
    if (!this.learns || !(this.supervised ? lesson.supervised : lesson.unsupervised)) return
    this.step.learnRowWith(row, lesson.y, 1, lesson.options)
  }
}
