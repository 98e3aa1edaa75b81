import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { SourceError } from '../errors.js'

const DIGITS = 16
/** No log has more. */
export const MOST_PARTITIONS = 1000

/** A segment is named by the offset of its first record. */
export function segmentName(first: number): string {
  return `${String(first).padStart(DIGITS, '0')}.log`
}

/** The first offsets of a partition's segments, ascending; none where there is no folder yet. */
export async function segmentsIn(folder: string): Promise<number[]> {
  let names: string[]
  try {
    names = await readdir(folder)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
  const segments = names.filter((name) => /^\d{16}\.log$/.test(name))
  return segments.map((name) => Number(name.slice(0, DIGITS))).sort((a, b) => a - b)
}

/** What a log is: how many partitions it has, and an id that no other log has. */
export interface LogFacts {
  readonly format: 1
  readonly id: string
  readonly partitions: number
}

export function factsPath(folder: string): string {
  return join(folder, 'log.json')
}

/** `undefined` where there is no log; an error where what there is says nothing of one. */
export async function readFacts(folder: string): Promise<LogFacts | undefined> {
  let text: string
  try {
    text = await readFile(factsPath(folder), 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
  const { format, id, partitions = 0 } = parse(text)
  const isCount = Number.isInteger(partitions) && partitions > 0 && partitions <= MOST_PARTITIONS
  if (format === 1 && typeof id === 'string' && isCount) return { format, id, partitions }
  const expected = 'its log.json is damaged: must be {"format":1,"id":…,"partitions":…}'
  throw new SourceError(`log:${folder}`, expected, text.slice(0, 100))
}

function parse(text: string): Partial<LogFacts> {
  try {
    return Object(JSON.parse(text))
  } catch {
    return {}
  }
}
