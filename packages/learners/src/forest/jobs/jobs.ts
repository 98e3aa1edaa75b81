import { CoelhoError, type Frame, type Row } from '@coelho/core'
import { type Hold, holdFor } from './crew.js'
import type { JobsOptions } from './options.js'
import { mostRowsOf, Outing, type Picks, picksOf } from './outing.js'
import { ASK, type Spreadable, treesWanted } from './spreadable.js'
import { mayShare } from './thread.js'

/** Trees go out for so many rows that are still to come. */
const LEAST_ROWS = 64
/** After trees were called back so many rows are learned here, twice as many each time. */
const FIRST_PAUSE = 256
const LONGEST_PAUSE = 65_536

/** The threads over which the trees of a model are spread: `model.jobs`. */
export interface JobsView {
  /** How many threads have trees now; 1: only this one. */
  readonly threads: number
  /** Why not more. */
  readonly reason: string
  /**
   * Starts the worker threads before the first frame does; resolves to true once they listen, to
   * false if they never will. Until then all is done in this thread.
   */
  start(): Promise<boolean>
  /** Brings all trees back and lets the worker threads go; the next frame starts them again. */
  end(): void
}

/** How often `start` looks whether the workers listen. */
const LOOK_EVERY_MS = 5

/**
 * Where the trees of a model are. All are here, or each thread has its share of them and this one
 * hands rows to all: then whoever wants to see the trees must `recall` them first.
 */
export class Jobs implements JobsView {
  private readonly model: Spreadable
  /** How many there may be. */
  private readonly most: number
  private outing: Outing | undefined
  private hold: Hold | undefined
  private broken: unknown
  private why = 'no frame has come yet'
  /** True while a frame is being passed, and how many of its rows are still to come. */
  private isOpen = false
  private left = 0
  /** How many of its rows asked, those whose answers are known later, and these answers. */
  private asked = 0
  private places: number[] = []
  private answers: number[] = []
  /** For so many rows trees stay here. */
  private pause = 0
  private nextPause: number = FIRST_PAUSE

  constructor(model: Spreadable, { nJobs }: JobsOptions) {
    this.model = model
    this.most = nJobs ?? 1
  }

  get threads(): number {
    return this.outing?.threads ?? 1
  }

  get reason(): string {
    if (this.most === 1) return 'nJobs asks for no more'
    return this.outing ? '' : this.why
  }

  async start(): Promise<boolean> {
    const count = Math.min(this.most, treesWanted(this.model)) - 1
    if (count < 1 || !mayShare()) return false
    this.hold ??= holdFor(this)
    const { hold } = this
    while (!hold.workers(count)) {
      if (hold.failure !== undefined) return false
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS))
    }
    return true
  }

  /** A frame of so many rows begins. */
  open(rows: number): void {
    this.isOpen = this.most > 1
    this.left = rows
    this.asked = 0
    this.places = []
    this.answers = []
  }

  /** It ends: `put` is told the answers that are known only now. */
  close(put: (place: number, answer: number) => void): void {
    this.isOpen = false
    this.attempt(() => this.outing?.settle(this.answers))
    for (let i = 0; i < this.places.length; i++) put(this.places[i], this.answers[i])
  }

  /** Takes a row to be passed to all trees; false: the model is to do it itself, here. */
  takes(row: Row, work: number, target: number, weight: number): boolean {
    if (!this.isOpen) return false
    const place = (work & ASK) !== 0 ? this.asked++ : -1
    this.left--
    if (this.outing?.hasGrown(target)) this.recall()
    const outing = this.outing ?? this.goOut()
    if (!outing) return false
    const taken = this.attempt(() => outing.take(row, work, target, weight, this.answers))
    if (!taken) this.stay('the rows are too wide')
    else if (place >= 0) this.places.push(place)
    return taken
  }

  /** All trees are here from now on. */
  private stay(reason: string): void {
    this.recall()
    this.why = reason
    this.pause = Infinity
  }

  /** Sends each worker its trees, if it is worth while and can be done. */
  private goOut(): Outing | undefined {
    const { model } = this
    if (this.broken) throw this.broken
    if (this.pause > 0) this.pause--
    const { size } = model.planted
    if (this.pause > 0 || this.left < LEAST_ROWS || size < 2) return undefined
    if (model.schema.provisional) return undefined
    const picks = picksOf(size, this.most)
    const refusal = refusalOf(model, picks)
    if (refusal !== undefined) {
      this.stay(refusal)
      return undefined
    }
    this.hold ??= holdFor(this)
    return this.sendOut(picks, this.hold)
  }

  private sendOut(picks: Picks, hold: Hold): Outing | undefined {
    const workers = hold.workers(picks.length - 1)
    this.why = 'the workers are starting'
    try {
      if (workers) this.outing = new Outing(this.model, picks, workers, hold.share)
      else if (hold.failure !== undefined) this.stay(`a worker did not start: ${hold.failure}`)
    } catch (error) {
      if (!(error instanceof CoelhoError)) throw error
      hold.forget()
      this.stay(error.message)
    }
    return this.outing
  }

  /** Brings all trees here. */
  recall(): void {
    if (this.broken) throw this.broken
    const { outing } = this
    if (!outing) return
    this.outing = undefined
    this.attempt(() => outing.end(this.answers))
    this.why = 'the trees were needed here'
    if (this.isOpen) return
    this.pause = this.nextPause
    this.nextPause = Math.min(LONGEST_PAUSE, 2 * this.nextPause)
  }

  /** Where a worker fails trees are missing: then the model can do nothing more. */
  private attempt<Result>(what: () => Result): Result {
    try {
      return what()
    } catch (error) {
      this.outing = undefined
      this.broken = error
      throw error
    }
  }

  /** Brings all trees here and lets the workers go; they start again when they are needed. */
  end(): void {
    try {
      this.recall()
    } finally {
      this.hold?.release()
      this.hold = undefined
    }
  }
}

/** Why trees of a model can never go out. */
function refusalOf(model: Spreadable, picks: Picks): string | undefined {
  if (mostRowsOf(model, picks) < 1) return 'there are too many classes'
  if (model.mayRefuse) return 'models in the leaves may refuse a row'
  if (!mayShare()) return 'this thread must not wait for others, or has no shared memory'
  return undefined
}

/**
 * Runs what hands a frame to a model row by row, with its trees spread; `tell` makes an answer of
 * what the model concludes.
 */
export function passFrame<Answers>(
  jobs: Jobs,
  frame: Frame,
  pass: () => Answers,
  tell?: (conclusion: number) => unknown,
): Answers {
  let answers: Answers | undefined
  jobs.open(frame?.length ?? 0)
  try {
    answers = pass()
  } finally {
    jobs.close((place, conclusion) => {
      if (answers && tell) (answers as unknown[])[place] = tell(conclusion)
    })
  }
  return answers
}
