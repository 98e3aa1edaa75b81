import { InvalidOptionError } from '../errors.js'
import { checkSignal, type StopSignal, untilAborted } from './abort.js'
import {
  type AsyncDataset,
  checkEvent,
  eventsOf,
  type FrameDataset,
  isFrames,
  type Labelled,
  type SyncDataset,
  sliceFrames,
} from './dataset.js'
import { type Answer, type Delay, DelayedLabels, type Moment } from './delayed-labels.js'
import type { Progress } from './progress.js'

export interface RunOptions {
  readonly moment?: Moment<never> | null
  readonly delay?: Delay<never, never> | null
  /** A checkpoint each so many events; 0: none. */
  readonly step: number
  readonly signal?: StopSignal | null
  /** Adds up the time that each model takes. */
  readonly timed?: boolean
  /** What models said last is asked for at checkpoints. */
  readonly yieldPredictions?: boolean
}

/** An event whose label is still to come, and what each model said of it. */
interface Open {
  readonly event: Labelled
  answers: readonly unknown[]
}

type Delayed = DelayedLabels<unknown, unknown, Open>

/**
 * A walk over one stream with one or several models. Each event is read once; all models meet
 * the same events, with the same delays, in the same order. It stops at checkpoints: what is
 * known then is asked of each model's progress.
 */
export class Run {
  /** How many events were learned. */
  answers = 0
  /** What each model said last; undefined where there is nothing to show. */
  last: readonly unknown[] = []
  /** Milliseconds that each model took. */
  readonly elapsed: Float64Array
  private readonly models: readonly Progress[]
  private readonly options: RunOptions
  private readonly delayed: Delayed | undefined
  private arrived = 0
  private reported = 0

  constructor(models: readonly Progress[], options: RunOptions) {
    const { step, moment, delay } = options
    if (!Number.isSafeInteger(step) || step < 0) {
      throw new InvalidOptionError('evaluate', 'step', 'must be an integer of at least 0', step)
    }
    this.models = models
    this.options = options
    this.elapsed = new Float64Array(models.length)
    const waits = (moment ?? delay ?? undefined) !== undefined
    this.delayed = waits ? new DelayedLabels(moment as Moment<unknown>, asDelay(delay)) : undefined
  }

  /** Comes to a halt at each checkpoint. */
  *sync(dataset: SyncDataset): Generator<void> {
    checkSignal(this.options.signal)
    if (isFrames(dataset) && this.takesFrames(dataset)) yield* this.frames(dataset)
    else yield* this.oneByOne(eventsOf(dataset))
    yield* this.end()
  }

  async *async(dataset: AsyncDataset): AsyncGenerator<void> {
    for await (const event of untilAborted(dataset, this.options.signal)) {
      if (this.delayed) yield* this.arrive(event)
      else if (this.meet(event)) yield
      checkSignal(this.options.signal)
    }
    yield* this.end()
  }

  private *oneByOne(events: Iterable<Labelled>): Generator<void> {
    const { signal } = this.options
    for (const event of events) {
      if (this.delayed) yield* this.arrive(event)
      else if (this.meet(event)) yield
      checkSignal(signal)
    }
  }

  private takesFrames(dataset: FrameDataset): boolean {
    if (this.delayed || this.options.yieldPredictions) return false
    const weighted = dataset.w !== undefined
    return this.models.every(({ subject }) => subject.takesFrames(weighted))
  }

  /** A frame from checkpoint to checkpoint. */
  private *frames(dataset: FrameDataset): Generator<void> {
    const { length } = dataset.x
    const size = this.options.step || length
    for (let start = 0; start < length; start += size) {
      const part = sliceFrames(dataset, start, Math.min(start + size, length))
      for (let k = 0; k < this.models.length; k++) {
        const before = this.now()
        this.models[k].learnMany(start + 1, part)
        this.elapsed[k] += this.now() - before
      }
      this.answers += part.x.length
      this.last = []
      if (this.isDue()) yield
      checkSignal(this.options.signal)
    }
  }

  /** An event whose label is known at once: true at a checkpoint. */
  private meet(event: Labelled): boolean {
    const { models } = this
    const number = ++this.arrived
    checkEvent(event, number)
    const answers = new Array<unknown>(models.length)
    for (let k = 0; k < models.length; k++) {
      const before = this.now()
      answers[k] = models[k].predict(number, event)
      models[k].learn(number, event, answers[k])
      this.elapsed[k] += this.now() - before
    }
    this.answers++
    this.last = answers
    return this.isDue()
  }

  /** The event is predicted now; labels of events before it that are due come first. */
  private *arrive(given: Labelled): Generator<void> {
    const number = ++this.arrived
    checkEvent(given, number)
    const [x, y, extra] = given
    // A copy: what the source or a model does with the event later must not reach its label.
    const kept = copied(x)
    const event: Labelled = extra === undefined ? [kept, y] : [kept, y, extra]
    const open: Open = { event, answers: [] }
    yield* this.answer((this.delayed as Delayed).arrive(number, kept, y, open))
    open.answers = this.models.map((model, k) => {
      const before = this.now()
      const answer = model.predict(number, given)
      this.elapsed[k] += this.now() - before
      return answer
    })
  }

  private *answer(due: readonly Answer<unknown, unknown, Open>[]): Generator<void> {
    const { models } = this
    for (const { i, kept } of due) {
      for (let k = 0; k < models.length; k++) {
        const before = this.now()
        models[k].learn(i, kept.event, kept.answers[k])
        this.elapsed[k] += this.now() - before
      }
      this.answers++
      this.last = kept.answers
      if (this.isDue()) yield
      checkSignal(this.options.signal)
    }
  }

  /** The last checkpoint, if events came since the one before and there was one. */
  private *end(): Generator<void> {
    if (this.delayed) yield* this.answer(this.delayed.rest())
    this.last = []
    if (this.reported > 0 && this.reported !== this.answers) yield
  }

  private isDue(): boolean {
    const { step } = this.options
    const due = step > 0 && this.answers % step === 0
    if (due) this.reported = this.answers
    return due
  }

  private now(): number {
    return this.options.timed ? performance.now() : 0
  }
}

function copied<X>(x: X): X {
  return typeof x === 'object' && x !== null ? { ...x } : x
}

function asDelay(delay: RunOptions['delay']): Delay<unknown, unknown> | undefined {
  return (delay ?? undefined) as Delay<unknown, unknown> | undefined
}
