import { type DestinationStream, type Logger, pino } from 'pino'

/** What is asked of a logger; pino's is one. */
export type Log = Pick<Logger, 'debug' | 'info' | 'warn' | 'error' | 'isLevelEnabled'>

/**
 * One line of JSON an entry. Whatever a client sent stands in it as a JSON string, so that it
 * cannot end a line or begin another; tokens never stand in it.
 */
export function createLog(level: string, to?: DestinationStream): Log {
  const redact = { paths: ['authorization', '*.authorization', 'token', '*.token'], remove: true }
  const options = { level, base: null, timestamp: pino.stdTimeFunctions.isoTime, redact }
  return to ? pino(options, to) : pino(options)
}

/** A line for each refusal would let a stranger fill the disk: so many a second, then a number. */
export class Sparing {
  private readonly most: number
  private second = 0
  private told = 0
  private left = 0

  constructor(most: number) {
    this.most = most
  }

  /** How many were left out since the last that was told; null if this one is left out, too. */
  admit(now: number): number | null {
    const second = Math.floor(now / 1000)
    if (second !== this.second) {
      this.second = second
      this.told = 0
    }
    if (++this.told > this.most) {
      this.left++
      return null
    }
    const left = this.left
    this.left = 0
    return left
  }
}
