import { Learning, MemoryObjects, train } from '@coelho/runtime'
import { describe, expect, it } from 'vitest'
import { sampleOf } from './sample.js'
import { Samples, sampleNow } from './samples.js'
import { toyProject, toySource } from './toy.test-support.js'

const project = toyProject('toy')
const event = (id: number) => {
  const value = JSON.stringify({ id, a: id % 100, shop: 'north', label: id % 3 === 0 })
  return project.parse(Buffer.from(value), id)
}

/** Takes a sample after each event up to one of this number. */
function learnTo(last: number, learning: Learning, samples: Samples): void {
  while (learning.counts.events < last) {
    learning.take(event(learning.counts.events), project)
    samples.take(learning)
  }
}

const steps = (samples: readonly { step: number }[]) => samples.map(({ step }) => step)

describe('samples', () => {
  it('are told once, by the checkpoint that holds them', () => {
    const samples = new Samples('F1')
    const learning = Learning.fresh(project)
    learnTo(5, learning, samples)
    expect(steps(samples.heldBy(learning, 3))).toEqual([1, 2, 3])
    expect(samples.heldBy(learning, 3)).toEqual([])
    learnTo(6, learning, samples)
    expect(steps(samples.heldBy(learning, 6))).toEqual([4, 5, 6])
  })

  it('of what was given up are never told', () => {
    const samples = new Samples('F1')
    const first = Learning.fresh(project)
    learnTo(3, first, samples)
    const kept = first.save()
    expect(steps(samples.heldBy(first, 3))).toEqual([1, 2, 3])
    learnTo(7, first, samples)
    const second = Learning.load(kept)
    learnTo(5, second, samples)
    expect(steps(samples.heldBy(second, 5))).toEqual([4, 5])
    expect(samples.heldBy(first, 7)).toEqual([])
  })

  it('are as many as a curve can show, however late a checkpoint is, the last among them', () => {
    const samples = new Samples('F1')
    const learning = Learning.fresh(project)
    learnTo(5000, learning, samples)
    const held = steps(samples.heldBy(learning, 5000))
    expect(held.length).toBeGreaterThan(400)
    expect(held.length).toBeLessThanOrEqual(1000)
    expect(held.at(-1)).toBe(5000)
  })

  it('have what metrics said then, and one value of each contestant', async () => {
    const [source, store] = [await toySource(300), new MemoryObjects()]
    const { learning } = await train(project, { source, store, untilDrained: true })
    const value = learning.leader.valueOf('F1')
    const sample = sampleNow(learning, 'F1')
    expect(sample).toMatchObject({ step: 300, values: sampleOf(learning) })
    expect(sample.standings).toEqual([
      ['champion', value],
      ['same', value],
    ])
  })
})
