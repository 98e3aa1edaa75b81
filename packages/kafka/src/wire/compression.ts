import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { SourceError } from '@coelho/runtime'
import kafkajs from 'kafkajs'

/** No fetched batch is larger than this; what inflates to more is no batch of events. */
const MOST_BYTES = 256 << 20
const GZIP = 1
const NAMES = ['none', 'gzip', 'snappy', 'lz4', 'zstd']

/** The records of a compressed batch. */
export async function inflate(compression: number, body: Buffer): Promise<Buffer> {
  const name = NAMES[compression] ?? `compression ${compression}`
  if (compression === GZIP) {
    return promisify(gunzip)(body, { maxOutputLength: MOST_BYTES }).catch((error: Error) => {
      throw new SourceError(
        'Kafka',
        `a batch that says it is gzip cannot be read: ${error.message}`,
      )
    })
  }
  try {
    return await (kafkajs.CompressionCodecs as Record<number, () => Codec>)[
      compression
    ]!().decompress(body)
  } catch (error) {
    if ((error as Error).name !== 'KafkaJSNotImplemented') throw error
    const how = `CompressionCodecs[CompressionTypes.${name.toUpperCase()}] = … of kafkajs`
    throw new SourceError('Kafka', `events are compressed by ${name}: set its codec by ${how}`)
  }
}

interface Codec {
  decompress(bytes: Buffer): Promise<Buffer>
}
