import { inLanes } from '@coelho/runtime'
import type { Body } from './body.js'

/** Parts that are under way at once, each held in memory. */
const LANES = 4

/** An object that is sent in parts; it is there, whole, once it is complete. */
export interface Upload {
  /** Sends one part, and gives what it is known by. */
  send(part: number, bytes: Uint8Array): Promise<string>
  complete(tags: readonly string[]): Promise<void>
  /** What is left of it costs room, and harms nothing. */
  forget(): Promise<void>
}

export async function sendInParts(upload: Upload, body: Body, partBytes: number): Promise<void> {
  const count = Math.ceil(body.bytes / partBytes)
  const tags: string[] = new Array(count)
  try {
    // None is to send parts of an upload that is given up: all end before.
    await inLanes(count, LANES, async (part) => {
      const to = Math.min((part + 1) * partBytes, body.bytes)
      tags[part] = await upload.send(part, await collect(body.read(part * partBytes, to)))
    })
    await upload.complete(tags)
  } catch (error) {
    await upload.forget().catch(() => {})
    throw error
  }
}

/** All bytes of a body. */
export async function collect(
  body: Uint8Array | AsyncIterable<Uint8Array>,
  most: number = Number.POSITIVE_INFINITY,
): Promise<Uint8Array> {
  if (body instanceof Uint8Array) return body
  const parts: Uint8Array[] = []
  let count = 0
  for await (const part of body) {
    parts.push(part)
    count += part.length
    if (count > most) throw new RangeError(`more than ${most} bytes came`)
  }
  return Buffer.concat(parts, count)
}
