import { padded, rounded } from '../decimals.js'
import type { Draws } from '../draws.js'

/** The town, south-west to north-east; a river runs through it from south to north. */
export const SOUTH = 29.6
export const WEST = -95.6
export const HEIGHT = 0.3
export const WIDTH = 0.4
export const RIVER: number = WEST + 0.45 * WIDTH

/** So many kilometres a degree, here. */
export const KM_LAT = 111.2
export const KM_LON = 96.7

/** Each with how fast it is compared with a sedan. */
const TYPES: readonly (readonly [string, number])[] = [
  ['Sedan', 1],
  ['SUV', 0.98],
  ['Hatchback', 1.01],
  ['Motorcycle', 1.25],
  ['Van', 0.88],
]

/** A vehicle with its driver; where it is now, and until when it is on its way. */
export interface Vehicle {
  readonly id: string
  readonly driverId: string
  readonly type: string
  readonly rating: number
  /** So many times as long as others they take. */
  readonly slower: number
  /** Where they like to go. */
  readonly homeLat: number
  readonly homeLon: number
  /** From which hour on, for eleven hours, they work. */
  readonly shift: number
  lat: number
  lon: number
  busyUntil: number
}

/** All vehicles; each has its habits, and begins where it arrived last. */
export class Fleet {
  readonly vehicles: readonly Vehicle[]

  constructor(count: number, draws: Draws) {
    this.vehicles = Array.from({ length: count }, (_, i) => vehicle(i, draws))
  }

  /** One that is likely to be free, and on its shift. */
  free(time: number, hour: number, draws: Draws): Vehicle {
    for (let tries = 0; ; tries++) {
      const one = draws.pick(this.vehicles)
      const isOnShift = (hour - one.shift + 24) % 24 < 11
      if (tries === 5 || (isOnShift && one.busyUntil <= time)) return one
    }
  }
}

function vehicle(number: number, draws: Draws): Vehicle {
  const [type, speed] = draws.pick(TYPES)
  const rating = rounded(Math.min(5, Math.max(3.2, 4.5 + 0.35 * draws.gauss())), 1)
  const habit = 1 - (rating - 4.5) * 0.12 + 0.02 * draws.gauss()
  const homeLat = SOUTH + HEIGHT * draws.between(0.1, 0.9)
  const homeLon = WEST + WIDTH * draws.between(0.1, 0.9)
  return {
    id: `vehicle_${padded(number, 4)}`,
    driverId: `driver_${padded(number * 7, 5)}`,
    type,
    rating,
    slower: habit / speed,
    homeLat,
    homeLon,
    shift: draws.pick([5, 6, 7, 8, 12, 14, 18]),
    lat: homeLat,
    lon: homeLon,
    busyUntil: 0,
  }
}
