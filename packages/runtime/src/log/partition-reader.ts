import { type FileHandle, open } from 'node:fs/promises'
import { join } from 'node:path'
import { OffsetError } from '../errors.js'
import type { Batch, LogRecord, PartitionRange } from '../source/event-source.js'
import { segmentName, segmentsIn } from './partitions.js'
import { decodeRecord, LONGEST_RECORD } from './record-format.js'
import { SegmentMarks } from './segment-marks.js'
import { readChunk, type Scanned, scanSegment } from './segment-scan.js'

const CHUNK = 256 << 10

interface Place {
  readonly file: FileHandle
  /** The segment's name is its first offset. */
  readonly segment: number
  /** The next record to be read, and where it begins. */
  next: number
  bytes: number
}

/** Reads one partition's segments; goes on where it was without looking for the place again. */
export class PartitionReader {
  private readonly folder: string
  private readonly partition: string
  private place: Place | undefined
  private readonly marks: SegmentMarks = new SegmentMarks()

  constructor(folder: string, partition: string) {
    this.folder = folder
    this.partition = partition
  }

  async range(): Promise<PartitionRange> {
    const segments = await segmentsIn(this.folder)
    const last = segments[segments.length - 1]
    if (last === undefined) return { partition: this.partition, start: 0, end: 0 }
    this.marks.keep(segments)
    const file = await open(join(this.folder, segmentName(last)), 'r')
    try {
      const { next } = await this.scan(file, last)
      return { partition: this.partition, start: segments[0]!, end: next }
    } finally {
      await file.close()
    }
  }

  /** From the last place that is known; one behind the file's end is another file's. */
  private async scan(file: FileHandle, segment: number, until?: number): Promise<Scanned> {
    const { size } = await file.stat()
    if (this.marks.before(segment, Number.POSITIVE_INFINITY).bytes > size) {
      this.marks.forget(segment)
    }
    const from = this.marks.before(segment, until ?? Number.POSITIVE_INFINITY)
    const scanned = await scanSegment(file, from, until, (mark) => this.marks.add(segment, mark))
    if (scanned.damaged && from.bytes > 0) {
      this.marks.forget(segment)
      return this.scan(file, segment, until)
    }
    if (!scanned.damaged) this.marks.add(segment, scanned)
    return scanned
  }

  /** Some records from this offset on; `undefined` where there are none yet. */
  async read(from: number): Promise<Batch | undefined> {
    if (this.place?.next !== from && !(await this.moveTo(from))) return undefined
    for (;;) {
      const records = await this.readOn()
      if (records.length > 0) {
        const next = this.place!.next
        return { partition: this.partition, from, next, records }
      }
      if (!(await this.moveOn(from))) return undefined
    }
  }

  async close(): Promise<void> {
    await this.place?.file.close()
    this.place = undefined
  }

  /** To the segment that has this offset; `false` where nothing was written yet. */
  private async moveTo(from: number): Promise<boolean> {
    await this.close()
    const segments = await segmentsIn(this.folder)
    if (segments.length === 0 && from === 0) return false
    const segment = segments.findLast((first) => first <= from)
    if (segment === undefined) {
      const expected = `has offsets from ${segments[0] ?? 0} on`
      throw new OffsetError(this.folder, expected, from)
    }
    const file = await open(join(this.folder, segmentName(segment)), 'r')
    const { next, bytes } = await this.scan(file, segment, from)
    if (next < from) {
      await file.close()
      throw new OffsetError(this.folder, `has offsets up to ${next}`, from)
    }
    this.place = { file, segment, next: from, bytes }
    return true
  }

  /** At the end of a segment: to the one that goes on there, if it is there. */
  private async moveOn(from: number): Promise<boolean> {
    const segments = await segmentsIn(this.folder)
    const following = segments.find((first) => first > this.place!.segment)
    if (following === undefined) return false
    if (following !== from) {
      throw new OffsetError(this.folder, `a segment begins at ${following}, not at`, from)
    }
    return this.moveTo(from)
  }

  private async readOn(): Promise<LogRecord[]> {
    const place = this.place!
    const records: LogRecord[] = []
    let at = await this.decodeInto(records, await readChunk(place.file, place.bytes, CHUNK))
    if (at === 0) {
      const long = await readChunk(place.file, place.bytes, LONGEST_RECORD + CHUNK)
      if (long.length > CHUNK) at = await this.decodeInto(records, long)
    }
    place.bytes += at
    place.next = records.length > 0 ? records[records.length - 1]!.offset + 1 : place.next
    return records
  }

  /** Where the last whole record of a chunk ends. */
  private async decodeInto(records: LogRecord[], chunk: Buffer): Promise<number> {
    for (let at = 0; ; ) {
      const decoded = decodeRecord(chunk, at)
      if (decoded.kind === 'incomplete') return at
      if (decoded.kind === 'damaged') {
        const { segment, bytes } = this.place!
        const where = `${segmentName(segment)} is damaged at byte ${bytes + at}`
        throw new OffsetError(this.folder, `${where}: opening the log to write cuts off a torn end`)
      }
      records.push(decoded.record)
      at = decoded.end
    }
  }
}
