import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { InvalidInputError } from '@coelho/core'

/** What an artifact is made of: bytes, text, or a file that is read as it is sent. */
export type ArtifactBody = Uint8Array | string | { readonly file: string }

/** A body that can be read again and again, whole or in parts. */
export interface Body {
  readonly bytes: number
  /** From one byte up to another, that one not included. */
  read(from: number, to: number): Uint8Array | AsyncIterable<Uint8Array>
}

export async function bodyOf(given: ArtifactBody): Promise<Body> {
  if (typeof given === 'string') return inMemory(Buffer.from(given))
  if (given instanceof Uint8Array) return inMemory(given)
  if (typeof given?.file === 'string') return await inFile(given.file)
  throw new InvalidInputError('MLflow', 'an artifact must be bytes, text or { file }')
}

function inMemory(all: Uint8Array): Body {
  return { bytes: all.length, read: (from, to) => all.subarray(from, to) }
}

async function inFile(path: string): Promise<Body> {
  const { size } = await stat(path)
  return {
    bytes: size,
    read: (start, to) => {
      // A stream of a file takes its last byte, not the one after it.
      if (start === to) return new Uint8Array(0)
      return createReadStream(path, { start, end: to - 1, highWaterMark: 1 << 18 })
    },
  }
}
