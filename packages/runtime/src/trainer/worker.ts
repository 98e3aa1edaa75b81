import type { Checkpoint } from '../checkpoint/checkpoints.js'
import { DataLimitError } from '../errors.js'
import { Learning } from '../learning/learning.js'
import type { LearningEvent, Takeover } from '../learning/learning-event.js'
import type { AnyProject } from '../project/project.js'
import type { Batch, PartitionRange } from '../source/event-source.js'
import { DeadLimit } from './dead-limit.js'
import { Ledger, type OnGap } from './ledger.js'
import type { Effect, Found, Input, News } from './messages.js'
import type { DeadLetter, Prediction } from './outlets.js'

export interface WorkerOptions {
  readonly project: AnyProject
  /** The source's name, for messages. */
  readonly source: string
  readonly everyEvents: number
  readonly everyMs: number
  readonly untilDrained: boolean
  readonly mostDead: number
  readonly onGap: OnGap
  /** Whether anybody wants to hear the predictions. */
  readonly predicts: boolean
  /** What is learned is to be looked at after each so many events. */
  readonly sampleEvents: number
}

/** Learning holds the thread for about so long, so that timers and signals are heard. */
const SLICE_MS = 30
const LONGEST_SLICE = 4096
/** So many batches are held: the one that is learned, and the next. */
const MOST_BATCHES = 2
/** What is told and not yet taken by its outlet. */
const MOST_TELLING = 4

/** What is held between an assignment and its end. */
class Tenure {
  readonly partitions: readonly PartitionRange[]
  learning: Learning | undefined
  ledger: Ledger | undefined
  readonly batches: Batch[] = []
  /** The next record of the first batch. */
  at = 0
  /** Events since the last checkpoint; and whether positions moved. */
  unsaved = 0
  hasMoved = false
  savedAt = 0
  isStarted = false
  isSaving = false
  isTurning = false
  isWaking = false
  isDrained = false
  telling = 0

  constructor(partitions: readonly PartitionRange[]) {
    this.partitions = partitions
  }
}

/**
 * Trains one model, without a clock, a disk or a network: it is told what happened, and says what
 * is to be done. The same inputs give the same effects, so that every order of events, delays and
 * failures can be tried.
 */
export class Worker {
  private readonly options: WorkerOptions
  private readonly dead: DeadLimit
  private era = 0
  private held: Tenure | undefined
  private slice = 64
  private isStopping = false
  private hasEnded = false

  constructor(options: WorkerOptions) {
    this.options = options
    this.dead = new DeadLimit(options.mostDead)
  }

  /** Whether it can take one more batch. */
  get hasRoom(): boolean {
    return !this.held || this.held.batches.length < MOST_BATCHES
  }

  /** Its model, if it has one now. */
  get learning(): Learning | undefined {
    return this.held?.learning
  }

  /** Makes a challenger the champion; `changed` is to be told then. */
  promote(name: string): Takeover {
    return this.held!.learning!.promote(name, this.options.project)
  }

  /** What follows from an input at this time, in milliseconds of any clock that never goes back. */
  handle(input: Input, now: number): readonly Effect[] {
    if (this.hasEnded || ('era' in input && input.era !== this.era)) return []
    try {
      const effects = this.step(input, now)
      return this.hasEnded ? effects : [...effects, ...this.next(now)]
    } catch (error) {
      return this.end(error as Error)
    }
  }

  private step(input: Input, now: number): Effect[] {
    const { held } = this
    switch (input.kind) {
      case 'assigned':
        return this.begin(input.partitions)
      case 'revoked':
        return this.begin([])
      case 'taken':
        return this.open(held!, input.checkpoint, now)
      case 'found':
        return this.start(held!, input.records)
      case 'started':
        return []
      case 'batch':
        if (held?.isStarted) {
          held.batches.push(input.batch)
          held.isDrained = false
        }
        return []
      case 'turn':
        held!.isTurning = false
        return this.learn(held!, input.took)
      case 'drained':
        if (held) held.isDrained = true
        return []
      case 'woken':
        held!.isWaking = false
        return []
      case 'told':
        held!.telling--
        return []
      case 'saved':
        held!.isSaving = false
        return []
      case 'changed':
        if (held) Object.assign(held, { hasMoved: true, savedAt: Number.NEGATIVE_INFINITY })
        return []
      case 'stop':
        this.isStopping = true
        return []
      case 'failed':
        throw input.error
    }
  }

  /** What was learned since the last checkpoint is dropped: it is another's to learn. */
  private begin(partitions: readonly PartitionRange[]): Effect[] {
    this.era++
    this.held = partitions.length > 0 ? new Tenure(partitions) : undefined
    return this.held && !this.isStopping ? [{ kind: 'take', era: this.era }] : []
  }

  private open(held: Tenure, { manifest, snapshot }: Checkpoint, now: number): Effect[] {
    const { source, onGap, project } = this.options
    held.learning = Learning.load(snapshot, project.options.learners, { isVerified: true })
    held.ledger = new Ledger(source, manifest.positions)
    held.savedAt = now
    const lost = held.ledger.open(held.partitions, onGap)
    held.hasMoved = lost > 0
    const witnesses = held.ledger.witnesses(held.partitions)
    const effects: Effect[] = lost > 0 ? [{ kind: 'lost', events: lost }] : []
    return [...effects, { kind: 'look', era: this.era, witnesses }]
  }

  private start(held: Tenure, records: readonly Found[]): Effect[] {
    for (const [witness, record] of records) held.ledger!.confront(witness, record)
    held.isStarted = true
    return [{ kind: 'start', era: this.era, positions: held.ledger!.starts(held.partitions) }]
  }

  /** A slice of the first batch: predicts, judges and learns each of its events. */
  private learn(held: Tenure, took: number): Effect[] {
    this.slice = nextSlice(this.slice, took)
    const { project, everyEvents, predicts, sampleEvents } = this.options
    const learning = held.learning!
    const untilSample = sampleEvents - (learning.counts.events % sampleEvents)
    const batch = held.batches[0]!
    const { partition, records } = batch
    if (held.at === 0) held.ledger!.expect(batch)
    const most = Math.min(this.slice, everyEvents - held.unsaved, untilSample)
    const end = Math.min(records.length, held.at + most)
    const news = {
      dead: [] as DeadLetter[],
      predictions: [] as Prediction[],
      events: [] as LearningEvent[],
      sample: undefined as Learning | undefined,
    }
    held.unsaved += end - held.at
    for (let i = held.at; i < end; i++) {
      const { value, time, offset } = records[i]!
      const parsed = project.parse(value, time)
      const { answer, dead, events } = learning.take(parsed, project)
      if (events.length > 0) news.events.push(...events)
      if (dead !== undefined) {
        news.dead.push({ partition, offset, reason: dead, value })
        if (this.dead.add(learning.counts.events))
          return [this.tell(held, news), ...this.flood(news)]
      } else if (predicts && parsed.kind === 'event') {
        news.predictions.push({ partition, offset, id: parsed.id, time: parsed.time, answer })
      }
    }
    if (end - held.at === untilSample) news.sample = learning
    this.pass(held, batch, end)
    const hasNews = [news.dead, news.predictions, news.events].some(({ length }) => length > 0)
    return hasNews || news.sample ? [this.tell(held, news)] : []
  }

  private tell(held: Tenure, news: News): Effect {
    held.telling++
    return { kind: 'tell', era: this.era, news }
  }

  /** Notes that a batch was learned up to one of its records. */
  private pass(held: Tenure, { partition, records, next }: Batch, end: number): void {
    const last = records[end - 1]
    const isWhole = end === records.length
    held.ledger!.learned(partition, isWhole ? next : last!.offset + 1, last)
    held.hasMoved = true
    held.at = isWhole ? 0 : end
    if (isWhole) held.batches.shift()
  }

  /** Too many events that cannot be used: what comes next would be learned from too few. */
  private flood({ dead }: News): Effect[] {
    const { partition, offset, reason } = dead[dead.length - 1]!
    const where = `the last one at ${partition}/${offset}: ${reason}`
    const error = new DataLimitError(this.options.project.name, `${this.dead.tell()}, ${where}`)
    return this.end(error)
  }

  /** What can be done now, whatever it was that has just happened. */
  private next(now: number): Effect[] {
    const { held } = this
    if (!held?.isStarted) return this.isStopping ? this.end() : []
    const { everyEvents, everyMs, untilDrained } = this.options
    const isIdle = held.batches.length === 0
    const isLast = this.isStopping || (untilDrained && held.isDrained && isIdle)
    const wait = held.savedAt + everyMs - now
    const isDue = held.unsaved >= everyEvents || wait <= 0 || isLast
    const effects: Effect[] = []
    if (isDue && held.hasMoved && !held.isSaving) effects.push(this.save(held, now))
    if (isLast) return held.isSaving || held.telling > 0 ? effects : this.end()
    const mayLearn = held.unsaved < everyEvents && held.telling < MOST_TELLING
    if (!isIdle && mayLearn && !held.isTurning) {
      held.isTurning = true
      effects.push({ kind: 'turn', era: this.era })
    } else if (isIdle && held.hasMoved && !held.isSaving && !held.isWaking) {
      held.isWaking = true
      effects.push({ kind: 'wake', era: this.era, after: Math.max(1, wait) })
    }
    return effects
  }

  private save(held: Tenure, now: number): Effect {
    const learning = held.learning!
    const { counts } = learning
    const progress = {
      snapshot: learning.save(),
      events: counts.events,
      isBeyondReplay: learning.noteChange(),
      ...held.ledger!.take(),
    }
    Object.assign(held, { unsaved: 0, hasMoved: false, savedAt: now, isSaving: true })
    return { kind: 'save', era: this.era, save: { progress, counts, learning } }
  }

  private end(error?: Error): Effect[] {
    this.hasEnded = true
    return [error ? { kind: 'end', error } : { kind: 'end' }]
  }
}

/** So many events that they take about a slice's time, growing and shrinking with care. */
function nextSlice(slice: number, took: number): number {
  const wanted = Math.round((slice * SLICE_MS) / Math.max(took, 0.1))
  return Math.max(1, Math.min(LONGEST_SLICE, 4 * slice, Math.max(wanted, slice >> 2)))
}
