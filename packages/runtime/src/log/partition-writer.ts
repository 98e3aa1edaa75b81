import { type FileHandle, open, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { machineDisk } from '../store/disk.js'
import { segmentName, segmentsIn } from './partitions.js'
import { encodedLength, encodeRecord } from './record-format.js'
import { scanSegment } from './segment-scan.js'

export interface WriterOptions {
  /** A segment that is longer is followed by another. */
  readonly segmentBytes: number
  /** So many segments are kept; the oldest go first. */
  readonly keepSegments: number
  /** Whether an append is on the disk when it resolves. */
  readonly sync: boolean
}

/** An event whose partition is known. */
export interface PlacedRecord {
  readonly key: Uint8Array | null
  readonly value: Uint8Array
  readonly time: number
}

/** Appends to one partition. */
export class PartitionWriter {
  private readonly folder: string
  private readonly options: WriterOptions
  private segments: number[]
  private file: FileHandle
  private bytes: number
  private next: number
  private last: Promise<unknown> = Promise.resolve()

  private constructor(
    folder: string,
    options: WriterOptions,
    segments: number[],
    file: FileHandle,
    end: { readonly bytes: number; readonly next: number },
  ) {
    this.folder = folder
    this.options = options
    this.segments = segments
    this.file = file
    this.bytes = end.bytes
    this.next = end.next
  }

  /** Opens a partition; what a crash left half written at its end is cut off. */
  static async open(folder: string, options: WriterOptions): Promise<PartitionWriter> {
    await machineDisk.makeFolder(folder)
    const segments = await segmentsIn(folder)
    if (segments.length === 0) {
      const file = await createSegment(folder, 0)
      return new PartitionWriter(folder, options, [0], file, { bytes: 0, next: 0 })
    }
    const last = segments[segments.length - 1]!
    const file = await open(join(folder, segmentName(last)), 'r+')
    const end = await scanSegment(file, { next: last, bytes: 0 })
    await file.truncate(end.bytes)
    await file.sync()
    return new PartitionWriter(folder, options, segments, file, end)
  }

  /** Appends records in one write, after those before them; the offset of the first. */
  append(records: readonly PlacedRecord[]): Promise<number> {
    const appended = this.last.then(() => this.write(records))
    this.last = appended.catch(() => {})
    return appended
  }

  async close(): Promise<void> {
    await this.last
    await this.file.sync()
    await this.file.close()
  }

  private async write(records: readonly PlacedRecord[]): Promise<number> {
    const first = this.next
    const length = records.reduce((sum, { key, value }) => sum + encodedLength(key, value), 0)
    const buffer = Buffer.allocUnsafe(length)
    let at = 0
    let offset = first
    for (const record of records) at = encodeRecord(buffer, at, { offset: offset++, ...record })
    await this.file.write(buffer, 0, length, this.bytes)
    if (this.options.sync) await this.file.sync()
    this.bytes += length
    this.next = offset
    if (this.bytes >= this.options.segmentBytes) await this.startSegment()
    return first
  }

  private async startSegment(): Promise<void> {
    await this.file.sync()
    await this.file.close()
    this.file = await createSegment(this.folder, this.next)
    this.bytes = 0
    this.segments.push(this.next)
    while (this.segments.length > this.options.keepSegments) {
      await unlink(join(this.folder, segmentName(this.segments.shift()!)))
    }
  }
}

async function createSegment(folder: string, first: number): Promise<FileHandle> {
  const file = await open(join(folder, segmentName(first)), 'wx+')
  await machineDisk.syncFolder(folder)
  return file
}
