import type { IncomingMessage } from 'node:http'
import { Refused } from '../problem.js'

/** Who asked is gone: nobody is left to be answered. */
export class Gone extends Error {
  override readonly name: string = 'Gone'
}

/** So many pieces may be small; of more, each must have so many bytes on average. */
const FEW_PIECES = 1000
const SMALL_PIECE = 16

/**
 * Each piece costs far more than its bytes, and a whole lot of them is on its way: the answer is
 * written past everything that would read them first.
 */
const TOO_MANY_PIECES =
  'HTTP/1.1 413 Payload Too Large\r\nconnection: close\r\ncontent-length: 0\r\n\r\n'

/**
 * The bytes of a request's body, counted as they come, whatever its headers say. However small the
 * pieces it comes in, it takes at most twice the limit.
 */
export function readBody(incoming: IncomingMessage, limit: number): Promise<Buffer> {
  const declared = Number(incoming.headers['content-length'] ?? Number.NaN)
  if (declared > limit) return Promise.reject(tooLarge(limit))
  return new Promise((resolve, reject) => {
    let held: Buffer | null = null
    let length = 0
    let pieces = 0
    const take = (piece: Buffer) => {
      if (length + piece.length > limit) return end(tooLarge(limit))
      if (++pieces > FEW_PIECES && length + piece.length < pieces * SMALL_PIECE) {
        // Pieces that are read already would wait in the stream, one by one, for 50 ms.
        incoming.socket.end(TOO_MANY_PIECES)
        incoming.socket.destroy()
        incoming.destroy()
        return end(new Gone())
      }
      if (length === 0 && piece.length === declared) held = piece
      else held = appended(held, length, piece, limit)
      length += piece.length
    }
    const end = (error?: Error) => {
      incoming.off('data', take).off('end', done).off('error', gone).off('close', gone)
      if (error === undefined) return resolve((held ?? Buffer.alloc(0)).subarray(0, length))
      incoming.pause()
      reject(error)
    }
    const done = () => end()
    const gone = () => end(new Gone())
    incoming.on('data', take).on('end', done).on('error', gone).on('close', gone)
  })
}

/** Copied: a piece of one byte holds far more memory than that. */
function appended(held: Buffer | null, length: number, piece: Buffer, limit: number): Buffer {
  const needed = length + piece.length
  let room = held
  if (room === null || room.length < needed) {
    room = Buffer.allocUnsafeSlow(Math.min(limit, Math.max(1024, 2 * needed)))
    held?.copy(room, 0, 0, length)
  }
  piece.copy(room, length)
  return room
}

function tooLarge(limit: number): Refused {
  const detail = `The body may have at most ${limit} bytes.`
  return new Refused('too-large', detail, { isLast: true })
}
