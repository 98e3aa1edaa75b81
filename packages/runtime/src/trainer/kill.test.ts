import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { FileObjects } from '../store/file-objects.js'
import { type Point, points } from './fate.test-support.js'
import { expectEachOnce, expectSameBytes, Victim } from './victim.test-support.js'

const full = process.env['COELHO_FULL'] === '1'
const KILLS = full ? 50 : 10
const EVENTS = full ? 50_000 : 10_000
/** At each of the moments at which a process is killed. */
const TIMES = full ? 10 : 1

let victim: Victim

beforeAll(async () => {
  victim = await Victim.of('./worker.test-support.ts', 10)
})

afterAll(() => victim.close())

const place = (name: string) => join(victim.folder, name)

describe(`a process that is killed ${KILLS} times while it learns ${EVENTS} events`, () => {
  it('learns each once: a replay of its recorded order gives the same bytes', async () => {
    const log = await victim.fill('three', 3, EVENTS)
    const store = place('three-store')
    const args = ['train', place('three'), store]
    expect(await victim.killAgainAndAgain(args, KILLS, EVENTS)).toBeGreaterThan(KILLS / 2)
    const { events } = await expectEachOnce(new FileObjects(store), log)
    expect(events).toBe(EVENTS)
    await log.close()
  }, 300_000)

  it('with one partition ends at the bytes of one that never was', async () => {
    const log = await victim.fill('one', 1, EVENTS)
    const store = place('one-store')
    await victim.killAgainAndAgain(['train', place('one'), store], KILLS, EVENTS)
    await expectSameBytes(new FileObjects(store), log)
    await log.close()
  }, 300_000)
})

/** At these something was handed on that no checkpoint holds. */
const costly = [
  'while an event is learned',
  'before a snapshot is written',
  'between a snapshot and its manifest',
] as const satisfies readonly Point[]

describe('a process that keeps its positions beside its model', () => {
  it.each(costly)('%s: loses events, which is seen', async (point) => {
    const log = await victim.fill(`beside ${point}`, 1, 6000)
    const store = place(`beside store ${point}`)
    const args = ['train', place(`beside ${point}`), store]
    process.env['COELHO_TEST_POSITIONS'] = place(`beside ${point}.json`)
    try {
      expect(await victim.run([...args, point, '3'])).toBe('SIGKILL')
      await victim.run(args)
    } finally {
      delete process.env['COELHO_TEST_POSITIONS']
    }
    await expect(expectSameBytes(new FileObjects(store), log)).rejects.toThrow()
    await log.close()
  })
})

describe(`a process that is killed ${TIMES} times at each of ${points.length} moments`, () => {
  it.each(points)(
    '%s: learns each event once',
    async (point) => {
      const log = await victim.fill(`log ${point}`, 1, 6000)
      const args = ['train', place(`log ${point}`), place(`store ${point}`)]
      await victim.run([...args, 'after a checkpoint', '3'])
      for (let round = 0; round < TIMES; round++) {
        const nth = point === 'while an event is learned' ? 1 + victim.draw.randrange(250) : 1
        expect(await victim.run([...args, point, String(nth)])).toBe('SIGKILL')
      }
      expect(await victim.run(args)).toBe(0)
      await expectSameBytes(new FileObjects(place(`store ${point}`)), log)
      await log.close()
    },
    120_000,
  )
})
