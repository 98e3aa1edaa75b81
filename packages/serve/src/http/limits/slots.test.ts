import { setImmediate } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { Slots } from './slots.js'
import { Turn } from './turn.js'

describe('slots', () => {
  it('are given to so many at a time, to the others in their order', async () => {
    const slots = new Slots(2, 2)
    const order: number[] = []
    expect([slots.enter(), slots.enter()]).toEqual([undefined, undefined])
    const third = slots.enter()!.then(() => order.push(3))
    const fourth = slots.enter()!.then(() => order.push(4))
    expect(() => slots.enter()).toThrow('2 requests are worked on and 2 wait already')
    expect(slots.taken).toBe(2)
    slots.leave()
    await third
    slots.leave()
    await fourth
    expect(order).toEqual([3, 4])
    slots.leave()
    slots.leave()
    expect(slots.taken).toBe(0)
    expect(slots.enter()).toBeUndefined()
  })
})

describe('a turn of the event loop', () => {
  it('is over when it was too long twice, or far too long once', async () => {
    const turn = new Turn(10)
    expect(turn.isOver(1000)).toBe(false)
    expect(turn.isOver(1030)).toBe(false)
    expect(turn.isOver(1041)).toBe(true)
    await setImmediate()
    expect(turn.isOver(1050)).toBe(false)
    expect(turn.isOver(1060)).toBe(false)
    expect(turn.isOver(1061)).toBe(true)
    await setImmediate()
    expect(turn.isOver(1070)).toBe(false)
    await setImmediate()
    expect(turn.isOver(1080)).toBe(false)
    expect(turn.isOver(1095)).toBe(false)
  })
})
