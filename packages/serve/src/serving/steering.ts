import type { HeldCheckpoints, Objects } from '@coelho/runtime'
import { ServeError } from '../api/served.js'
import type { Traffic, Version } from '../api/shapes.js'
import type { ServingState } from './serving-state.js'
import { type Orders, StandingOrders } from './standing-orders.js'
import type { TrafficSplit } from './traffic-split.js'
import type { Versions } from './versions.js'

/** Other servers' orders are looked for no more often than that. */
const LOOK_MS = 2000

export interface Steered {
  readonly store: Objects
  readonly held: HeldCheckpoints
  readonly state: ServingState
  readonly versions: Versions
  readonly split: TrafficSplit
  readonly note: (text: string) => void
}

/**
 * Which versions answer, as somebody wishes it: held at one, or shared among several. The wish is
 * kept in the store with copies of the versions it names, so that all servers of a project follow
 * it, and one that is started again does too.
 */
export class Steering {
  private readonly steered: Steered
  private readonly orders: StandingOrders
  private readonly held: HeldCheckpoints
  private turn: Promise<unknown> = Promise.resolve()
  private lookedAt = Number.NEGATIVE_INFINITY
  private isApplied = true

  constructor(steered: Steered) {
    const { store, state, held, note } = steered
    this.steered = steered
    this.orders = new StandingOrders(store, state.project.name, note)
    this.held = held
  }

  /** What other servers were told meanwhile. */
  look(): Promise<void> {
    if (performance.now() - this.lookedAt < LOOK_MS) return Promise.resolve()
    return this.inTurn(async () => {
      const isNew = await this.orders.look()
      this.lookedAt = performance.now()
      if (!isNew && this.isApplied) return
      const trouble = await this.apply().catch((error: Error) => error)
      this.isApplied = !trouble
      if (trouble && isNew)
        this.steered.note(`${this.name} is not served as told: ${trouble.message}`)
    })
  }

  private get name(): string {
    return this.steered.state.project.name
  }

  /** Stays at one, whatever the training writes. */
  pin(number: number): Promise<Version> {
    return this.order({ pinned: number })
  }

  /** Goes with the newest again. */
  follow(): Promise<Version> {
    return this.order({ pinned: null })
  }

  async setTraffic({ shares, shadow }: Traffic): Promise<void> {
    const total = shares.reduce((sum, { share }) => sum + share, 0)
    if (total > 1 + 1e-9) {
      throw new ServeError('unusable', `shares must add up to 1 at most, got ${total}`)
    }
    await this.order({ shares, shadow })
  }

  private order(part: Partial<Orders>): Promise<Version> {
    return this.inTurn(async () => {
      const wanted = numbersOf({ ...this.orders.current, ...part })
      for (const number of wanted) await this.hold(number)
      await this.orders.change(part)
      await this.apply()
      await this.held.releaseAllBut(numbersOf(this.orders.current))
      return this.steered.state.current.facts
    })
  }

  /** A version that is told of stays, also when its trainer keeps newer ones only. */
  private async hold(number: number): Promise<void> {
    if ((await this.held.copies.generations()).includes(number)) return
    await this.held.hold(await this.steered.versions.checkpointOf(number))
  }

  private async apply(): Promise<void> {
    const { pinned, ...traffic } = this.orders.current
    await this.applyPin(pinned)
    await this.applyTraffic(traffic)
  }

  private async applyPin(pinned: number | null): Promise<void> {
    const { state, versions } = this.steered
    if (pinned === (state.pinned ?? null)) return
    if (pinned === null) {
      state.pinned = undefined
      state.serve(state.newest ?? state.current)
      state.markServed('follows the newest version')
      return
    }
    const version = await versions.of(pinned)
    state.pinned = pinned
    state.serve(version)
    state.markServed(`held at version ${pinned}`)
  }

  private async applyTraffic(traffic: Traffic): Promise<void> {
    const { split, versions } = this.steered
    if (split.isAskedFor(traffic)) return
    const numbers = numbersOf({ pinned: null, ...traffic })
    const found = await Promise.all(numbers.map((number) => versions.of(number)))
    split.set(traffic, new Map(found.map((one) => [one.facts.version, one])))
  }

  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.turn.then(work)
    this.turn = mine.catch(() => undefined)
    return mine
  }
}

/** The versions that orders name. */
function numbersOf({ pinned, shares, shadow }: Orders): number[] {
  const numbers = [pinned, ...shares.map(({ version }) => version), shadow]
  return [...new Set(numbers.filter((number) => number !== null))]
}
