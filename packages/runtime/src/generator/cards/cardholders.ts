import { DAY } from '../calendar.js'
import { padded } from '../decimals.js'
import { type Draws, Weighted } from '../draws.js'

export interface City {
  readonly currency: string
  readonly lat: number
  readonly lon: number
  /** How its addresses on the net begin. */
  readonly network: string
}

export interface Device {
  readonly os: string
  readonly browser: string
  readonly userAgent: string
}

/** Someone with a card, and their habits. */
export interface Cardholder {
  readonly id: string
  readonly home: City
  readonly lat: number
  readonly lon: number
  /** When the account was opened. */
  readonly opened: number
  readonly usualAmount: number
  /** From which hour on, for sixteen hours, they are awake. */
  readonly wakes: number
  readonly device: Device
  readonly paymentMethod: string
  readonly categories: readonly string[]
  readonly merchants: readonly number[]
  readonly address: string
  /** What is known of them so far, as the bank keeps it. */
  last: number
  average: number
}

export const CITIES: readonly City[] = [
  { currency: 'USD', lat: 40.7128, lon: -74.006, network: '23.18' },
  { currency: 'USD', lat: 29.7604, lon: -95.3698, network: '66.43' },
  { currency: 'BRL', lat: -23.5505, lon: -46.6333, network: '177.92' },
  { currency: 'BRL', lat: -22.9068, lon: -43.1729, network: '189.4' },
  { currency: 'EUR', lat: 52.52, lon: 13.405, network: '91.12' },
  { currency: 'EUR', lat: 48.8566, lon: 2.3522, network: '78.193' },
  { currency: 'EUR', lat: 38.7223, lon: -9.1393, network: '85.240' },
  { currency: 'GBP', lat: 51.5074, lon: -0.1278, network: '81.130' },
  { currency: 'JPY', lat: 35.6762, lon: 139.6503, network: '126.72' },
  { currency: 'CAD', lat: 43.6532, lon: -79.3832, network: '99.224' },
  { currency: 'AUD', lat: -33.8688, lon: 151.2093, network: '101.160' },
]

const BROWSERS: readonly (readonly [os: string, browsers: readonly string[]])[] = [
  ['iOS', ['Safari', 'Chrome']],
  ['Android', ['Chrome', 'Firefox', 'Opera']],
  ['Windows', ['Chrome', 'Edge', 'Firefox']],
  ['macOS', ['Safari', 'Chrome']],
  ['Linux', ['Firefox', 'Chrome']],
]

const DEVICES: readonly (readonly [Device, number])[] = /* @__PURE__ */ BROWSERS.flatMap(
  ([os, browsers], row) =>
    browsers.map((browser, column) => {
      const userAgent = `Mozilla/5.0 (${os}) ${browser}/${120 + row * 3 + column}.0`
      return [{ os, browser, userAgent }, 5 / (row + 1) / (column + 1)] as const
    }),
)

export const DAILY_CATEGORIES: readonly string[] = [
  ...['groceries', 'clothing', 'services', 'electronics', 'travel', 'digital_goods', 'other'],
]
export const MERCHANTS = 400

/** Those whose cards the stream is about. A few of them pay much more often than the others. */
export class Cardholders {
  readonly list: readonly Cardholder[]
  private readonly devices: Weighted<Device> = new Weighted(DEVICES)

  constructor(count: number, start: number, draws: Draws) {
    this.list = Array.from({ length: count }, (_, i) => this.cardholder(i, start, draws))
  }

  /** Someone who is likely to be awake at this hour. */
  awake(hour: number, draws: Draws): Cardholder {
    for (let tries = 0; ; tries++) {
      const one = this.active(draws)
      if (tries === 3 || (hour - one.wakes + 24) % 24 < 16) return one
    }
  }

  /** Anyone, those who pay often more often. */
  active(draws: Draws): Cardholder {
    const drawn = draws.random()
    return this.list[Math.floor(drawn * drawn * this.list.length)]!
  }

  anyDevice(draws: Draws): Device {
    return this.devices.pick(draws)
  }

  private cardholder(number: number, start: number, draws: Draws): Cardholder {
    const home = draws.pick(CITIES)
    return {
      id: `user_${padded(number, 6)}`,
      home,
      lat: home.lat + 0.15 * draws.gauss(),
      lon: home.lon + 0.15 * draws.gauss(),
      opened: start - Math.floor(draws.exponential(900 * DAY)),
      usualAmount: draws.logNormal(38, 0.7),
      wakes: 5 + draws.below(5),
      device: this.anyDevice(draws),
      paymentMethod: draws.chance(0.6) ? 'credit_card' : 'debit_card',
      categories: Array.from({ length: 3 }, () => draws.pick(DAILY_CATEGORIES)),
      merchants: Array.from({ length: 5 }, () => draws.below(MERCHANTS)),
      address: `${home.network}.${draws.below(256)}.${draws.below(256)}`,
      last: Number.NaN,
      average: Number.NaN,
    }
  }
}
