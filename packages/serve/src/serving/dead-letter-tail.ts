import { open } from 'node:fs/promises'
import type { DeadLetters } from '../api/shapes.js'

/** So much of the file's end is read for the last letters. */
const TAIL_BYTES = 512 * 1024
const LONGEST_VALUE = 2000

interface Line {
  readonly partition: string
  readonly offset: number
  readonly reason: string
  readonly value?: string
  readonly base64?: string
}

/** The last events that could not be used, the newest first, from where a trainer keeps them. */
export async function deadLetterTail(path: string, limit: number): Promise<DeadLetters['letters']> {
  const text = await endOf(path)
  const lines = text.split('\n').filter((line) => line !== '')
  const letters = lines.flatMap((line) => {
    const letter = parse(line)
    return letter ? [letter] : []
  })
  return letters.slice(-limit).reverse()
}

async function endOf(path: string): Promise<string> {
  const file = await open(path, 'r').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw error
  })
  if (!file) return ''
  try {
    const { size } = await file.stat()
    const from = Math.max(0, size - TAIL_BYTES)
    const { buffer, bytesRead } = await file.read(Buffer.alloc(size - from), 0, size - from, from)
    const text = buffer.toString('utf8', 0, bytesRead)
    // What begins in the middle of a line is none.
    return from > 0 ? text.slice(text.indexOf('\n') + 1) : text
  } finally {
    await file.close()
  }
}

function parse(line: string): DeadLetters['letters'][number] | undefined {
  try {
    const { partition, offset, reason, value, base64 } = JSON.parse(line) as Line
    const shown = value ?? `(bytes) ${base64}`
    return { partition, offset, reason, value: shown.slice(0, LONGEST_VALUE) }
  } catch {
    return undefined
  }
}
