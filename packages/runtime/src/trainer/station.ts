import type { Checkpoints } from '../checkpoint/checkpoints.js'
import { Claim } from '../checkpoint/claim.js'
import type { Manifest } from '../checkpoint/manifest.js'
import { Learning } from '../learning/learning.js'
import type { Takeover } from '../learning/learning-event.js'
import type { AnyProject } from '../project/project.js'
import type { Feed } from '../source/event-source.js'
import type { Clock } from './clock.js'
import type { Witness } from './ledger.js'
import type { Effect, Found, Input, News, Save } from './messages.js'
import type { TrainerOptions } from './trainer-options.js'
import type { Worker } from './worker.js'

/** What a station works with. */
export interface Surroundings {
  readonly project: AnyProject
  readonly options: TrainerOptions
  /** Which of the project's models it is; empty where there is one. */
  readonly shard: string
  readonly feed: Feed
  readonly clock: Clock
  readonly writer: string
  /** It may have room for another batch now. */
  readonly onRoom: () => void
  readonly onEnd: (station: Station, error: Error | undefined) => void
}

/** Effects that take their time. */
type Work = Exclude<Effect, { kind: 'lost' | 'end' }>

/** A worker and its hands: does what it wants done, and tells it what came of that. */
export class Station {
  readonly worker: Worker
  private readonly checkpoints: Checkpoints
  private readonly around: Surroundings
  /** The last that was taken; one that was asked for before it may come later, and is none. */
  private held: { readonly era: number; readonly claim: Claim } | undefined
  private outbox: Promise<void> = Promise.resolve()
  private taking: Promise<unknown> = Promise.resolve()
  private took = 0
  private hasEnded = false

  constructor(worker: Worker, checkpoints: Checkpoints, around: Surroundings) {
    this.worker = worker
    this.checkpoints = checkpoints
    this.around = around
  }

  /** The last generation it wrote, if it wrote one. */
  get manifest(): Manifest | undefined {
    return this.held?.claim.manifest
  }

  hear(input: Input): void {
    const { clock } = this.around
    const before = clock.now()
    const effects = this.worker.handle(input, before)
    if (input.kind === 'turn') this.took = clock.now() - before
    for (const effect of effects) this.perform(effect)
    if (this.worker.hasRoom) this.around.onRoom()
  }

  /** A change by hand, between two turns; it is saved now, whether events come or not. */
  promote(name: string): Takeover {
    const takeover = this.worker.promote(name)
    const { options, shard } = this.around
    options.onEvent?.(takeover, shard)
    this.hear({ kind: 'changed' })
    return takeover
  }

  private perform(effect: Effect): void {
    if (effect.kind === 'lost') this.around.options.onLost?.(effect.events)
    else if (effect.kind === 'end') this.finish(effect.error)
    else this.answer(effect.era, this.work(effect))
  }

  private work(effect: Work): Promise<Input> {
    const { era } = effect
    switch (effect.kind) {
      case 'take':
        return this.takeInTurn(era)
      case 'look':
        return this.look(era, effect.witnesses)
      case 'start':
        return this.start(era, effect.positions)
      case 'turn':
        return this.turn(era)
      case 'wake':
        return this.wake(era, effect.after)
      case 'tell':
        return this.tell(era, effect.news)
      case 'save':
        return this.save(era, effect.save)
    }
  }

  /** What was to be told is told before it ends. */
  private finish(error: Error | undefined): void {
    this.hasEnded = true
    this.outbox.catch(() => {}).then(() => this.around.onEnd(this, error))
  }

  /** Whatever comes of it is the worker's to hear, failures too. */
  private answer(era: number, work: Promise<Input>): void {
    work
      .catch((error: Error): Input => ({ kind: 'failed', era, error }))
      .then((input) => this.hear(input))
  }

  /** One after the other: two of one process would find each other's generation. */
  private takeInTurn(era: number): Promise<Input> {
    const taken = this.taking.then(() => this.take(era))
    this.taking = taken.catch(() => {})
    return taken
  }

  private async take(era: number): Promise<Input> {
    const { project, clock, writer, options } = this.around
    const { claim, checkpoint } = await Claim.take(this.checkpoints, {
      writer: `${writer}/${era}`,
      fresh: () => Learning.fresh(project).save(),
      ...(options.keep === undefined ? {} : { keep: options.keep }),
      elapsed: () => clock.now(),
    })
    if (era > (this.held?.era ?? 0)) this.held = { era, claim }
    return { kind: 'taken', era, checkpoint }
  }

  private async start(era: number, positions: ReadonlyMap<string, number>): Promise<Input> {
    await this.around.feed.start(positions)
    return { kind: 'started', era }
  }

  private async look(era: number, witnesses: readonly Witness[]): Promise<Input> {
    const { feed } = this.around
    const records = await Promise.all(
      witnesses.map(async (witness): Promise<Found> => {
        return [witness, await feed.recordAt(witness.partition, witness.at)]
      }),
    )
    return { kind: 'found', era, records }
  }

  private async turn(era: number): Promise<Input> {
    await this.around.clock.sleep(0)
    return { kind: 'turn', era, took: this.took }
  }

  private async wake(era: number, after: number): Promise<Input> {
    await this.around.clock.sleep(after)
    return { kind: 'woken', era }
  }

  private async tell(era: number, news: News): Promise<Input> {
    const { dead, predictions, events, sample } = news
    const { options, shard } = this.around
    const { deadLetters, predictions: outlet, onDead, onEvent } = options
    for (const letter of dead) onDead?.(letter)
    for (const event of events) onEvent?.(event, shard)
    if (sample) options.sampling?.take(sample, shard)
    this.outbox = this.outbox.then(async () => {
      if (dead.length > 0) await deadLetters?.write(dead)
      if (predictions.length > 0) await outlet?.write(predictions)
    })
    await this.outbox
    return { kind: 'told', era }
  }

  private async save(era: number, { progress, counts, learning }: Save): Promise<Input> {
    const { feed, options, shard } = this.around
    const { claim } = this.held!
    await this.outbox
    const manifest = await claim.save(progress)
    if (!this.hasEnded) options.onSaved?.(manifest, counts, learning, shard)
    feed.saved?.(new Map(manifest.positions.map(({ partition, next }) => [partition, next])))
    return { kind: 'saved', era }
  }
}
