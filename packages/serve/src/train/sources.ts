import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { KafkaSourceOptions } from '@coelho/kafka'
import {
  EventLog,
  type EventSource,
  LogSource,
  type PartitionRange,
  type ReadableLog,
} from '@coelho/runtime'
import { UsageError } from '../failure.js'
import { FileLog } from '../file/file-log.js'

/** Events to be learned, and what can be asked of where they come from. */
export interface OpenedSource {
  readonly source: EventSource
  /** What there is by now, where that can be asked: it tells how much is still to be learned. */
  readonly ranges?: () => Promise<PartitionRange[]>
}

export interface LogPlace {
  readonly log?: string | undefined
  readonly input?: string | undefined
}

/** An embedded log, or a file of JSON lines; `undefined` where neither was named. */
export async function openLog(
  { log, input }: LogPlace,
  folder: string,
  untilEnd: boolean,
): Promise<ReadableLog | undefined> {
  if (log !== undefined) return openEventLog(resolve(folder, log))
  if (input === undefined) return undefined
  return new FileLog(resolve(folder, input), { lastLine: untilEnd ? 'ifWhole' : 'wait' })
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
  const { KafkaSource } = await import('@coelho/kafka')
  return { source: new KafkaSource(given) }
}

export function sourceOf(log: ReadableLog): OpenedSource {
  const ranges = async () => {
    const names = await log.partitions()
    return Promise.all(names.map((name) => log.range(name)))
  }
  return { source: new LogSource(log), ranges }
}
