import { type FileHandle, mkdir, open, readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { Blobs } from './blobs.js'
import { type Line, type Op, type OpOf, parseLine, printLine } from './ops.js'
import { hasFiles, thin } from './thin.js'

/** Something that is still to be done, and what it takes on the disk. */
export interface Entry {
  readonly n: number
  readonly op: Op
  readonly bytes: number
}

export interface JournalOptions {
  /** No more than this is kept; beyond it some points are left out. */
  readonly maxBytes: number
  readonly onProblem: (text: string) => void
}

/** So many are handed out at once. */
const MOST_AT_ONCE = 1000
/** A file that has grown beyond this, and to twice of what is in use, is written anew. */
const ROOM = 1 << 20

/**
 * What is to be done in MLflow, in order, on a disk until it was done: it outlives the process.
 * Adding never waits. Nothing is handed out before it is on the disk, so that what may have been
 * sent is sent again as it was.
 */
export class Journal {
  readonly blobs: Blobs
  /** How many bytes wait to be sent: of operations with files, and of all others. */
  private fileBytes = 0
  private plainBytes = 0
  /** What was left out for want of room. */
  dropped = 0
  private readonly path: string
  private readonly options: JournalOptions
  private entries: Entry[] = []
  /** The runs that are not over, or of which something waits. */
  private readonly begins: Map<string, OpOf<'begin'>> = new Map()
  /** The last point of each of them. */
  private readonly last: Map<string, OpOf<'points'>> = new Map()
  private readonly ended: Set<string> = new Set()
  private file: FileHandle | undefined
  private length = 0
  private next = 1
  private acked = 0
  private written = 0
  private lines: string[] = []
  private isStale = false
  private isWriting = false
  private hasFailed = false
  private wake: () => void = () => {}
  private woken: Promise<void> = Promise.resolve()

  private constructor(folder: string, options: JournalOptions) {
    this.path = join(folder, 'journal')
    this.blobs = new Blobs(join(folder, 'blobs'))
    this.options = options
    this.sleep()
  }

  static async open(folder: string, options: JournalOptions): Promise<Journal> {
    await mkdir(join(folder, 'blobs'), { recursive: true })
    const journal = new Journal(folder, options)
    await journal.blobs.load()
    await journal.read()
    await journal.rewrite()
    await journal.blobs.sweep()
    return journal
  }

  /** How many bytes wait to be sent, with the files that belong to them. */
  get bytes(): number {
    return this.fileBytes + this.plainBytes
  }

  get waiting(): number {
    return this.entries.length
  }

  /** The run of a project that was not ended, and its last point. */
  unfinished(project: string): { run: string; last: OpOf<'points'> | undefined } | undefined {
    const all = [...this.begins.values()].reverse()
    const begin = all.find((one) => one.project === project && !this.ended.has(one.run))
    return begin && { run: begin.run, last: this.last.get(begin.run) }
  }

  /** False of what was done, and of what others have taken the place of. */
  has(n: number): boolean {
    return this.entries.some((entry) => entry.n === n)
  }

  beginOf(run: string): OpOf<'begin'> | undefined {
    return this.begins.get(run)
  }

  add(op: Op): void {
    const entry = this.take(this.next++, op)
    this.lines.push(printLine({ n: entry.n, op }))
    if (hasFiles(entry) || this.plainBytes > this.options.maxBytes / 2) this.bound()
    this.write()
  }

  /** Everything that may be sent now; empty once nothing is left and `isOver`. */
  async due(isOver: () => boolean): Promise<readonly Entry[]> {
    for (;;) {
      const due = this.entries.slice(0, MOST_AT_ONCE).filter(({ n }) => n <= this.written)
      if (due.length > 0 || (isOver() && this.entries.length === 0)) return due
      await this.woken
    }
  }

  /** All up to this number was done. */
  ack(n: number): void {
    const left = this.entries.findIndex((entry) => entry.n > n)
    const done = this.entries.splice(0, left === -1 ? this.entries.length : left)
    this.acked = Math.max(this.acked, n)
    this.release(done)
    this.lines.push(printLine({ ack: n }))
    this.write()
  }

  /** Whoever waits looks again. */
  nudge(): void {
    this.wake()
    this.sleep()
  }

  /** Once all that was added is on the disk. */
  async close(): Promise<void> {
    while (this.isWriting || (this.lines.length > 0 && !this.hasFailed)) await this.woken
    await this.file?.close()
    this.file = undefined
  }

  private take(n: number, op: Op): Entry {
    const bytes = printLine({ n, op }).length + this.blobs.keep(op)
    const entry = { n, op, bytes }
    if (op.kind === 'begin') this.begins.set(op.run, op)
    if (op.kind === 'points') this.last.set(op.run, op)
    if (op.kind === 'end') this.ended.add(op.run)
    this.entries.push(entry)
    this.count(entry, bytes)
    return entry
  }

  private release(entries: readonly Entry[]): void {
    for (const entry of entries) {
      this.count(entry, -entry.bytes)
      this.blobs.release(entry.op)
    }
    const waiting = new Set(this.entries.map(({ op }) => op.run))
    for (const run of this.ended) {
      if (waiting.has(run)) continue
      this.begins.delete(run)
      this.last.delete(run)
      this.ended.delete(run)
    }
  }

  private count(entry: Entry, bytes: number): void {
    if (hasFiles(entry)) this.fileBytes += bytes
    else this.plainBytes += bytes
  }

  private bound(): void {
    const kept = thin(this.entries, this.options.maxBytes)
    if (kept.length === this.entries.length) return
    const are = new Set(kept)
    const gone = this.entries.filter((entry) => !are.has(entry))
    this.entries = kept
    this.release(gone)
    this.isStale = true
    // Files whose place newer ones have taken are no loss.
    const last = this.entries.some(({ op }) => op.kind === 'files')
    const lost = gone.filter(({ op }) => op.kind !== 'files' || !last).length
    if (lost === 0) return
    this.dropped += lost
    const { onProblem, maxBytes } = this.options
    onProblem(`${this.dropped} points or files are left out: more than ${maxBytes} bytes wait`)
  }

  private write(): void {
    if (this.isWriting) return
    this.isWriting = true
    void this.writeAll()
  }

  private async writeAll(): Promise<void> {
    while (this.lines.length > 0 || this.isStale) {
      const upTo = this.next - 1
      const text = this.lines.join('')
      this.lines = []
      try {
        if (this.isStale || this.isWasteful) await this.rewrite()
        else {
          await this.file!.appendFile(text)
          this.length += text.length
        }
        this.hasFailed = false
      } catch (error) {
        this.fail(error as Error)
      }
      this.written = upTo
      this.nudge()
    }
    this.isWriting = false
    this.nudge()
  }

  /** Without a disk it goes on in memory: what is not sent when the process ends is gone then. */
  private fail({ message }: Error): void {
    if (!this.hasFailed) this.options.onProblem(`what MLflow is to be told is not kept: ${message}`)
    this.hasFailed = true
    this.isStale = false
  }

  private get isWasteful(): boolean {
    return this.length > ROOM && this.length > 2 * this.plainBytes
  }

  /** Beside the old one and then in its place, so that one of them is always whole. */
  private async rewrite(): Promise<void> {
    this.isStale = false
    const lines: Line[] = [...this.begins.values()].map((op) => ({ n: 0, op }))
    for (const op of this.last.values()) lines.push({ n: 0, op: { ...op, values: [] } })
    lines.push({ ack: this.acked })
    for (const { n, op } of this.entries) lines.push({ n, op })
    const text = lines.map(printLine).join('')
    const file = await open(`${this.path}.new`, 'w')
    await file.writeFile(text)
    await rename(`${this.path}.new`, this.path)
    await this.file?.close()
    this.file = file
    this.length = text.length
  }

  private async read(): Promise<void> {
    const text = await readFile(this.path, 'utf8').catch(() => '')
    const lines = text.split('\n').map(parseLine)
    for (const line of lines) if (line && 'ack' in line) this.acked = Math.max(this.acked, line.ack)
    for (const line of lines) {
      if (!line || !('n' in line)) continue
      // What is known of a run is no. 0; all else counts up, whatever stands in the file.
      if (line.n < this.next && line.n > 0) continue
      this.take(line.n, line.op)
      this.next = Math.max(this.next, line.n + 1)
    }
    this.next = Math.max(this.next, this.acked + 1)
    const isDone = ({ n }: Entry) => n === 0 || n <= this.acked
    const done = this.entries.filter(isDone)
    this.entries = this.entries.filter((entry) => !isDone(entry))
    this.release(done)
    this.written = this.next - 1
  }

  private sleep(): void {
    this.woken = new Promise((resolve) => (this.wake = resolve))
  }
}
