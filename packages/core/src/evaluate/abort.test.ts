import { describe, expect, it } from 'vitest'
import { Majority } from '../base/toys.test-support.js'
import type { Features } from '../data/schema.js'
import { Accuracy } from '../metrics/accuracy.js'
import { compare } from './compare.js'
import { iterProgressiveValScore, progressiveValScore } from './progressive-validation.js'

/** Events to wait for, with what was asked of their source. */
class Source implements AsyncIterable<[Features, string]> {
  [Symbol.asyncIterator](): AsyncIterator<[Features, string]> {
    return {
      next: async () => {
        const n = this.asked++
        if (n >= this.silentFrom) return new Promise(() => {})
        return { done: false, value: [{ n }, `y${n % 2}`] }
      },
      return: async () => {
        this.closed++
        return this.silentFrom < Infinity ? new Promise(() => {}) : { done: true, value: undefined }
      },
    }
  }

  asked = 0
  closed = 0
  /** From this event on the source never answers. */
  silentFrom = Infinity
}

const reason = new Error('enough')

describe('a signal', () => {
  it('ends the evaluation of a source that says nothing, and closes the source', async () => {
    const dataset = new Source()
    dataset.silentFrom = 5
    const stop = new AbortController()
    const [model, metric] = [new Majority(), new Accuracy()]
    const running = progressiveValScore({ dataset, model, metric, signal: stop.signal })
    setTimeout(() => stop.abort(reason), 5)
    await expect(running).rejects.toBe(reason)
    expect([dataset.asked, dataset.closed]).toEqual([6, 1])
    expect(metric.cm.totalWeight).toBe(4) // nothing is known before the first
  })

  it('ends an endless one between two events, delayed or not', async () => {
    for (const delay of [null, 2]) {
      const dataset = new Source()
      const stop = new AbortController()
      const model = new Majority()
      const options = { dataset, model, metric: new Accuracy(), delay, signal: stop.signal }
      const steps: number[] = []
      const run = async () => {
        for await (const { Step } of iterProgressiveValScore(options)) {
          steps.push(Step)
          if (Step === 10) stop.abort(reason)
        }
      }
      await expect(run()).rejects.toBe(reason)
      expect([steps.length, dataset.closed]).toEqual([10, 1])
    }
  })

  it('ends loops that need not wait, and comparisons', async () => {
    const stop = new AbortController()
    function* endless(): Generator<[Features, string]> {
      for (let n = 0; ; n++) {
        if (n === 20) stop.abort(reason)
        yield [{ n }, 'y']
      }
    }
    const options = { metric: new Accuracy(), signal: stop.signal }
    expect(() =>
      progressiveValScore({ ...options, dataset: endless(), model: new Majority() }),
    ).toThrow(reason)
    expect(() => compare([new Majority()], { ...options, dataset: [] })).toThrow(reason)
    await expect(compare([new Majority()], { ...options, dataset: new Source() })).rejects.toBe(
      reason,
    )
  })

  it('that is never given changes nothing, and leaves no listener behind', async () => {
    let listeners = 0
    const { signal } = new AbortController()
    const counted = Object.assign(Object.create(signal), {
      addEventListener: () => listeners++,
      removeEventListener: () => listeners--,
    })
    Object.defineProperty(counted, 'aborted', { value: false })
    async function* four(): AsyncGenerator<[Features, string]> {
      for (let n = 0; n < 4; n++) yield [{ n }, 'y']
    }
    const options = { model: new Majority(), metric: new Accuracy() }
    const metric = await progressiveValScore({ ...options, dataset: four(), signal: counted })
    expect([metric.get(), listeners]).toEqual([1, 0])
  })
})

describe('a source to wait for', () => {
  it('is asked for the next event only when the one before has been dealt with', async () => {
    for (const signal of [null, new AbortController().signal]) {
      const dataset = new Source()
      const options = { dataset, model: new Majority(), metric: new Accuracy(), signal, step: 2 }
      const checkpoints = iterProgressiveValScore(options)
      const asked: number[] = []
      for (let k = 0; k < 3; k++) {
        await checkpoints.next()
        await new Promise((resolve) => setTimeout(resolve, 2))
        asked.push(dataset.asked)
      }
      await checkpoints.return(undefined)
      expect(asked).toEqual([2, 4, 6])
      expect(dataset.closed).toBe(1)
    }
  })

  it('that fails ends the evaluation with its own error', async () => {
    async function* failing(): AsyncGenerator<[Features, string]> {
      yield [{ n: 1 }, 'y']
      throw reason
    }
    const options = { model: new Majority(), metric: new Accuracy() }
    for (const signal of [null, new AbortController().signal]) {
      const running = progressiveValScore({ ...options, dataset: failing(), signal })
      await expect(running).rejects.toBe(reason)
    }
  })
})
