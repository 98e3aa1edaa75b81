import { describe, expect, it } from 'vitest'
import { cards } from './cards.js'

interface Transaction {
  readonly user_id: string
  readonly timestamp: string
  readonly amount: number
  readonly average_amount: number | null
  readonly seconds_since_last_transaction: number | null
  readonly device_info: { readonly os: string; readonly browser: string }
  readonly transaction_type: string
  readonly is_fraud: 0 | 1
  readonly disputed_at: string | null
  readonly debug_scheme: string | null
}

const made = (given: object, count: number) =>
  cards({ seed: 'cards', ...given })
    .take(count)
    .map(({ value }) => JSON.parse(value) as Transaction)

const frauds = (all: readonly Transaction[]) => all.filter(({ is_fraud }) => is_fraud === 1)

describe('card transactions', () => {
  it('have the share of frauds that is told', () => {
    for (const fraud of [0, 0.01, 0.1]) {
      const count = 40_000
      const found = frauds(made({ fraud }, count)).length
      // Bursts of three to ten: six or seven times the variance of single frauds.
      expect(Math.abs(found - fraud * count), `${fraud}`).toBeLessThan(
        4 * Math.sqrt(7 * fraud * count) + 1,
      )
    }
  })

  it('have frauds in bursts: one card, several times, within an hour', () => {
    const all = frauds(made({}, 30_000))
    const times = new Map<string, number[]>()
    for (const { user_id, timestamp } of all) {
      const before = times.get(user_id) ?? []
      times.set(user_id, [...before, Date.parse(timestamp)])
    }
    const gaps = [...times.values()].flatMap((list) => list.slice(1).map((at, i) => at - list[i]!))
    const short = gaps.filter((gap) => gap < 3_600_000)
    expect(times.size).toBeLessThan(all.length / 3)
    expect(short.length / gaps.length).toBeGreaterThan(0.85)
  })

  it('know what the bank knows: the time since the last one, and what was usual', () => {
    const last = new Map<string, number>()
    for (const one of made({ users: 200 }, 3000)) {
      const time = Date.parse(one.timestamp)
      const before = last.get(one.user_id)
      const since = one.seconds_since_last_transaction
      if (before === undefined) expect([since, one.average_amount]).toEqual([null, null])
      else expect(since).toBeCloseTo((time - before) / 1000, 0)
      last.set(one.user_id, time)
    }
  })

  it('are paid by habit: most by the same device', () => {
    const devices = new Map<string, string[]>()
    for (const { user_id, device_info, is_fraud } of made({ users: 50, fraud: 0.05 }, 5000)) {
      if (is_fraud === 1) continue
      const list = devices.get(user_id) ?? []
      list.push(JSON.stringify(device_info))
      devices.set(user_id, list)
    }
    for (const list of devices.values()) {
      const own = list.filter((device) => device === list[0]).length
      const most = Math.max(own, list.length - own)
      if (list.length > 50) expect(most / list.length).toBeGreaterThan(0.8)
    }
  })

  it('tell only afterwards that one was a fraud', () => {
    for (const { is_fraud, disputed_at, debug_scheme, timestamp } of made({ fraud: 0.3 }, 2000)) {
      expect([disputed_at !== null, debug_scheme !== null]).toEqual([
        is_fraud === 1,
        is_fraud === 1,
      ])
      if (disputed_at) expect(Date.parse(disputed_at)).toBeGreaterThan(Date.parse(timestamp))
    }
    const [first] = cards({ seed: 'cards', labelDelay: 1 }).take(1)
    expect(first!.value).not.toMatch(/is_fraud|disputed_at/)
  })

  it('are stolen in another way after a drift: at once, or more and more', () => {
    const schemes = (drift: object[]) =>
      made({ fraud: 0.2, drift }, 6000).map(({ debug_scheme }) => debug_scheme)
    const share = (list: (string | null)[], scheme: string) => {
      const known = list.filter((one) => one !== null)
      return known.filter((one) => one === scheme).length / known.length
    }
    const abrupt = schemes([{ at: 2000, kind: 'abrupt' }])
    expect(share(abrupt.slice(0, 2000), 'stolen cards')).toBe(1)
    expect(share(abrupt.slice(2000), 'card testing')).toBe(1)
    const gradual = schemes([{ at: 2000, kind: 'gradual', over: 3000 }])
    expect(share(gradual.slice(0, 2000), 'stolen cards')).toBe(1)
    expect(share(gradual.slice(2000, 3500), 'card testing')).toBeGreaterThan(0.15)
    expect(share(gradual.slice(2000, 3500), 'card testing')).toBeLessThan(0.35)
    expect(share(gradual.slice(3500, 5000), 'card testing')).toBeGreaterThan(0.65)
    expect(share(gradual.slice(5000), 'card testing')).toBe(1)
    const around = [1, 2, 3].map((n) => ({ at: 1000 * n, kind: 'abrupt' }))
    expect(share(schemes(around).slice(2000, 3000), 'account takeover')).toBe(1)
    expect(share(schemes(around).slice(3000), 'stolen cards')).toBe(1)
  })
})
