import { Calendar, type Season } from '../calendar.js'
import { decimals, place } from '../decimals.js'
import { Draws, Weighted } from '../draws.js'
import { EventText } from '../event-text.js'
import type { Faults, Needed } from '../faults.js'
import { Ids } from '../ids.js'
import type { Checked } from '../options.js'
import type { Happening, Scene } from '../scene.js'
import { TimeQueue } from '../time-queue.js'
import { Catalogue, type Product, searchWords } from './catalogue.js'
import { MOODS, type Mood, SEGMENTS, type Segment } from './segments.js'
import type { ShopOptions } from './shop.js'
import { type Visitor, Visitors } from './visitors.js'

/** Lunch breaks, evenings, Sundays. */
const SEASON: Season = {
  hours: [6, 3, 2, 1, 1, 2, 4, 7, 9, 11, 12, 14, 15, 13, 12, 12, 13, 14, 16, 18, 20, 20, 16, 11],
  days: [10, 10, 10, 10, 11, 12, 14],
}

const PRODUCTS = 600

interface Session {
  readonly id: string
  readonly visitor: Visitor
  readonly events: number
  readonly buys: boolean
  readonly referrer: string
  done: number
  /** What they looked at last. */
  product: Product | undefined
}

/** One thing a visitor does. */
interface Step {
  readonly type: string
  readonly product: Product | undefined
  readonly price: number | null
  readonly quantity: number | null
  readonly seconds: number
  readonly discount: number
  readonly words: string | null
}

/** Visitors come, look around, and some of them buy; many sessions go on side by side. */
export class ShopScene implements Scene {
  readonly concepts: readonly string[] = MOODS.map(({ name }) => name)
  readonly needed: Needed = { id: 'event_id', number: 'session_event_sequence' }
  private readonly draws: Draws
  private readonly visitors: Visitors
  private readonly catalogue: Catalogue
  private readonly calendar: Calendar
  private readonly crowds: readonly Weighted<Segment>[]
  /** How many events a session has on average, by mood. */
  private readonly lengths: readonly number[]
  private readonly sessions: TimeQueue<Session> = new TimeQueue()
  private readonly text: EventText
  private readonly ids: Ids
  private readonly sessionIds: Ids

  constructor(options: Checked<ShopOptions>, faults: Faults) {
    const { seed, start, rate, visitors } = options
    this.draws = new Draws('shop', seed, 'visits')
    this.visitors = new Visitors(visitors, new Draws('shop', seed, 'visitors'))
    this.catalogue = new Catalogue(PRODUCTS, new Draws('shop', seed, 'catalogue'))
    this.calendar = new Calendar(start, rate, SEASON)
    this.crowds = MOODS.map(
      ({ shares }) => new Weighted(SEGMENTS.map((segment, i) => [segment, shares[i]!] as const)),
    )
    this.lengths = MOODS.map(({ shares }) => {
      const total = shares.reduce((sum, share) => sum + share, 0)
      return SEGMENTS.reduce((sum, { events }, i) => sum + (events * shares[i]!) / total, 0)
    })
    this.text = new EventText(faults)
    this.ids = new Ids('event', 'shop', seed)
    this.sessionIds = new Ids('session', 'shop', seed)
  }

  next(concept: number): Happening {
    const { sessions, calendar, draws } = this
    while (calendar.time < sessions.due) {
      sessions.add(calendar.time, this.begin(concept))
      calendar.advance(draws, this.lengths[concept]!)
    }
    const time = Math.floor(sessions.due)
    const session = sessions.take()!
    const step = this.step(session, MOODS[concept]!)
    const happening = this.tell(time, session, step)
    if (session.done < session.events) sessions.add(time + 1 + step.seconds * 1000, session)
    return happening
  }

  private begin(concept: number): Session {
    const { draws, visitors } = this
    const mood = MOODS[concept]!
    const segment = this.crowds[concept]!.pick(draws)
    const visitor = visitors.any(segment, draws)
    visitor.sessions++
    return {
      id: this.sessionIds.next(),
      visitor,
      events: Math.max(2, Math.round(segment.events * draws.between(0.6, 1.4))),
      buys: draws.chance(Math.min(0.95, segment.buys * mood.buys)),
      referrer: draws.pick(segment.referrers),
      done: 0,
      product: undefined,
    }
  }

  private step(session: Session, mood: Mood): Step {
    const { draws } = this
    const { visitor } = session
    const { segment } = visitor
    session.done++
    const left = session.events - session.done
    const isPurchase = session.buys && left === 0
    const isChoice = session.buys && left === 1 && session.product !== undefined
    const seconds = draws.logNormal(segment.secondsOnPage * visitor.pace * mood.seconds, 0.35)
    const whole = Math.max(1, Math.round(seconds))
    if (!isPurchase && !isChoice && draws.chance(segment.searches)) {
      return search(whole, searchWords(draws))
    }
    const stays = session.product !== undefined && (isPurchase || draws.chance(0.3))
    const product = stays
      ? session.product!
      : this.catalogue.near(visitor.level, segment.spread, draws)
    session.product = product
    const discount = Math.round(draws.between(...mood.discountPercent))
    const isToCart = isChoice || (!isPurchase && draws.chance(0.08))
    const type = isPurchase ? 'purchase' : isToCart ? 'add_to_cart' : this.look()
    const [fewest, most] = segment.pieces
    const quantity = isPurchase || isToCart ? fewest + draws.below(most - fewest + 1) : null
    const price = product.price * (1 - discount / 100)
    return { type, product, price, quantity, seconds: whole, discount, words: null }
  }

  private look(): string {
    return this.draws.chance(0.02) ? 'leave_review' : 'page_view'
  }

  private tell(time: number, session: Session, step: Step): Happening {
    const { visitor, buys } = session
    const id = this.ids.next()
    const text = this.write(id, time, session, step)
    remember(visitor, step)
    return {
      id,
      key: visitor.id,
      time,
      text,
      truth: `,"session_converted":${buys}`,
      debug: `,"debug_segment":"${visitor.segment.name}"`,
      label: null,
      labelTime: time,
    }
  }

  /** The averages are those of what they did before. */
  private write(id: string, time: number, session: Session, step: Step): string {
    const { visitor } = session
    const { product, words } = step
    const path = product ? product.path : `search?q=${words!.replaceAll(' ', '+')}`
    const isNew = visitor.events === 0
    return this.text
      .begin('event_id', id)
      .string('customer_id', visitor.id)
      .string('session_id', session.id)
      .time('timestamp', time)
      .string('event_type', step.type)
      .maybeString('product_id', product?.id ?? null)
      .maybeString('product_category', product?.category ?? null)
      .maybe('price', step.price === null ? null : decimals(step.price, 2))
      .maybe('discount_percent', step.discount)
      .maybe('quantity', step.quantity)
      .maybeString('page_url', `https://shop.example/${path}`)
      .maybeString('referrer_url', session.done === 1 ? session.referrer : null)
      .maybe('device_info', visitor.deviceInfo)
      .maybe('location', place(visitor.lat, visitor.lon))
      .maybe('time_on_page_seconds', step.seconds)
      .maybeString('search_query', words)
      .plain('session_event_sequence', session.done)
      .plain('visitor_sessions', visitor.sessions)
      .maybe('visitor_events', visitor.events)
      .maybe('visitor_purchases', visitor.purchases)
      .maybe('visitor_average_price', visitor.priced ? decimals(visitor.averagePrice, 2) : null)
      .maybe('visitor_average_seconds', isNew ? null : decimals(visitor.averageSeconds, 1)).open
  }
}

function search(seconds: number, words: string): Step {
  return {
    type: 'search',
    product: undefined,
    price: null,
    quantity: null,
    seconds,
    discount: 0,
    words,
  }
}

/** Averages go with the times: what was long ago counts less. */
function remember(visitor: Visitor, { type, price, seconds }: Step): void {
  visitor.events++
  if (type === 'purchase') visitor.purchases++
  const share = Math.max(1 / visitor.events, 0.02)
  visitor.averageSeconds += share * (seconds - visitor.averageSeconds)
  if (price === null) return
  visitor.priced++
  const part = Math.max(1 / visitor.priced, 0.02)
  visitor.averagePrice += part * (price - visitor.averagePrice)
}
