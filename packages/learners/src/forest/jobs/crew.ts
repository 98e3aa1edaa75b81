import { Channel } from './channel.js'

/** The workers of this process: models share them, as they never work at the same time. */
const workers: Channel[] = []
let shares = 0
let models = 0
let registry: FinalizationRegistry<Hold> | undefined

/** What a model has of the workers; it must not refer to the model. */
export class Hold {
  /** The number of its shares, the same with each worker. */
  readonly share: number = ++shares
  private readonly mine: Channel[] = []
  private isOpen = true

  /** So many workers, once all of them listen; until then none. */
  workers(count: number): readonly Channel[] | undefined {
    for (let i = this.mine.length; i < count; i++) {
      if (i === workers.length || workers[i].hasDied) workers[i] = new Channel()
      this.mine.push(workers[i])
    }
    return this.mine.every((worker) => worker.isUp) ? this.mine : undefined
  }

  /** Why one of its workers will never listen. */
  get failure(): string | undefined {
    return this.mine.find(({ failure }) => failure !== undefined)?.failure
  }

  /** The workers need not keep its shares. */
  forget(): void {
    for (const worker of this.mine) worker.orphans.push(this.share)
  }

  /** Gives them back; the last model to do so ends them. */
  release(): void {
    if (!this.isOpen) return
    this.isOpen = false
    this.forget()
    models--
    if (models > 0) return
    for (const worker of workers) worker.end()
    workers.length = 0
  }
}

/** A hold on the workers, which ends with its owner. */
export function holdFor(owner: object): Hold {
  const hold = new Hold()
  models++
  registry ??= new FinalizationRegistry((left) => left.release())
  registry.register(owner, hold)
  return hold
}
