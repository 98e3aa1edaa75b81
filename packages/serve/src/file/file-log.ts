import { type FileHandle, open } from 'node:fs/promises'
import {
  type Batch,
  DataLimitError,
  type LogRecord,
  OffsetError,
  type PartitionRange,
  type ReadableLog,
  SourceError,
} from '@coelho/runtime'

export interface FileLogOptions {
  /**
   * What to do with a last line that has no line end: `wait` for it, since somebody may be writing,
   * or take it `ifWhole`, once it is an object of JSON from its first to its last bracket.
   */
  readonly lastLine?: 'wait' | 'ifWhole'
}

const CHUNK = 256 << 10
/** A longer line is none: the file is something else than a line an event. */
const LONGEST_LINE = 16 << 20
const LINE_END = 10
const CLOSING_BRACKET = 125
const PARTITION = '0'

/** Lines as records, and how many bytes were looked at. */
interface Lines {
  readonly records: LogRecord[]
  readonly bytes: number
}

/**
 * A file of JSON lines, an event each, as a log of one partition that may still be written. An
 * offset is the byte at which a line begins, so that a restart goes on at once in files of any
 * length; empty lines are passed over. A line brings no time of its own: its record's is 0.
 *
 * @example
 * import { writeFile } from 'node:fs/promises'
 * await writeFile('/tmp/payments.jsonl', '{"amount":12.5}\n{"amount":7}\n')
 * const log = new FileLog('/tmp/payments.jsonl')
 * const batch = await log.read('0', 0)
 * batch?.records.map(({ offset }) => offset) // => [0, 16]
 * await log.close()
 */
export class FileLog implements ReadableLog {
  readonly name: string
  private readonly path: string
  private readonly takesLast: boolean
  private opening: Promise<FileHandle> | undefined
  /** There was nothing to be read from here on, when the file was so long. */
  private waits: { readonly from: number; readonly size: number } | undefined

  constructor(path: string, { lastLine = 'wait' }: FileLogOptions = {}) {
    this.name = `file:${path}`
    this.path = path
    this.takesLast = lastLine === 'ifWhole'
  }

  async partitions(): Promise<string[]> {
    return [PARTITION]
  }

  async range(partition: string): Promise<PartitionRange> {
    const { size } = await (await this.file(partition)).stat()
    return { partition, start: 0, end: size }
  }

  async read(partition: string, from: number): Promise<Batch | undefined> {
    const file = await this.file(partition)
    const { size } = await file.stat()
    if (from > size) throw new OffsetError(this.name, `has bytes 0 to ${size}`, from)
    if (this.waits?.from === from && this.waits.size === size) return undefined
    let at = await lineStart(file, from)
    for (let length = CHUNK; at < size; ) {
      const chunk = await readAt(file, at, length)
      const { records, bytes } = this.split(chunk, at, chunk.length < length)
      if (records.length > 0) return { partition, from, next: at + bytes, records }
      if (bytes === 0 && chunk.length > LONGEST_LINE) throw this.notLines(at)
      if (bytes === 0 && chunk.length < length) break
      length = bytes === 0 ? Math.min(length * 4, LONGEST_LINE + 1) : CHUNK
      at += bytes
    }
    this.waits = { from, size }
    return undefined
  }

  async close(): Promise<void> {
    const file = await this.opening?.catch(() => undefined)
    this.opening = undefined
    await file?.close()
  }

  private split(chunk: Buffer, start: number, isEnd: boolean): Lines {
    const records: LogRecord[] = []
    let at = 0
    for (let end = chunk.indexOf(LINE_END); end >= 0; end = chunk.indexOf(LINE_END, at)) {
      const value = trimEnd(chunk.subarray(at, end))
      if (value.length > 0) records.push({ offset: start + at, key: null, value, time: 0 })
      at = end + 1
    }
    const rest = trimEnd(chunk.subarray(at))
    if (this.takesLast && isEnd && isWholeObject(rest)) {
      records.push({ offset: start + at, key: null, value: rest, time: 0 })
      at = chunk.length
    }
    return { records, bytes: at }
  }

  private async file(partition: string): Promise<FileHandle> {
    if (partition !== PARTITION) throw new SourceError(this.name, 'has one partition, 0', partition)
    this.opening ??= this.openFile()
    return this.opening
  }

  private async openFile(): Promise<FileHandle> {
    try {
      const file = await open(this.path, 'r')
      if ((await file.stat()).isFile()) return file
      await file.close()
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException
      const expected = code === 'ENOENT' ? 'there is no such file' : `cannot be read (${code})`
      throw new SourceError(this.name, expected)
    }
    throw new SourceError(this.name, 'is no file: it must be one with a line of JSON an event')
  }

  private notLines(at: number): DataLimitError {
    const found = `the line at byte ${at} is longer than ${LONGEST_LINE >> 20} MB`
    return new DataLimitError(this.name, `${found}: a line of JSON an event is expected`)
  }
}

/** Where the first line begins at this byte or after it: a position may be within a line. */
async function lineStart(file: FileHandle, from: number): Promise<number> {
  if (from === 0) return 0
  for (let at = from - 1; ; ) {
    const chunk = await readAt(file, at, at < from ? 1 : CHUNK)
    const end = chunk.indexOf(LINE_END)
    if (end >= 0) return at + end + 1
    at += chunk.length
    if (chunk.length === 0) return at
  }
}

async function readAt(file: FileHandle, at: number, length: number): Promise<Buffer> {
  const chunk = Buffer.allocUnsafe(length)
  let filled = 0
  while (filled < length) {
    const { bytesRead } = await file.read(chunk, filled, length - filled, at + filled)
    if (bytesRead === 0) break
    filled += bytesRead
  }
  return chunk.subarray(0, filled)
}

/** Without the blanks at its end, of which a carriage return is one. */
function trimEnd(line: Buffer): Buffer {
  let end = line.length
  while (end > 0 && isBlank(line[end - 1]!)) end--
  return line.subarray(0, end)
}

function isBlank(byte: number): boolean {
  return byte === 32 || byte === 9 || byte === 13
}

/** No beginning of an object is an object: what ends with a bracket and can be read is whole. */
function isWholeObject(line: Buffer): boolean {
  if (line[line.length - 1] !== CLOSING_BRACKET) return false
  try {
    JSON.parse(line.toString())
    return true
  } catch {
    return false
  }
}
