/** The memory that this thread shares with one worker: words, what goes in, what comes out. */
export interface SharedRoom {
  readonly words: Int32Array
  readonly input: Float64Array
  readonly inputBytes: Uint8Array
  readonly output: Float64Array
  readonly outputBytes: Uint8Array
}

/** So many numbers go in at once, and as many come out. */
export const ROOM = 131_072
export const ROOM_BYTES: number = 8 * ROOM
const HEAD_BYTES = 64

// The words. TURN counts what the worker was asked to do, DONE what it has done.
export const TURN = 0
export const DONE = 1
export const OPERATION = 2
/** 0; else what was asked failed, and `output` has so many bytes of text that say why. */
export const FAILED = 3
/** 1 once the worker listens. */
export const UP = 4
/** It changes while the worker works. */
export const BEAT = 5
/** Which share is meant. */
export const SHARE = 6
/** What else the operation has to know, or the worker answers. */
export const FIRST = 7
export const SECOND = 8
export const THIRD = 9

// The operations.
/** Adds FIRST bytes to the snapshot of a share. */
export const BRING = 1
/** The share is all there: load it. */
export const LOAD = 2
/** Pass FIRST rows of SECOND features; THIRD numbers are said. */
export const PASS = 3
/** Save the share and forget it; FIRST answers how many bytes it has. */
export const SAVE = 4
/** Hand out those from FIRST on. */
export const FETCH = 5
/** Forget the share. */
export const DROP = 6

export function newMemory(): SharedArrayBuffer {
  return new SharedArrayBuffer(HEAD_BYTES + 2 * ROOM_BYTES)
}

export function roomOf(memory: SharedArrayBuffer): SharedRoom {
  const out = HEAD_BYTES + ROOM_BYTES
  return {
    words: new Int32Array(memory, 0, HEAD_BYTES / 4),
    input: new Float64Array(memory, HEAD_BYTES, ROOM),
    inputBytes: new Uint8Array(memory, HEAD_BYTES, ROOM_BYTES),
    output: new Float64Array(memory, out, ROOM),
    outputBytes: new Uint8Array(memory, out, ROOM_BYTES),
  }
}
