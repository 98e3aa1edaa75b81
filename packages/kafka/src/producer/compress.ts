import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { InvalidOptionError } from '@coelho/core'
import kafkajs from 'kafkajs'

export const CODECS = ['none', 'gzip', 'snappy', 'lz4', 'zstd'] as const
export type Compression = (typeof CODECS)[number]

interface Codec {
  compress(encoder: { readonly buffer: Buffer }): Promise<Buffer>
}

/** What compresses; refused where there is no codec, before anything is sent. */
export function compressorOf(name: Compression): (bytes: Buffer) => Promise<Buffer> {
  if (name === 'none') return async (bytes) => bytes
  if (name === 'gzip') return (bytes) => promisify(gzip)(bytes)
  try {
    const codecs = kafkajs.CompressionCodecs as unknown as Record<number, () => Codec>
    const codec = codecs[CODECS.indexOf(name)]!()
    return (buffer) => codec.compress({ buffer })
  } catch {
    const type = name === 'snappy' ? 'Snappy' : name.toUpperCase()
    const how = `CompressionCodecs[CompressionTypes.${type}] = … of kafkajs`
    const expected = `needs a codec: set ${how}, or take "gzip"`
    throw new InvalidOptionError('KafkaProducer', 'compression', expected, name)
  }
}
