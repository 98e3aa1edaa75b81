import { describe, expect, it } from 'vitest'
import type { Marker, Sample } from '#api'
import { History, recentKey, totalKey } from './history.js'

const sample = (events: number, f1: number | null): Sample => ({
  at: 0,
  events,
  eventsPerSecond: 10,
  lag: null,
  dead: 0,
  waiting: 0,
  version: null,
  metrics: { champion: { F1: f1 } },
  recent: { F1: 0.5 },
  windowEvents: 1000,
})
const marker = (event: number, kind: Marker['kind'] = 'drift'): Marker => ({
  kind,
  event,
  time: 0,
  text: kind,
  signal: null,
  feature: null,
  from: null,
  to: null,
})

describe('History', () => {
  it('tells totals of a contestant from what the champion did of late', () => {
    const history = new History()
    history.add(sample(1, 0.1))
    history.add(sample(2, null))
    expect(history.columns.column(totalKey('champion', 'F1'))).toEqual([0.1, null])
    expect(history.columns.column(recentKey('F1'))).toEqual([0.5, 0.5])
  })

  it('has each marker once and in the order of events', () => {
    const history = new History()
    for (const event of [5, 2, 5]) history.mark(marker(event))
    expect(history.markers.map(({ event }) => event)).toEqual([2, 5])
  })

  it('forgets old versions before it forgets a drift', () => {
    const history = new History()
    history.mark(marker(0))
    for (let event = 1; event <= 600; event++) history.mark(marker(event, 'version'))
    expect(history.markers).toHaveLength(500)
    expect(history.markers[0]).toEqual(marker(0))
  })

  it('starts over from what the server kept', () => {
    const history = new History()
    history.add(sample(9, 0.9))
    history.mark(marker(9))
    history.restart([sample(1, 0.2)], [marker(1)])
    expect(history.columns.x).toEqual([1])
    expect(history.markers).toEqual([marker(1)])
  })
})
