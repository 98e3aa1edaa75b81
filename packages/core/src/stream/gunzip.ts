import { InvalidDataError, InvalidInputError } from '../errors.js'
import type { Chunk } from './source.js'
import { readWebStream, type WebStream } from './web-stream.js'

interface Controller {
  enqueue(chunk: Uint8Array): void
  close(): void
}

interface Pulled {
  pull(controller: Controller): Promise<void>
  cancel(): Promise<void>
}

declare const ReadableStream: new (
  source: Pulled,
) => WebStream & { pipeThrough(through: unknown): WebStream }
declare const DecompressionStream: new (format: 'gzip') => unknown

/** Unpacks chunk after chunk: no more is asked for than is read. */
export async function* gunzip(
  who: string,
  chunks: AsyncGenerator<Chunk, void, undefined>,
  lineOf: () => number,
): AsyncGenerator<Uint8Array, void, undefined> {
  let failure: { readonly reason: unknown } | undefined
  const packed = new ReadableStream({
    async pull(controller) {
      try {
        const { done, value } = await chunks.next()
        if (done) controller.close()
        else controller.enqueue(bytesOf(who, value))
      } catch (reason) {
        failure = { reason }
        throw reason
      }
    },
    async cancel() {
      await chunks.return()
    },
  })
  try {
    const unpacked = readWebStream(packed.pipeThrough(new DecompressionStream('gzip')))
    yield* unpacked as AsyncGenerator<Uint8Array, void, undefined>
  } catch (reason) {
    if (failure) throw failure.reason
    const text = reason instanceof Error ? reason.message : String(reason)
    throw new InvalidDataError(who, lineOf(), undefined, 'the gzip data must be whole', text)
  }
}

function bytesOf(who: string, chunk: Chunk): Uint8Array {
  if (typeof chunk !== 'string') return chunk
  throw new InvalidInputError(who, 'gzip data must come in a Uint8Array', chunk)
}
