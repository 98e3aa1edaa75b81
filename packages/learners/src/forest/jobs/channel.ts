import { CoelhoError } from '@coelho/core'
import {
  BEAT,
  BRING,
  DONE,
  DROP,
  FAILED,
  FETCH,
  FIRST,
  LOAD,
  newMemory,
  OPERATION,
  PASS,
  ROOM_BYTES,
  roomOf,
  SAVE,
  SECOND,
  SHARE,
  type SharedRoom,
  THIRD,
  TURN,
  UP,
} from './memory.js'
import { startThread, type Thread } from './thread.js'

/** How long a worker may be silent before it counts as dead. */
const PATIENCE_MS = 60_000
const SILENT = 'it does not answer'

/** A worker thread did not do what it was asked to. */
export class WorkerError extends CoelhoError {
  constructor(received: string) {
    const expected = 'a worker thread must do its share of the trees'
    super(`nJobs: ${expected}: ${received}.`, { who: 'nJobs', expected, received })
  }
}

/** This thread's end of the line to a worker. What is asked is done in order, one by one. */
export class Channel {
  readonly room: SharedRoom
  /** Shares whose models are gone: the worker can forget them. */
  readonly orphans: number[] = []
  private readonly thread: Thread
  private turn = 0
  private isSilent = false

  constructor() {
    const memory = newMemory()
    this.room = roomOf(memory)
    this.thread = startThread(memory)
  }

  get isUp(): boolean {
    return Atomics.load(this.room.words, UP) === 1 && this.failure === undefined
  }

  get failure(): string | undefined {
    return this.isSilent ? SILENT : this.thread.failure
  }

  /** True if it did listen once. */
  get hasDied(): boolean {
    return Atomics.load(this.room.words, UP) === 1 && this.failure !== undefined
  }

  private get done(): number {
    return Atomics.load(this.room.words, DONE)
  }

  /** Sends a snapshot; the worker makes a share of it, or says why it cannot. */
  send(share: number, bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; at += ROOM_BYTES) {
      const part = bytes.subarray(at, at + ROOM_BYTES)
      this.wait()
      this.room.inputBytes.set(part)
      this.ask(BRING, share, part.length, bytes.length, at)
    }
    this.ask(LOAD, share)
    this.wait()
  }

  /** Fetches a share back; the worker has it no longer. */
  fetch(share: number): Uint8Array {
    const { words, outputBytes } = this.room
    this.ask(SAVE, share)
    this.wait()
    const bytes = new Uint8Array(words[FIRST])
    for (let at = 0; at < bytes.length; at += ROOM_BYTES) {
      this.ask(FETCH, share, at)
      this.wait()
      bytes.set(outputBytes.subarray(0, Math.min(ROOM_BYTES, bytes.length - at)), at)
    }
    return bytes
  }

  /** Begins to pass rows; `wait` before what they say is read. */
  pass(share: number, numbers: Float64Array, rows: number, width: number, step: number): void {
    this.wait()
    this.room.input.set(numbers)
    this.ask(PASS, share, rows, width, step)
  }

  drop(share: number): void {
    this.ask(DROP, share)
  }

  /** Lets the worker forget the shares of models that are gone. */
  sweep(): void {
    for (let id = this.orphans.pop(); id !== undefined; id = this.orphans.pop()) this.drop(id)
  }

  /** Waits until all that was asked is done. */
  wait(): void {
    const { words, outputBytes } = this.room
    let beat = Atomics.load(words, BEAT)
    for (let done = this.done; done !== this.turn; done = this.done) {
      if (this.failure !== undefined) throw new WorkerError(this.failure)
      const isLate = Atomics.wait(words, DONE, done, PATIENCE_MS) === 'timed-out'
      const last = beat
      beat = Atomics.load(words, BEAT)
      if (isLate && beat === last && done === this.done) {
        this.isSilent = true
        throw new WorkerError(SILENT)
      }
    }
    const length = words[FAILED]
    if (length === 0) return
    words[FAILED] = 0
    throw new WorkerError(new TextDecoder().decode(outputBytes.slice(0, length)))
  }

  private ask(operation: number, share: number, first = 0, second = 0, third = 0): void {
    this.wait()
    const { words } = this.room
    words[OPERATION] = operation
    words[SHARE] = share
    words[FIRST] = first
    words[SECOND] = second
    words[THIRD] = third
    this.turn = (this.turn + 1) | 0
    Atomics.store(words, TURN, this.turn)
    Atomics.notify(words, TURN)
  }

  end(): void {
    this.thread.end()
  }
}
