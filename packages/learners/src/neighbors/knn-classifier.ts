import {
  Classifier,
  type Given,
  type Label,
  math,
  type Row,
  type Rules,
  SnapshotError,
} from '@coelho/core'
import { engineOf, type KNNOptions, knnRules } from './knn-options.js'
import { LazySearch } from './lazy-search.js'
import { Nearest } from './nearest.js'
import type { SearchEngine } from './search-engine.js'
import { SWINN } from './swinn.js'

export interface KNNClassifierOptions extends KNNOptions {
  /** True: near events have more say, by 1 / distance. */
  readonly weighted: boolean
  /** After so many events classes are forgotten that no kept event has; 0: never. */
  readonly cleanupEvery: number
  /** True: the votes become probabilities by the softmax, else by their shares. */
  readonly softmax: boolean
}

/**
 * Predicts by a vote of the nearest of the events that are kept. One that lies at the very same
 * place decides alone. A weight multiplies the vote of an event.
 *
 * @example
 * const engine = new neighbors.LazySearch({ windowSize: 100 })
 * const model = new neighbors.KNNClassifier({ nNeighbors: 2, engine })
 * model.learnOne({ x: 1 }, 'low')
 * model.learnOne({ x: 5 }, 'high')
 * model.predictProbaOne({ x: 2 }) // => new Map([['high', 0.25], ['low', 0.75]])
 */
export class KNNClassifier extends Classifier<KNNClassifierOptions> {
  static override readonly id = 'neighbors.KNNClassifier'
  static override readonly rules: Rules<KNNClassifierOptions> = {
    ...knnRules,
    weighted: { kind: 'boolean', default: true },
    cleanupEvery: { kind: 'integer', default: 0, atLeast: 0 },
    softmax: { kind: 'boolean', default: false },
  }
  static override readonly state: readonly string[] = ['engine', 'alive', 'untilCleanup']
  static readonly parts: readonly unknown[] = [LazySearch, SWINN]

  private readonly engine: SearchEngine = engineOf(this.who, this.options.engine, this.schema)
  /** By label code, false where the label was forgotten. */
  private alive: boolean[] = []
  private untilCleanup: number = this.options.cleanupEvery
  private readonly found: Nearest = new Nearest()

  constructor(given?: Given<KNNClassifierOptions>) {
    super(given)
  }

  override get takesCategories(): boolean {
    return this.engine.takesCategories
  }

  protected override order(): Int32Array {
    return this.labels.inOrder()
  }

  learnRow(row: Row, label: number, weight: number): void {
    this.engine.appendRow(row, label, weight)
    while (this.alive.length <= label) this.alive.push(false)
    this.alive[label] = true
    if (this.options.cleanupEvery === 0) return
    this.untilCleanup -= 1
    if (this.untilCleanup > 0) return
    this.untilCleanup = this.options.cleanupEvery
    this.cleanUpClasses()
  }

  /** Forgets classes that no kept event has. */
  cleanUpClasses(): void {
    const { alive, engine } = this
    alive.fill(false)
    const { tags } = engine.points
    for (let slot = 0; slot < engine.length; slot++) alive[tags[slot]] = true
  }

  scoreRow(row: Row, scores: Float64Array): boolean {
    const { engine, found, alive } = this
    if (engine.length === 0) return false
    engine.points.aim(row)
    engine.find(this.options.nNeighbors, found)
    const { tags } = engine.points
    if (found.count > 0 && found.distances[0] === 0) {
      scores[tags[found.slots[0]]] = 1
      return true
    }
    this.vote(scores)
    if (this.options.softmax) this.toSoftmax(scores)
    else share(scores, alive)
    return true
  }

  private vote(scores: Float64Array): void {
    const { found, options } = this
    const { tags, weights } = this.engine.points
    for (let k = 0; k < found.count; k++) {
      const slot = found.slots[k]
      scores[tags[slot]] += options.weighted ? weights[slot] / found.distances[k] : weights[slot]
    }
  }

  private toSoftmax(scores: Float64Array): void {
    const { alive } = this
    let most = 0
    for (let code = 0; code < alive.length; code++) most = Math.max(most, scores[code])
    let total = 0
    for (let code = 0; code < alive.length; code++) {
      if (!alive[code]) continue
      // Where one is infinite, what is as large is all there is.
      scores[code] = scores[code] === most ? 1 : math.exp(scores[code] - most)
      total += scores[code]
    }
    for (let code = 0; code < alive.length; code++) scores[code] /= total
  }

  /** Without the classes that were forgotten. */
  override probabilities(row: Row): Map<Label, number> {
    const all = super.probabilities(row)
    this.alive.forEach((isAlive, code) => {
      if (!isAlive) all.delete(this.labels.at(code) as Label)
    })
    return all
  }

  checkState(): void {
    const { engine, alive, untilCleanup, labels, options } = this
    const { tags, weights } = engine.points
    const flags = Array.isArray(alive) && alive.every((flag) => typeof flag === 'boolean')
    if (!flags || alive.length !== labels.size) {
      throw new SnapshotError('a KNNClassifier must know which of its labels are alive')
    }
    const isDue = options.cleanupEvery > 0 && untilCleanup >= 1
    const known = Number.isSafeInteger(untilCleanup) && untilCleanup <= options.cleanupEvery
    if (!known || !(isDue || untilCleanup === options.cleanupEvery)) {
      throw new SnapshotError('a KNNClassifier must know when it cleans up', untilCleanup)
    }
    for (let slot = 0; slot < engine.length; slot++) {
      const code = tags[slot]
      if (alive[code] === true && weights[slot] > 0 && weights[slot] < Infinity) continue
      throw new SnapshotError('a kept event must have a label and a weight', code)
    }
  }
}

/** Votes become shares of all; if there is none that counts, all classes are as likely. */
function share(scores: Float64Array, alive: readonly boolean[]): void {
  let total = 0
  let most = 0
  for (let code = 0; code < alive.length; code++) {
    total += scores[code]
    most = Math.max(most, scores[code])
  }
  const isCountable = total < Infinity && total > 0
  let likely = 0
  for (let code = 0; code < alive.length; code++) {
    if (alive[code] && scores[code] === most) likely += 1
  }
  for (let code = 0; code < alive.length; code++) {
    if (isCountable) scores[code] /= total
    else scores[code] = alive[code] && scores[code] === most ? 1 / likely : 0
  }
}
