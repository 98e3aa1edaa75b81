import { readFile, writeFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { openStore } from '@coelho/runtime'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { inspect as factsOf } from './inspect/facts.js'
import { filesIn, Installation, type Running } from './installation.test-support.js'
import { CONFIG, GENERATOR, PROJECT } from './payments.test-support.js'

// A process takes its time to start, on a machine that does much else.
vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 })

let coelho: Installation

beforeAll(async () => {
  coelho = await Installation.make()
  await coelho.write('coelho.config.ts', CONFIG)
  await coelho.write('projects/payments.ts', PROJECT)
  await coelho.write('projects/generator.ts', GENERATOR)
})

afterAll(() => coelho.remove())

/** What it wrote, a line of JSON each; it ended well. */
async function lines(...args: string[]): Promise<Record<string, unknown>[]> {
  const { code, out, err } = await coelho.run(...args)
  expect({ code, err }).toEqual({
    code: 0,
    err: expect.stringMatching(/^$|could not be used|nothing new/),
  })
  return out
    .trim()
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line))
}

/** What `coelho inspect` tells, without a process for it. */
const inspect = async (store: string) =>
  (await factsOf(await openStore(coelho.path(store)), 'payments'))!

/** Waits until it has written so many lines. */
async function untilLines({ told, ended }: Running, count: number): Promise<void> {
  const has = () => told.out.split('\n').length > count
  const early = ended.then(({ code, err }) => {
    if (!has()) throw new Error(`it ended with ${code}: ${err}`)
  })
  while (!has()) await Promise.race([sleep(5), early])
}

const untilEnd = ['train', '--until-end', '--checkpoint-interval', '1h']

describe('generate, train, inspect and verify', () => {
  it('make, learn, show and prove the same events of a log', async () => {
    const made = await lines(
      'generate',
      '--log',
      'log',
      '--count',
      '2000',
      '--label-delay',
      '1h',
      '--partitions',
      '3',
      '--malformed',
      '0.01',
      '--set',
      'limit=800',
    )
    expect(made).toEqual([
      expect.objectContaining({ events: 2000, to: `log:${coelho.path('log')}` }),
    ])
    const labels = Number(made[0]?.['labels'])
    const dead = 2000 - labels
    expect(dead).toBeGreaterThan(0)

    const told = await lines(
      ...untilEnd,
      '--log',
      'log',
      '--checkpoint-every',
      '1000',
      '--dead-letters',
      'dead.jsonl',
    )
    expect(told.map(({ events }) => events)).toEqual([1000, 2000, 3000, 2000 + labels])
    const metrics = { champion: expect.anything(), bayes: expect.anything() }
    expect(told.at(-1)).toMatchObject({ project: 'payments', dead, waiting: 0, lag: 0, metrics })
    const letters = (await readFile(coelho.path('dead.jsonl'), 'utf8')).trim().split('\n')
    expect(letters).toHaveLength(dead)
    expect(JSON.parse(letters[0]!)).toMatchObject({ reason: expect.stringContaining('amount') })

    const facts = (await lines('inspect', '--json'))[0]!
    expect(facts).toMatchObject({
      ...{ project: 'payments', events: 2000 + labels, epoch: 1, champion: 'champion' },
      counts: { events: 2000 + labels, matched: labels, orphans: 0, givenUp: 0, dead },
      ...{ waiting: 0, damaged: [], generation: told.at(-1)?.['generation'] },
    })
    const verified = (await lines('verify', '--log', 'log'))[0]
    const { sha256 } = facts['state'] as { sha256: string }
    expect(verified).toMatchObject({ isSame: true, replayed: 2000 + labels, sha256 })
    const shown = await coelho.run('inspect')
    expect(shown.out).toContain(`state   ${sha256}`)
    expect(shown.out).toMatch(/^ +champion \* +bayes$/m)
  })

  it('learn a file of lines to the same state as the log of the same events', async () => {
    const { out } = await coelho.run('generate', '--count', '1500', '--seed', 'same')
    await writeFile(coelho.path('events.jsonl'), out.trimEnd()) // the last line has no end
    await lines('generate', '--log', 'same', '--count', '1500', '--seed', 'same')
    await lines(...untilEnd, '--input', 'events.jsonl', '--store', 'of-file')
    await lines(...untilEnd, '--log', 'same', '--store', 'of-log')
    const [file, log] = [await inspect('of-file'), await inspect('of-log')]
    expect(file.events).toBe(1500)
    expect(file.state).toEqual(log.state)
    const verified = await lines('verify', '--input', 'events.jsonl', '--store', 'of-file')
    expect(verified[0]).toMatchObject({ isSame: true, replayed: 1500 })
  })

  it('find out when another log is offered, and when a store is damaged', async () => {
    const make = (log: string) => lines('generate', '--log', log, '--count', '300', '--seed', log)
    await Promise.all([make('one'), make('two')])
    await lines(...untilEnd, '--log', 'one', '--store', 'of-one', '--checkpoint-every', '100')
    expect(await coelho.run('verify', '--log', 'two', '--store', 'of-one')).toMatchObject({
      ...{ code: 13, out: expect.stringContaining('"isSame":false') },
    })
    const other = await coelho.run(...untilEnd, '--log', 'two', '--store', 'of-one')
    expect(other).toMatchObject({ code: 12, err: expect.stringContaining('it is another log') })

    const whole = await inspect('of-one')
    const manifests = (await filesIn(coelho.path('of-one/payments/gen'))).sort()
    await writeFile(manifests.at(-1)!, 'torn')
    const torn = await coelho.run('inspect', '--store', 'of-one', '--json')
    expect(torn).toMatchObject({ code: 13, err: expect.stringContaining('is damaged') })
    expect(JSON.parse(torn.out).generation).toBe(whole.generation - 1)
    for (const manifest of manifests) await writeFile(manifest, 'torn')
    const all = await coelho.run('inspect', '--store', 'of-one')
    expect(all).toMatchObject({ code: 13, out: '', err: expect.stringContaining('can be read') })
    const training = await coelho.run(...untilEnd, '--log', 'one', '--store', 'of-one')
    expect(training).toMatchObject({ code: 13, out: '' })
  })

  it('end with a reason where most events cannot be used', async () => {
    await coelho.write('array.json', JSON.stringify([{ id: 'p1' }, { id: 'p2' }], null, 2))
    const many = '{"id":1}\n'.repeat(2000)
    await coelho.write('many.jsonl', many)
    const told = await coelho.run(...untilEnd, '--input', 'many.jsonl', '--store', 'of-many')
    expect(told.code).toBe(14)
    expect(told.err).toMatch(/501 of 501 events could not be used.*expected string/)
  })
})

describe('a trainer that is ended', () => {
  it('by kill -9 again and again reaches the state of one that never was', async () => {
    const args = ['--count', '6000', '--seed', 'killed', '--label-delay', '1s']
    await lines('generate', '--log', 'killed', ...args)
    const { out } = await coelho.run('generate', ...args)
    await coelho.write('killed.jsonl', out)
    const kill = async (kind: string, place: string) => {
      const store = `of-killed${kind}`
      const train = [...untilEnd, kind, place, '--checkpoint-every', '500', '--store']
      await lines(...train, `${store}-whole`)
      for (const saves of [1, 3]) {
        const running = coelho.start(...train, store)
        await untilLines(running, saves)
        running.child.kill('SIGKILL')
        expect((await running.ended).code).toBeNull()
      }
      await lines(...train, store)
      const [killed, whole] = [await inspect(store), await inspect(`${store}-whole`)]
      expect(killed).toMatchObject({ epoch: 3, events: 12_000, state: whole.state })
    }
    await Promise.all([kill('--log', 'killed'), kill('--input', 'killed.jsonl')])
  })

  it('by Ctrl-C or SIGTERM leaves a checkpoint of all that it has learned', async () => {
    const writing = coelho.start('generate', '--log', 'live', '--rate', '400')
    await sleep(1500)
    let events = 0
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      const running = coelho.start(
        'train',
        '--log',
        'live',
        '--checkpoint-interval',
        '200ms',
        '--store',
        'of-live',
      )
      await untilLines(running, 3)
      running.child.kill(signal)
      const { code, out, err } = await running.ended
      expect({ code, err }).toEqual({ code: 0, err: expect.stringMatching(/^coelho: ending with/) })
      const last = JSON.parse(out.trim().split('\n').at(-1)!)
      expect(last.events).toBeGreaterThan(events)
      expect(await inspect('of-live')).toMatchObject({ events: last.events })
      events = last.events
    }
    writing.child.kill('SIGINT')
    const { code, out } = await writing.ended
    expect(code).toBe(0)
    await lines(...untilEnd, '--log', 'live', '--store', 'of-live')
    expect(await inspect('of-live')).toMatchObject({ events: JSON.parse(out).events })
  })

  it('by another one that takes over says so, and ends well', async () => {
    await lines('generate', '--log', 'shared', '--count', '200')
    const first = coelho.start('train', '--log', 'shared', '--store', 'of-shared')
    await untilLines(first, 1)
    await lines(...untilEnd, '--log', 'shared', '--store', 'of-shared')
    await lines('generate', '--log', 'shared', '--count', '200', '--seed', 'more')
    const { code, err } = await first.ended
    expect({ code, err }).toEqual({ code: 0, err: expect.stringContaining('another process') })
    await lines(...untilEnd, '--log', 'shared', '--store', 'of-shared')
    expect(await inspect('of-shared')).toMatchObject({ events: 400 })
  })
})

describe('what is piped away', () => {
  it('may be read in part: generate and train end without an error', async () => {
    for (const args of [['generate'], ['train', '--log', 'log', '--store', 'of-pipe', '--json']]) {
      const running = coelho.start(...args)
      await untilLines(running, 1)
      running.child.stdout?.destroy()
      if (args[0] === 'train') await lines('generate', '--log', 'log', '--count', '50')
      const { code, err } = await running.ended
      expect({ code, err }).toEqual({ code: 0, err: expect.not.stringContaining('EPIPE') })
    }
  })
})
