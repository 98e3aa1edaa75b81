import { random, SnapshotError, snapshot } from '@coelho/core'
import { describe, expect, it } from 'vitest'
import { Evidence } from './evidence.js'

const full = process.env['COELHO_FULL'] === '1'
const STREAMS = full ? 2000 : 600
const timeout = 600_000
const EVENTS = full ? 5000 : 3000

type Draw = random.Random
/** What an event costs the champion and the challenger. */
type Costs = (draw: Draw, i: number) => readonly [champion: number, challenger: number]

/** At which comparison the evidence is enough; Infinity: never. */
function decided(costs: Costs, seed: number, level: number, events = EVENTS): number {
  const draw = new random.Random(seed)
  const evidence = new Evidence()
  for (let i = 0; i < events; i++) {
    const [champion, challenger] = costs(draw, i)
    evidence.compare(champion, challenger)
    if (evidence.value >= 1 / level) return i + 1
  }
  return Number.POSITIVE_INFINITY
}

/** The share of streams in which a challenger is ever taken for better. */
function shareDecided(costs: Costs, level: number, streams = STREAMS): number {
  let count = 0
  for (let seed = 0; seed < streams; seed++) {
    if (decided(costs, seed, level) < Number.POSITIVE_INFINITY) count++
  }
  return count / streams
}

/** Both wrong as often as the other, mostly on the same events. */
const alike: Costs = (draw) => {
  const u = draw.random()
  return u < 0.1 ? [1, 0] : u < 0.2 ? [0, 1] : u < 0.4 ? [1, 1] : [0, 0]
}
/** Errors with heavy tails, independent of each other. */
const heavy: Costs = (draw) => [1 / draw.random() ** 2, 1 / draw.random() ** 2]
/** Turns that favour one of both for long, fairly drawn: events depend on each other. */
function turns(): Costs {
  let favoured = 0
  return (draw, i) => {
    if (i % 50 === 0) favoured = draw.random() < 0.5 ? 0.8 : -0.8
    const wins = draw.random() < 0.5
    return wins ? [1 + favoured * 0.1, 1] : [1, 1 + favoured * 0.1]
  }
}
const worse: Costs = (draw) => (draw.random() < 0.55 ? [0, 1] : [1, 0])
/** Of two hundred events the champion misses 30, the challenger 20, ten of them alone. */
const better: Costs = (draw) => {
  const u = draw.random()
  return u < 0.1 ? [1, 0] : u < 0.15 ? [0, 1] : u < 0.2 ? [1, 1] : [0, 0]
}

describe('evidence for a challenger', () => {
  it('is what one unit has become that was staked on it', () => {
    const evidence = new Evidence()
    expect(evidence.value).toBeCloseTo(0.5, 12)
    evidence.compare(1, 0)
    const shares = [1 / 2, 1 / 4, 1 / 8, 1 / 16, 1 / 32, 1 / 64]
    const mean = (factor: (share: number) => number) =>
      shares.reduce((sum, share) => sum + factor(share), 0) / 12
    expect(evidence.value).toBeCloseTo(
      mean((share) => 1 + share),
      12,
    )
    evidence.compare(1, 3) // a gain of -1/2
    expect(evidence.value).toBeCloseTo(
      mean((share) => (1 + share) * (1 - share / 2)),
      12,
    )
    for (const [a, b] of [
      [2, 2],
      [0, 0],
      [Number.NaN, 1],
      [1, Infinity],
      [1e308, 1e308],
    ]) {
      const before = evidence.value
      evidence.compare(a!, b!)
      expect(evidence.value).toBe(before)
    }
    expect(evidence.compared).toBe(4)
  })

  it('of one that is no better is rarely ever enough, whenever one looks', { timeout }, () => {
    expect(shareDecided(alike, 0.05)).toBeLessThanOrEqual(0.05)
    expect(shareDecided(heavy, 0.05)).toBeLessThanOrEqual(0.05)
    expect(shareDecided(worse, 0.05)).toBeLessThanOrEqual(0.005)
    const seeds = Array.from({ length: STREAMS }, (_, seed) => seed)
    const inTurns = seeds.filter((seed) => decided(turns(), seed, 0.05) < Infinity)
    expect(inTurns.length / STREAMS).toBeLessThanOrEqual(0.05)
  })

  it('where an ordinary test that is looked at after each event is mostly wrong', () => {
    let wrong = 0
    for (let seed = 0; seed < STREAMS; seed++) {
      const draw = new random.Random(seed)
      let [sum, squares] = [0, 0]
      for (let i = 1; i <= EVENTS; i++) {
        const [champion, challenger] = alike(draw, i)
        sum += champion - challenger
        squares += (champion - challenger) ** 2
        if (i < 30 || sum <= 1.645 * Math.sqrt(squares)) continue
        wrong++
        break
      }
    }
    expect(wrong / STREAMS).toBeGreaterThan(0.2)
  })

  it('of one that is better is enough in time: mostly within 2,000 events at level 0.01', () => {
    const times = Array.from({ length: 400 }, (_, seed) => decided(better, seed, 0.01))
    const within = (events: number) => times.filter((time) => time <= events).length / times.length
    expect(within(2000)).toBeGreaterThanOrEqual(0.95)
    expect(within(1000)).toBeGreaterThanOrEqual(0.5)
  })

  it('that was against it for long does not stop it from becoming better', () => {
    const later: Costs = (draw, i) => (i < 100_000 ? worse(draw, i) : better(draw, i))
    for (let seed = 0; seed < 5; seed++) {
      expect(decided(later, seed, 0.01, 110_000)).toBeLessThan(103_000)
    }
  })

  it('begins anew where it is cleared, and is saved to the bit', () => {
    const evidence = new Evidence()
    const draw = new random.Random(1)
    for (let i = 0; i < 2500; i++) evidence.compare(...better(draw, i))
    const bytes = snapshot.save(evidence)
    const loaded = snapshot.load(bytes, { learners: [Evidence] }) as Evidence
    for (let i = 0; i < 700; i++) {
      const costs = better(draw, i)
      evidence.compare(...costs)
      loaded.compare(...costs)
    }
    expect(snapshot.save(loaded)).toEqual(snapshot.save(evidence))
    evidence.clear()
    expect(snapshot.save(evidence)).toEqual(snapshot.save(new Evidence()))
  })

  it('never becomes anything but a number, however long it goes on', () => {
    for (const [champion, challenger] of [
      [1, 0],
      [0, 1],
    ] as const) {
      const evidence = new Evidence()
      for (let i = 0; i < 50_000; i++) evidence.compare(champion, challenger)
      expect(evidence.value).toBeGreaterThanOrEqual(0)
      expect(evidence.value).toBeLessThan(Infinity)
    }
    const bytes = snapshot.save(Object.assign(new Evidence(), { compared: -1 }))
    expect(() => snapshot.load(bytes, { learners: [Evidence] })).toThrow(SnapshotError)
  })
})
