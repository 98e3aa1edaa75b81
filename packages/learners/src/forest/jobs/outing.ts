import { type Row, snapshot } from '@coelho/core'
import { type Channel, WorkerError } from './channel.js'
import { ROOM } from './memory.js'
import { passRows } from './serve.js'
import { ASK, type Spreadable, shareOf, takeBack } from './spreadable.js'
import { TapeReader, TapeWriter } from './tape.js'

/** How many rows go out at once, if there is room. */
const BLOCK_ROWS = 512

/** By thread the numbers of its trees; this one is the first. */
export type Picks = readonly (readonly number[])[]

/** By thread the numbers of its trees: dealt out one by one. */
export function picksOf(trees: number, threads: number): Picks {
  const picks = Array.from({ length: Math.min(trees, threads) }, (): number[] => [])
  for (let tree = 0; tree < trees; tree++) picks[tree % picks.length].push(tree)
  return picks
}

/** How many rows may ask at once. */
export function mostRowsOf(model: Spreadable, picks: Picks): number {
  return Math.min(BLOCK_ROWS, Math.floor(ROOM / (model.saysPerTree * picks[0].length)))
}

/**
 * Trees that are with workers, from when they were sent until they are brought back. Rows are
 * handed to all threads in blocks. What the model answers is known when a block is done.
 */
export class Outing {
  /** As many as there were when the trees went. */
  readonly labels: number
  readonly threads: number
  private readonly model: Spreadable
  private readonly picks: Picks
  private readonly workers: readonly Channel[]
  private readonly share: number
  private readonly stayed: Spreadable
  private readonly signature: number
  private readonly says: number
  private readonly mostRows: number
  private readonly classes: ReturnType<typeof snapshot.classesIn>

  private readonly tape: TapeWriter = new TapeWriter(ROOM)
  private readonly reader: TapeReader = new TapeReader()
  /** By thread what its trees said about the rows of a block, row by row. */
  private readonly said: readonly Float64Array[]
  /** The same of this thread for the block that is under way. */
  private readonly own: Float64Array
  private readonly all: Float64Array
  /** How many rows ask: of those that wait, and of the block that is under way. */
  private asks = 0
  private asksOut = 0

  /** Sends each worker its trees; `share`: their number there. Nothing has changed if it throws. */
  constructor(model: Spreadable, picks: Picks, workers: readonly Channel[], share: number) {
    const away = picks.slice(1).map((trees) => shareOf(model, trees))
    const parcels = away.map((part) => snapshot.save(part))
    workers.forEach((worker, i) => {
      worker.sweep()
      worker.send(share, parcels[i])
    })
    this.model = model
    this.picks = picks
    this.workers = workers
    this.share = share
    this.threads = picks.length
    this.classes = [...new Set(away.flatMap((part) => snapshot.classesIn(part)))]
    this.stayed = shareOf(model, picks[0])
    this.labels = model.labels?.size ?? Infinity
    this.signature = signatureOf(model)
    this.says = model.saysPerTree
    this.mostRows = mostRowsOf(model, picks)
    const room = this.mostRows * this.says
    this.said = picks.map((trees) => new Float64Array(room * trees.length))
    this.own = new Float64Array(room * picks[0].length)
    this.all = new Float64Array(this.says * model.planted.size)
    for (const trees of picks.slice(1)) model.planted.letGo(trees)
  }

  /** True if the workers no longer know all features, categories and labels. */
  hasGrown(target: number): boolean {
    if (target >= this.labels) return true
    return this.tape.rows === 0 && this.signature !== signatureOf(this.model)
  }

  /** Takes a row; false if it is too wide. Blocks that are full go out first. */
  take(row: Row, work: number, target: number, weight: number, answers: number[]): boolean {
    const { tape } = this
    if (tape.rows >= this.mostRows) this.flush(answers)
    if (!tape.write(row, work, target, weight)) {
      this.flush(answers)
      if (!tape.write(row, work, target, weight)) return false
    }
    if ((work & ASK) !== 0) this.asks++
    return true
  }

  /**
   * Passes the rows that wait to all threads, this one among them. What the workers say about
   * them is fetched when the next block is ready to go, so that nobody waits for long.
   */
  private flush(answers: number[]): void {
    const { tape, workers, picks, says, asks } = this
    const width = this.model.schema.size
    const numbers = tape.numbers.subarray(0, tape.used)
    try {
      this.fetch()
      workers.forEach((worker, i) => {
        worker.pass(this.share, numbers, tape.rows, width, says * picks[i + 1].length)
      })
      this.gather(answers)
      const step = says * picks[0].length
      passRows(this.stayed, this.reader, numbers, tape.rows, width, this.own, step)
    } catch (error) {
      throw lost(error)
    }
    tape.rewind()
    this.asks = 0
    this.asksOut = asks
  }

  /** Passes all rows that wait, and waits for what is said about them. */
  settle(answers: number[]): void {
    if (this.tape.rows > 0) this.flush(answers)
    try {
      this.fetch()
    } catch (error) {
      throw lost(error)
    }
    this.gather(answers)
  }

  /** Takes over what all threads said about the block that was under way. */
  private fetch(): void {
    const { workers, picks, says, asksOut, said } = this
    if (asksOut === 0) return
    workers.forEach((worker, i) => {
      worker.wait()
      const length = asksOut * says * picks[i + 1].length
      said[i + 1].set(worker.room.output.subarray(0, length))
    })
    said[0].set(this.own)
  }

  private gather(answers: number[]): void {
    for (let row = 0; row < this.asksOut; row++) answers.push(this.conclude(row))
    this.asksOut = 0
  }

  /** What all trees said about a row, in the order of the trees, made one answer. */
  private conclude(row: number): number {
    const { picks, all, says } = this
    for (let thread = 0; thread < picks.length; thread++) {
      const trees = picks[thread]
      const said = this.said[thread]
      let from = row * says * trees.length
      for (let k = 0; k < trees.length; k++) {
        const to = trees[k] * says
        for (let j = 0; j < says; j++) all[to + j] = said[from++]
      }
    }
    return this.model.conclude(all)
  }

  /** Brings all trees back. */
  end(answers: number[]): void {
    this.settle(answers)
    try {
      this.workers.forEach((worker, i) => {
        const bytes = worker.fetch(this.share)
        const part = snapshot.load<Spreadable>(bytes, { learners: this.classes as never })
        takeBack(this.model, this.picks[i + 1], part)
      })
    } catch (error) {
      throw lost(error)
    }
  }
}

function lost(error: unknown): WorkerError {
  const told = error instanceof WorkerError ? error.received : (error as Partial<Error>)?.message
  const text = String(told ?? error)
  return new WorkerError(`trees are lost, go on from a snapshot (${text})`)
}

/** Another number once the schema has grown, or the kind of a feature was settled. */
function signatureOf({ schema }: Spreadable): number {
  let signature = schema.size
  for (let feature = 0; feature < schema.size; feature++) {
    const open = schema.isOpen(feature) ? 1 : 0
    signature = (31 * signature + 2 * schema.categoryCount(feature) + open) | 0
  }
  return signature
}
