import { describe, expect, it } from 'vitest'
import { shop } from './shop.js'

interface Interaction {
  readonly customer_id: string
  readonly session_id: string
  readonly timestamp: string
  readonly event_type: string
  readonly price: number | null
  readonly discount_percent: number
  readonly quantity: number | null
  readonly search_query: string | null
  readonly session_event_sequence: number
  readonly visitor_events: number
  readonly visitor_average_price: number | null
  readonly visitor_purchases: number
  readonly session_converted: boolean
  readonly debug_segment: string
}

const made = (given: object, count: number) =>
  shop({ seed: 'shop', ...given })
    .take(count)
    .map(({ value }) => JSON.parse(value) as Interaction)

const mean = (list: readonly number[]) => list.reduce((sum, each) => sum + each, 0) / list.length

describe('shop interactions', () => {
  it('come in sessions side by side, each of one visitor, counted from one', () => {
    const open = new Map<string, Interaction>()
    let between = 0
    let before = ''
    for (const step of made({}, 5000)) {
      const last = open.get(step.session_id)
      expect(step.session_event_sequence).toBe((last?.session_event_sequence ?? 0) + 1)
      expect(step.customer_id).toBe(last?.customer_id ?? step.customer_id)
      if (last && before !== step.session_id) between++
      before = step.session_id
      open.set(step.session_id, step)
    }
    expect(between).toBeGreaterThan(500)
  })

  it('end with a purchase where the session says so', () => {
    const steps = made({}, 20_000)
    const sessions = new Map<string, Interaction[]>()
    for (const step of steps) {
      const before = sessions.get(step.session_id)
      if (before) before.push(step)
      else sessions.set(step.session_id, [step])
    }
    const ended = [...sessions.values()].filter(([first]) => first!.timestamp < '2026-01-06')
    for (const session of ended) {
      const { event_type, session_converted } = session.at(-1)!
      expect(event_type === 'purchase').toBe(session_converted)
    }
    expect(ended.filter(([first]) => first!.session_converted).length).toBeGreaterThan(50)
  })

  it('have what belongs to their kind, and know what the visitor did before', () => {
    const seen = new Map<string, number>()
    for (const step of made({ visitors: 100 }, 3000)) {
      expect(step.search_query !== null).toBe(step.event_type === 'search')
      expect(step.price !== null).toBe(step.event_type !== 'search')
      expect(step.quantity !== null).toBe(/add_to_cart|purchase/.test(step.event_type))
      expect(step.visitor_events).toBe(seen.get(step.customer_id) ?? 0)
      seen.set(step.customer_id, step.visitor_events + 1)
    }
  })

  it('tell apart kinds of visitors, by what they look at', () => {
    const steps = made({ visitors: 400 }, 20_000).filter(
      ({ visitor_events }) => visitor_events > 20,
    )
    const usual = (segment: string) =>
      mean(
        steps
          .filter(({ debug_segment }) => debug_segment === segment)
          .map(({ visitor_average_price }) => visitor_average_price!),
      )
    expect(usual('bargain hunters')).toBeLessThan(usual('regulars') / 2)
    expect(usual('regulars')).toBeLessThan(usual('window shoppers'))
    expect(usual('window shoppers')).toBeLessThan(usual('researchers') / 2)
  })

  it('are others in a sale: higher discounts, more bargain hunters', () => {
    const steps = made({ drift: [{ at: 10_000, kind: 'abrupt' }] }, 20_000)
    const [before, after] = [steps.slice(0, 10_000), steps.slice(11_000)]
    const hunters = (list: readonly Interaction[]) =>
      list.filter(({ debug_segment }) => debug_segment === 'bargain hunters').length / list.length
    expect(hunters(after)).toBeGreaterThan(1.5 * hunters(before))
    const discount = (list: readonly Interaction[]) =>
      mean(list.map(({ discount_percent }) => discount_percent))
    expect(discount(before)).toBeLessThan(8)
    expect(discount(steps.slice(10_000))).toBeGreaterThan(25)
  })
})
