import { InvalidDataError } from '../errors.js'
import type { RecordParser } from './record-parser.js'

const MOST_CHARACTERS = 2 ** 24

/** Cuts text into lines that end in `\n` or `\r\n`. Holds at most one line. */
export class LineParser implements RecordParser<string> {
  line: number = 0
  private text = ''
  private at = 0
  private held = '' // the beginning of a line, from chunks before
  private skipping = false
  private ended = false

  private readonly who: string
  private readonly longest: number

  constructor(who: string, longest: number = MOST_CHARACTERS) {
    this.who = who
    this.longest = longest
  }

  push(text: string): void {
    this.text = text
    this.at = 0
  }

  end(): void {
    this.ended = true
  }

  next(): string | undefined {
    for (;;) {
      const newline = this.text.indexOf('\n', this.at)
      if (newline < 0) return this.hold()
      const piece = this.text.slice(this.at, newline)
      this.at = newline + 1
      const line = this.held === '' ? piece : this.held + piece
      this.held = ''
      if (this.skipping) this.skipping = false
      else return this.give(line)
    }
  }

  /** Keeps the beginning of a line until the rest comes; what is left at the end is a line. */
  private hold(): string | undefined {
    if (!this.skipping) this.held += this.text.slice(this.at)
    this.push('')
    if (this.ended && this.held !== '') {
      const line = this.held
      this.held = ''
      return this.give(line)
    }
    if (this.held.length > this.longest) this.refuse(true)
    return undefined
  }

  private give(line: string): string {
    if (line.length > this.longest) this.refuse(false)
    this.line++
    return line.endsWith('\r') ? line.slice(0, -1) : line
  }

  private refuse(unfinished: boolean): never {
    this.line++
    this.held = ''
    this.skipping = unfinished
    const expected = `must have at most ${this.longest} characters`
    throw new InvalidDataError(this.who, this.line, undefined, expected)
  }
}
