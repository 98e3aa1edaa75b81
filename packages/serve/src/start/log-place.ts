import { join } from 'node:path'
import { EventLog, type NewRecord, type Placed, rangesOf } from '@coelho/runtime'
import type { EventPlace } from '../serving/event-place.js'

/** The embedded log of a project: this process is its writer, whoever learns from it reads. */
export class LogPlace implements EventPlace {
  readonly folder: string
  readonly log: EventLog

  private constructor(folder: string, log: EventLog) {
    this.folder = folder
    this.log = log
  }

  static async open(data: string, project: string): Promise<LogPlace> {
    const folder = join(data, project, 'log')
    // A power cut may cost the last events; a crash of the process costs none.
    return new LogPlace(folder, await EventLog.open(folder, { sync: false }))
  }

  append(records: readonly NewRecord[]): Promise<Placed[]> {
    return this.log.append(records)
  }

  /** How many events it has had. */
  async length(): Promise<number> {
    const ranges = await rangesOf(this.log)
    return ranges.reduce((sum, { end }) => sum + end, 0)
  }

  close(): Promise<void> {
    return this.log.close()
  }
}
