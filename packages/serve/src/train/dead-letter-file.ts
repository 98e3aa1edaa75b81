import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { type DeadLetter, StoreError } from '@coelho/runtime'

/**
 * Events that could not be used, a line of JSON each, with the reason and where they stand: on the
 * disk before a checkpoint moves past them. After a crash a trainer tells some again; those that
 * are in the file already are not written twice.
 */
export class DeadLetterFile {
  private readonly path: string
  private readonly project: string
  private opening: Promise<FileHandle> | undefined
  /** Where each partition is read on: what the file has from there on may be told again. */
  private readonly starts: Map<string, number> = new Map()
  private known: Set<string> | undefined

  constructor(path: string, project: string) {
    this.path = path
    this.project = project
  }

  /** Partitions are read from these offsets on. */
  startFrom(positions: ReadonlyMap<string, number>): void {
    for (const [partition, offset] of positions) this.starts.set(partition, offset)
    this.known = undefined
  }

  async write(letters: readonly DeadLetter[]): Promise<void> {
    try {
      this.opening ??= openToAppend(this.path)
      const file = await this.opening
      this.known ??= await this.readKnown()
      const added = letters.filter((letter) => !this.known!.has(keyOf(this.project, letter)))
      if (added.length === 0) return
      await file.appendFile(added.map((letter) => `${this.lineOf(letter)}\n`).join(''))
      await file.datasync()
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException
      throw new StoreError(this.path, `dead letters could not be written (${code ?? message})`)
    }
  }

  async close(): Promise<void> {
    await (await this.opening?.catch(() => undefined))?.close()
  }

  private lineOf(letter: DeadLetter): string {
    const { partition, offset, reason } = letter
    const time = new Date().toISOString()
    const facts = { time, project: this.project, partition, offset, reason }
    return JSON.stringify({ ...facts, ...asText(letter.value) })
  }

  private async readKnown(): Promise<Set<string>> {
    const known = new Set<string>()
    const lines = createInterface({ input: createReadStream(this.path), crlfDelay: Infinity })
    for await (const line of lines) {
      const letter = readLine(line)
      if (!letter || letter.project !== this.project) continue
      const start = this.starts.get(letter.partition)
      if (start === undefined || letter.offset >= start) known.add(keyOf(this.project, letter))
    }
    return known
  }
}

/** What a crash left half written at its end is a line of its own from now on. */
async function openToAppend(path: string): Promise<FileHandle> {
  const file = await open(path, 'a+')
  const { size } = await file.stat()
  const { buffer } = await file.read(Buffer.alloc(1), 0, 1, Math.max(0, size - 1))
  if (size > 0 && buffer[0] !== 10) await file.appendFile('\n')
  return file
}

function keyOf(project: string, { partition, offset, value }: DeadLetter): string {
  return `${project} ${partition} ${offset} ${createHash('sha1').update(value).digest('base64')}`
}

/** As text where it is text, so that a person can read it. */
function asText(value: Uint8Array): { value: string } | { base64: string } {
  const bytes = Buffer.from(value.buffer, value.byteOffset, value.byteLength)
  const text = bytes.toString()
  return bytes.equals(Buffer.from(text)) ? { value: text } : { base64: bytes.toString('base64') }
}

function readLine(line: string): (DeadLetter & { project: string }) | undefined {
  try {
    const { project, partition, offset, reason, value, base64 } = JSON.parse(line)
    const bytes = base64 === undefined ? Buffer.from(value) : Buffer.from(base64, 'base64')
    return { project, partition, offset, reason, value: bytes }
  } catch {
    return undefined
  }
}
