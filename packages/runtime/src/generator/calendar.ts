import type { Draws } from './draws.js'

export const SECOND = 1000
export const HOUR: number = 3600 * SECOND
export const DAY: number = 24 * HOUR

/** How busy each hour of the day is, and each day of the week, Monday first. */
export interface Season {
  readonly hours: readonly number[]
  readonly days: readonly number[]
}

export function hourOf(time: number): number {
  return Math.floor(time / HOUR) % 24
}

/** Monday is 0: the first day of 1970 was a Thursday. */
export function weekdayOf(time: number): number {
  return (Math.floor(time / DAY) + 3) % 7
}

/** The time of events that come by themselves: more in busy hours, at a mean rate a second. */
export class Calendar {
  private at: number
  private readonly gap: number
  private readonly hours: readonly number[]
  private readonly days: readonly number[]

  constructor(start: number, rate: number, season: Season) {
    this.at = start
    this.gap = SECOND / rate
    this.hours = evened(season.hours)
    this.days = evened(season.days)
  }

  /** When the next one comes. */
  get time(): number {
    return this.at
  }

  /** To the next one, if each of these stands for so many events. */
  advance(draws: Draws, events = 1): void {
    let left = draws.exponential(this.gap * events)
    let pace = this.pace()
    let end = (Math.floor(this.at / HOUR) + 1) * HOUR
    // No gap leaps over the night: what is left of it passes as fast as the next hour does.
    while (left > (end - this.at) * pace) {
      left -= (end - this.at) * pace
      this.at = end
      end += HOUR
      pace = this.pace()
    }
    this.at += left / pace
  }

  /** How many times as busy as usual it is. */
  private pace(): number {
    return this.hours[hourOf(this.at)]! * this.days[weekdayOf(this.at)]!
  }
}

/** With a mean of 1. */
function evened(busy: readonly number[]): number[] {
  const mean = busy.reduce((sum, each) => sum + each, 0) / busy.length
  return busy.map((each) => each / mean)
}

/** Times as text, `2026-01-05T07:30:00.250Z`; the day is written once. */
export class TimeText {
  private day = Number.NaN
  private prefix = ''

  of(time: number): string {
    const day = Math.floor(time / DAY)
    if (day !== this.day) {
      this.day = day
      this.prefix = new Date(day * DAY).toISOString().slice(0, 11)
    }
    const seconds = Math.floor(time / SECOND) - day * 86_400
    const minutes = Math.floor(seconds / 60)
    const clock = `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}:${two(seconds % 60)}`
    return `${this.prefix}${clock}.${three(Math.floor(time) % SECOND)}Z`
  }
}

function two(number: number): string {
  return number < 10 ? `0${number}` : `${number}`
}

function three(number: number): string {
  return number < 100 ? `0${two(number)}` : `${number}`
}
