import { Calendar, DAY, hourOf, type Season } from '../calendar.js'
import { decimals, distance, place } from '../decimals.js'
import { Draws, Weighted } from '../draws.js'
import { EventText } from '../event-text.js'
import type { Faults, Needed } from '../faults.js'
import { Ids } from '../ids.js'
import type { Checked } from '../options.js'
import type { Happening, Scene } from '../scene.js'
import { TimeQueue } from '../time-queue.js'
import {
  type Cardholder,
  Cardholders,
  CITIES,
  type City,
  DAILY_CATEGORIES,
  type Device,
  MERCHANTS,
} from './cardholders.js'
import type { CardsOptions } from './cards.js'
import { SCHEMES, type Scheme } from './schemes.js'

/** Quiet nights, busy noons and evenings; most on Fridays and Saturdays. */
const SEASON: Season = {
  hours: [3, 2, 1, 1, 1, 2, 4, 7, 10, 12, 13, 15, 17, 15, 13, 13, 14, 16, 18, 18, 15, 12, 8, 5],
  days: [9, 9, 9, 10, 13, 14, 10],
}

const TYPES: readonly (readonly [string, number])[] = [
  ['purchase', 80],
  ['payment', 10],
  ['withdrawal', 5],
  ['transfer', 3],
  ['deposit', 2],
]

const OTHER_METHODS: readonly string[] = ['paypal', 'bank_transfer', 'paypal', 'crypto']

/** The length of a burst is drawn from these, evenly. */
const SHORTEST = 3
const LONGEST = 10

/** A card in the hands of thieves. */
interface Compromised {
  readonly victim: Cardholder
  readonly device: Device
  readonly city: City
  left: number
}

/** One transaction, before it is written. */
interface Transaction {
  readonly time: number
  readonly user: Cardholder
  readonly scheme: Scheme | undefined
  readonly amount: number
  readonly category: string
  readonly type: string
  readonly method: string
  readonly merchant: number
  readonly city: City
  readonly isHome: boolean
  readonly device: Device
  readonly isNewDevice: boolean
  readonly cvv: boolean
  readonly addressFits: boolean
}

/** Cardholders pay, each by habit; now and then thieves use a card, several times in a row. */
export class CardsScene implements Scene {
  readonly concepts: readonly string[] = SCHEMES.map(({ name }) => name)
  readonly needed: Needed = { id: 'transaction_id', number: 'amount' }
  private readonly draws: Draws
  private readonly thieves: Draws
  private readonly users: Cardholders
  private readonly calendar: Calendar
  private readonly bursts: TimeQueue<Compromised> = new TimeQueue()
  private readonly types: Weighted<string> = new Weighted(TYPES)
  private readonly text: EventText
  private readonly ids: Ids
  private readonly perPayment: number
  /** Who paid last: some pay twice in a row. */
  private before: Cardholder | undefined

  constructor(options: Checked<CardsOptions>, faults: Faults) {
    const { seed, start, rate, users, fraud } = options
    this.draws = new Draws('cards', seed, 'payments')
    this.thieves = new Draws('cards', seed, 'thieves')
    this.users = new Cardholders(users, start, new Draws('cards', seed, 'users'))
    this.calendar = new Calendar(start, rate * (1 - fraud), SEASON)
    this.calendar.advance(this.draws)
    this.text = new EventText(faults)
    this.ids = new Ids('txn', 'cards', seed)
    const perBurst = (SHORTEST + LONGEST) / 2
    this.perPayment = fraud / (1 - fraud) / perBurst
  }

  next(concept: number): Happening {
    const isFraud = this.bursts.due <= this.calendar.time
    const made = isFraud ? this.fraud(SCHEMES[concept]!) : this.payment(SCHEMES[concept]!)
    return this.tell(made)
  }

  private payment(scheme: Scheme): Transaction {
    const { draws, calendar } = this
    const time = Math.floor(calendar.time)
    const isAgain = this.before !== undefined && draws.chance(0.05)
    const user = isAgain ? this.before! : this.users.awake(hourOf(time), draws)
    this.before = user
    calendar.advance(draws)
    this.steal(scheme, time)
    const isAway = draws.chance(0.03)
    const isNewDevice = draws.chance(0.04)
    const isUsual = draws.chance(0.8)
    return {
      time,
      user,
      scheme: undefined,
      amount: draws.logNormal(user.usualAmount, 0.6),
      category: isUsual ? draws.pick(user.categories) : draws.pick(DAILY_CATEGORIES),
      type: this.types.pick(draws),
      method: draws.chance(0.9) ? user.paymentMethod : draws.pick(OTHER_METHODS),
      merchant: isUsual ? draws.pick(user.merchants) : draws.below(MERCHANTS),
      city: isAway ? draws.pick(CITIES) : user.home,
      isHome: !isAway,
      device: isNewDevice ? this.users.anyDevice(draws) : user.device,
      isNewDevice,
      cvv: draws.chance(0.96),
      addressFits: draws.chance(0.94),
    }
  }

  /** Perhaps someone's card falls into wrong hands: its first fraud comes soon. */
  private steal(scheme: Scheme, time: number): void {
    const { thieves, users } = this
    if (!thieves.chance(this.perPayment)) return
    const victim = users.active(thieves)
    const left = SHORTEST + thieves.below(LONGEST - SHORTEST + 1)
    const city = thieves.pick(CITIES)
    const compromised = { victim, device: users.anyDevice(thieves), city, left }
    this.bursts.add(time + 1 + thieves.exponential(scheme.gapMs), compromised)
  }

  private fraud(scheme: Scheme): Transaction {
    const { thieves, bursts } = this
    const time = Math.floor(bursts.due)
    const burst = bursts.take()!
    const { victim: user, device } = burst
    burst.left--
    if (burst.left > 0) bursts.add(time + 1 + thieves.exponential(scheme.gapMs), burst)
    const { times, amount, categories, types, methods } = scheme
    const isFar = thieves.chance(scheme.far)
    const isNewDevice = thieves.chance(scheme.newDevice)
    const factor = times ? user.usualAmount : 1
    return {
      time,
      user,
      scheme,
      amount: factor * thieves.between(...(times ?? amount)),
      category: thieves.pick(categories),
      type: thieves.pick(types),
      method: thieves.pick(methods),
      merchant: thieves.below(MERCHANTS),
      city: isFar ? burst.city : user.home,
      isHome: !isFar,
      device: isNewDevice ? device : user.device,
      isNewDevice,
      cvv: !thieves.chance(scheme.withoutCvv),
      addressFits: !thieves.chance(scheme.otherAddress),
    }
  }

  private tell(made: Transaction): Happening {
    const { time, user, scheme } = made
    const id = this.ids.next()
    const text = this.write(id, made)
    user.average = Number.isNaN(user.average)
      ? made.amount
      : user.average + 0.1 * (made.amount - user.average)
    user.last = time
    const disputed = scheme ? `"${this.text.timeOf(time + DAY + (time % DAY))}"` : null
    return {
      id,
      key: user.id,
      time,
      text,
      truth: `,"is_fraud":${scheme ? 1 : 0},"disputed_at":${disputed}`,
      debug: `,"debug_scheme":${scheme ? `"${scheme.name}"` : null}`,
      label: scheme ? '1' : '0',
      labelTime: time,
    }
  }

  private write(id: string, made: Transaction): string {
    const { time, user, city, isHome, device } = made
    const lat = isHome ? user.lat : city.lat
    const lon = isHome ? user.lon : city.lon
    const away = 100 * distance(lat - user.home.lat, lon - user.home.lon)
    const since = Number.isNaN(user.last) ? null : decimals((time - user.last) / 1000, 1)
    return this.text
      .begin('transaction_id', id)
      .string('user_id', user.id)
      .time('timestamp', time)
      .plain('amount', decimals(made.amount, 2))
      .string('currency', user.home.currency)
      .string('merchant_id', `merchant_${made.merchant}`)
      .string('product_category', made.category)
      .string('transaction_type', made.type)
      .string('payment_method', made.method)
      .maybe('location', place(lat, lon))
      .maybeString('ip_address', isHome ? user.address : `${city.network}.${time % 251}.7`)
      .maybe('device_info', `{"os":"${device.os}","browser":"${device.browser}"}`)
      .maybeString('user_agent', device.userAgent)
      .maybe('account_age_days', Math.floor((time - user.opened) / DAY))
      .maybe('cvv_provided', made.cvv)
      .maybe('billing_address_match', made.addressFits)
      .maybe('new_device', made.isNewDevice)
      .maybe('distance_from_home_km', decimals(away, 1))
      .maybe('seconds_since_last_transaction', since)
      .maybe('average_amount', Number.isNaN(user.average) ? null : decimals(user.average, 2)).open
  }
}
