import { random } from '@coelho/core'
import { describe, expect, it } from 'vitest'
import { Agenda } from './agenda.js'
import { Alarms } from './alarms.js'
import { SeededDraws } from './seeded-draws.js'
import { Touched } from './touched.js'

describe('alarms', () => {
  it('ring once, at the earliest time that was set', () => {
    const alarms = new Alarms()
    alarms.set(3, 9)
    alarms.set(3, 5)
    alarms.set(3, 7)
    alarms.set(1, 6)
    const rung: [number, number][] = []
    for (let now = 0; now < 12; now++) {
      while (alarms.rings(now)) {
        const thing = alarms.take()
        if (thing >= 0) rung.push([now, thing])
      }
    }
    expect(rung).toEqual([
      [5, 3],
      [6, 1],
    ])
  })

  it('can be set again once they have rung', () => {
    const alarms = new Alarms()
    alarms.set(0, 1)
    expect(alarms.take()).toBe(0)
    alarms.set(0, 4)
    expect([alarms.rings(3), alarms.rings(4), alarms.take()]).toEqual([false, true, 0])
    alarms.set(2, 3)
    alarms.clear()
    expect(alarms.rings(99)).toBe(false)
  })
})

describe('an agenda', () => {
  it('has each slot once, the lowest rank first', () => {
    const agenda = new Agenda()
    for (const [slot, rank] of [
      [4, 40],
      [1, 70],
      [9, 10],
      [4, 40],
    ])
      agenda.add(slot, rank)
    const taken: number[] = []
    while (!agenda.isEmpty) taken.push(agenda.take())
    expect(taken).toEqual([9, 4, 1])
  })
})

describe('what was touched', () => {
  it('is told apart until it is a larger part of all', () => {
    const touched = new Touched()
    touched.clear()
    for (const slot of [7, 2, 7]) touched.mark(slot, 100)
    expect([...touched.slots.subarray(0, touched.count)]).toEqual([7, 2])
    for (let slot = 0; slot < 50; slot++) touched.mark(slot, 100)
    expect(touched.all).toBe(true)
    touched.clear()
    expect([touched.all, touched.count]).toEqual([false, 0])
  })
})

describe('draws of a seed', () => {
  it('are the same each time, and those of a generator', () => {
    const draws = new SeededDraws(5, { mu: 1, sigma: 3 })
    const rng = new random.Random(5)
    const expected = Array.from({ length: 8 }, () => rng.gauss(1, 3))
    for (const length of [2, 8, 5]) {
      draws.restart()
      const drawn = Array.from({ length }, () => draws.gauss())
      expect(drawn).toEqual(expected.slice(0, length))
    }
  })
})
