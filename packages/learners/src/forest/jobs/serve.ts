import { snapshot } from '@coelho/core'
import {
  BEAT,
  BRING,
  DONE,
  DROP,
  FAILED,
  FETCH,
  FIRST,
  LOAD,
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
import { ASK, type Spreadable } from './spreadable.js'
import { TapeReader } from './tape.js'

type Known = readonly (abstract new (...options: never[]) => object)[]

/** Does what is asked through the memory, for ever: the thread ends when it is ended. */
export function serve(memory: SharedArrayBuffer, learners: Known): never {
  const room = roomOf(memory)
  const { words } = room
  const desk = new Desk(room, learners)
  Atomics.store(words, UP, 1)
  for (let turn = 0; ; ) {
    Atomics.wait(words, TURN, turn)
    const next = Atomics.load(words, TURN)
    if (next === turn) continue
    turn = next
    desk.answer()
    Atomics.store(words, DONE, turn)
    Atomics.notify(words, DONE)
  }
}

/** The shares that a worker has, and what can be done with them. */
export class Desk {
  private readonly room: SharedRoom
  private readonly learners: Known
  private readonly shares: Map<number, Spreadable> = new Map()
  /** Snapshots on their way, by share. */
  private readonly parcels: Map<number, Uint8Array> = new Map()
  private readonly tape: TapeReader = new TapeReader()

  constructor(room: SharedRoom, learners: Known) {
    this.room = room
    this.learners = learners
  }

  /** Does what the words ask for; a failure is told as text. */
  answer(): void {
    const { words, outputBytes } = this.room
    words[FAILED] = 0
    try {
      this.perform(words[OPERATION], words[SHARE])
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error)
      const bytes = new TextEncoder().encode(text || 'unknown').subarray(0, ROOM_BYTES)
      outputBytes.set(bytes)
      words[FAILED] = bytes.length
    }
  }

  private perform(operation: number, id: number): void {
    const { words, inputBytes, outputBytes } = this.room
    const { parcels, shares } = this
    if (operation === BRING) {
      const before = parcels.get(id) ?? new Uint8Array(words[SECOND])
      before.set(inputBytes.subarray(0, words[FIRST]), words[THIRD])
      parcels.set(id, before)
    } else if (operation === LOAD) {
      const bytes = parcels.get(id) as Uint8Array
      parcels.delete(id)
      shares.set(id, snapshot.load(bytes, { learners: this.learners }) as Spreadable)
    } else if (operation === PASS) {
      this.pass(shares.get(id) as Spreadable)
    } else if (operation === SAVE) {
      const bytes = snapshot.save(shares.get(id) as Spreadable)
      shares.delete(id)
      parcels.set(id, bytes)
      words[FIRST] = bytes.length
    } else if (operation === FETCH) {
      const bytes = parcels.get(id) as Uint8Array
      const end = words[FIRST] + ROOM_BYTES
      outputBytes.set(bytes.subarray(words[FIRST], end))
      if (end >= bytes.length) parcels.delete(id)
    } else if (operation === DROP) {
      shares.delete(id)
      parcels.delete(id)
    }
  }

  private pass(share: Spreadable): void {
    const { words, input, output } = this.room
    passRows(share, this.tape, input, words[FIRST], words[SECOND], output, words[THIRD], words)
  }
}

/**
 * Passes so many rows of a tape to a share; what it says about those that ask, `step` numbers
 * for each, goes to `said`. `words`: where to tell others that it goes on.
 */
export function passRows(
  share: Spreadable,
  tape: TapeReader,
  numbers: Float64Array,
  rows: number,
  width: number,
  said: Float64Array,
  step: number,
  words?: Int32Array,
): void {
  tape.open(numbers, width)
  let at = 0
  for (let i = 0; i < rows; i++) {
    tape.next()
    const asks = (tape.work & ASK) !== 0
    if (asks) said.fill(0, at, at + step)
    share.passRow(tape, said, at)
    if (asks) at += step
    if (words) Atomics.add(words, BEAT, 1)
  }
}
