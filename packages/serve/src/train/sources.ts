import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { KafkaSourceOptions } from '@coelho/kafka'
import {
  EventLog,
  type EventSource,
  LogSource,
  type PartitionRange,
  type ReadableLog,
  rangesOf,
} from '@coelho/runtime'
import type { Place } from '../commands/place.js'
import { UsageError } from '../failure.js'
import { FileLog } from '../file/file-log.js'

/** Events to be learned, and what can be asked of where they come from. */
export interface OpenedSource {
  readonly source: EventSource
  /** What there is by now: it tells how much is still to be learned. */
  readonly ranges: () => Promise<PartitionRange[]>
  /** Lets go of what a trainer does not, which closes its source by itself. */
  close(): Promise<void>
}

/** What stands in a place, to be read at any offset; a file `isWhole` where nobody writes to it. */
export async function openLog(
  place: Place,
  folder: string,
  { isWhole }: { readonly isWhole: boolean },
): Promise<ReadableLog> {
  if ('log' in place) return openEventLog(resolve(folder, place.log))
  if ('input' in place) {
    return new FileLog(resolve(folder, place.input), { lastLine: isWhole ? 'ifWhole' : 'wait' })
  }
  const { KafkaLog } = await import('@coelho/kafka')
  return new KafkaLog({ ...place.kafka, topics: place.topics })
}

/** Opening a log makes one where there is none: a mistyped name would then wait for ever. */
async function openEventLog(folder: string): Promise<ReadableLog> {
  if (existsSync(join(folder, 'log.json'))) return EventLog.open(folder)
  throw new UsageError(
    `there is no log in ${folder} (--log). \`coelho generate --log\` writes one; ` +
      'a file of JSON lines is read by --input.',
  )
}

/** Kafka, loaded only where it is asked for. */
export async function openKafka(given: KafkaSourceOptions): Promise<OpenedSource> {
  const { KafkaSource, KafkaLog } = await import('@coelho/kafka')
  const { groupId: _, sharding: __, ...reading } = given
  const log = new KafkaLog({ ...reading, log: () => {} })
  return { source: new KafkaSource(given), ranges: () => log.ranges(), close: () => log.close() }
}

export function sourceOf(log: ReadableLog): OpenedSource {
  return { source: new LogSource(log), ranges: () => rangesOf(log), close: async () => {} }
}
