import { padded } from '../decimals.js'
import type { Draws } from '../draws.js'
import { SEGMENTS, type Segment } from './segments.js'

/** Someone who visits the shop again and again, and what the shop knows of them so far. */
export interface Visitor {
  readonly id: string
  readonly segment: Segment
  readonly deviceInfo: string
  readonly lat: number
  readonly lon: number
  /** Their own taste, around that of their segment. */
  readonly level: number
  readonly pace: number
  sessions: number
  events: number
  purchases: number
  priced: number
  averagePrice: number
  averageSeconds: number
}

const DEVICES: readonly (readonly [type: string, os: string, browser: string])[] = [
  ['Mobile', 'Android', 'Chrome'],
  ['Mobile', 'iOS', 'Safari'],
  ['Mobile', 'Android', 'Firefox'],
  ['Desktop', 'Windows', 'Chrome'],
  ['Desktop', 'Windows', 'Edge'],
  ['Desktop', 'macOS', 'Safari'],
  ['Desktop', 'Linux', 'Firefox'],
  ['Tablet', 'iOS', 'Safari'],
]

/** All visitors, by their segments. */
export class Visitors {
  private readonly bySegment: Map<Segment, Visitor[]>

  constructor(count: number, draws: Draws) {
    this.bySegment = new Map(SEGMENTS.map((segment) => [segment, []]))
    for (let i = 0; i < count; i++) {
      const segment = SEGMENTS[i % SEGMENTS.length]!
      this.bySegment.get(segment)!.push(visitor(i, segment, draws))
    }
  }

  /** Someone of a segment, those who come often more often. */
  any(segment: Segment, draws: Draws): Visitor {
    const list = this.bySegment.get(segment)!
    const drawn = draws.random()
    return list[Math.floor(drawn * drawn * list.length)]!
  }
}

function visitor(number: number, segment: Segment, draws: Draws): Visitor {
  const [type, os, browser] = draws.pick(DEVICES)
  return {
    id: `customer_${padded(number, 6)}`,
    segment,
    deviceInfo: `{"device_type":"${type}","browser":"${browser}","os":"${os}"}`,
    lat: 29.8 + 0.1 * draws.gauss(),
    lon: -95.4 + 0.13 * draws.gauss(),
    level: segment.level + 0.02 * draws.gauss(),
    pace: draws.logNormal(1, 0.1),
    ...{ sessions: 0, events: 0, purchases: 0, priced: 0, averagePrice: 0, averageSeconds: 0 },
  }
}
