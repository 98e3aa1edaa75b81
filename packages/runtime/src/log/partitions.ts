import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

const DIGITS = 16

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

/** `undefined` where there is no log. */
export async function readFacts(folder: string): Promise<LogFacts | undefined> {
  let text: string
  try {
    text = await readFile(factsPath(folder), 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
  return JSON.parse(text)
}
