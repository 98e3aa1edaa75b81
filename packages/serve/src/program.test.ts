import { mkdtemp, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { run } from './program.js'
import type { Terminal } from './terminal.js'

let folder = ''

beforeAll(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'coelho-program-')))
  const projects = ['fraud', 'arrival', 'shop']
    .map((name) => `{ name: '${name}', parse() {}, options: { bestBy: 'F1' } }`)
    .join()
  const generator =
    '({ seed, count = 3 }) => Array.from({ length: count }, (_, i) => record(seed, i))'
  await writeFile(
    join(folder, 'coelho.config.mjs'),
    `const record = (seed, i) => ({ topic: 'events', key: 'k', value: seed + i, time: i })
    export default { projects: [${projects}], generators: { fraud: ${generator} } }`,
  )
})
afterAll(() => rm(folder, { recursive: true }))

interface Told {
  readonly code: number
  readonly out: string
  readonly err: string
}

async function coelho(args: string, env: Record<string, string> = {}): Promise<Told> {
  const [out, err] = [new PassThrough(), new PassThrough()]
  const terminal: Terminal = { out, err, folder, env }
  const code = await run(args.split(' ').filter(Boolean), terminal)
  const text = (stream: PassThrough) => String(stream.read() ?? '').replaceAll(folder, '')
  return { code, out: text(out), err: text(err) }
}

/** What is told on standard error of a command that cannot be done; it ends with 2. */
async function refusal(args: string): Promise<string> {
  const { code, out, err } = await coelho(args)
  expect({ code, out }).toEqual({ code: 2, out: '' })
  expect(err.trim().split('\n').length).toBeLessThanOrEqual(2)
  return err
}

describe('a command line', () => {
  it('tells what it can do, all of it and each command', async () => {
    const { code, out } = await coelho('--help')
    expect(code).toBe(0)
    for (const name of ['projects', 'generate', 'train', 'inspect', 'verify']) {
      expect(out).toContain(`\n  ${name} [options]`)
      const help = await coelho(`${name} --help`)
      expect(help).toMatchObject({
        code: 0,
        err: '',
        out: expect.stringContaining('Usage: coelho'),
      })
    }
    expect((await coelho('')).code).toBe(2)
    expect(await coelho('--version')).toMatchObject({ code: 0, out: expect.stringMatching(/^\d/) })
  })

  it('lists the projects, for people and for programs', async () => {
    const { out } = await coelho('projects')
    expect(out).toBe(
      [
        '/coelho.config.mjs',
        '',
        'project  judged by  challengers  can be generated',
        'fraud    F1         -            yes',
        'arrival  F1         -            no',
        'shop     F1         -            no',
        '',
      ].join('\n'),
    )
    const json = JSON.parse((await coelho('projects --json')).out)
    const fraud = { project: 'fraud', bestBy: 'F1', challengers: [], hasGenerator: true }
    expect(json.projects[0]).toEqual(fraud)
  })

  it('writes events as lines, by the seed that was given', async () => {
    const { out, code } = await coelho('generate -p fraud --count 3 --seed s')
    expect({ out, code }).toEqual({ out: 's0\ns1\ns2\n', code: 0 })
  })

  it('knows which command and which option was meant', async () => {
    expect(await refusal('trian')).toBe("coelho: unknown command 'trian'\n(Did you mean train?)\n")
    expect(await refusal('train --projekt x')).toBe(
      "coelho: unknown option '--projekt'\n(Did you mean --project?)\n",
    )
    expect(await refusal('generate -p fraud 5')).toBe(
      "coelho: too many arguments for 'generate'. Expected 0 arguments but got 1.\n",
    )
  })

  it('knows which project was meant, and tells which there are', async () => {
    expect(await refusal('generate -p fruad')).toBe(
      'coelho: there is no project "fruad" in /coelho.config.mjs. Did you mean "fraud"? ' +
        'There are: fraud, arrival, shop.\n',
    )
    expect(await refusal('train -p payments --log x --store memory:')).toBe(
      'coelho: there is no project "payments" in /coelho.config.mjs. ' +
        'There are: arrival, fraud, shop.\n',
    )
    expect(await refusal('train --log x --store memory:')).toBe(
      'coelho: which project? Name one by --project: fraud, arrival, shop (/coelho.config.mjs).\n',
    )
    expect(await refusal('generate -p shop --count 1')).toBe(
      'coelho: nothing makes up events of shop: add it in /coelho.config.mjs: ' +
        'generators: { shop: (options) => … }. There are generators of fraud.\n',
    )
  })

  it('says what an option must be', async () => {
    const options = {
      'generate --rate x': 'It must be a number, 0 or more.',
      'generate --count -1': 'It must be a whole number, 0 or more.',
      'generate --count 1.5': 'It must be a whole number, 0 or more.',
      'generate --partitions 0': 'It must be a whole number, 1 or more.',
      'generate --missing 2': 'It must be a share from 0 to 1, such as 0.02.',
      'generate --label-delay 5': 'It must be a time such as 500ms, 10s, 5m, 2h or 1d.',
      'generate --drift 5,x': 'It must be a list such as 20000,30000+5000.',
      'generate --set users': 'It must be name=value, such as users=500.',
      'generate --brokers localhost': 'It must be host:port, several by commas: localhost:9092.',
      'train --checkpoint-every 0': 'It must be a whole number, 1 or more.',
      'train --sharding key': 'It must be single or partition.',
      'train --on-gap skip': 'It must be stop or resume.',
      'train --keep 2': 'It must be a whole number, 3 or more.',
    }
    for (const [args, expected] of Object.entries(options)) {
      const told = await refusal(args)
      const [, option, given] = args.split(' ')
      expect(told).toContain(`coelho: option '${option} <`)
      expect(told).toContain(`argument '${given}' is invalid. ${expected}`)
    }
  })

  it('asks for what is missing, and for one of what was given twice', async () => {
    const memory = '-p fraud --store memory:'
    expect(await refusal(`train ${memory}`)).toBe(
      'coelho: where do events come from? Give one of --log, --input and --brokers.\n',
    )
    expect(await refusal(`train ${memory} --log a --input b`)).toBe(
      'coelho: give one of --log, --input and --brokers.\n',
    )
    expect(await refusal('train -p fraud --log a')).toBe(
      'coelho: where are the checkpoints? ' +
        'Name a folder or a URL by --store, or `store` in the configuration.\n',
    )
    expect(await refusal(`verify ${memory}`)).toBe(
      'coelho: where do events come from? Give one of --log, --input and --brokers.\n',
    )
    expect(await refusal('generate -p fraud --log a')).toBe(
      'coelho: as fast as possible, without an end, would fill the disk: ' +
        'give --count N, or --rate N events a second.\n',
    )
    expect(await refusal('inspect --store memory:')).toBe(
      'coelho: which project? ' +
        'Name one by --project: fraud, arrival, shop (/coelho.config.mjs).\n',
    )
  })

  it('says where nothing is', async () => {
    expect(await refusal('train -p fraud --store memory: --log a')).toBe(
      'coelho: there is no log in /a (--log). `coelho generate --log` writes one; ' +
        'a file of JSON lines is read by --input.\n',
    )
    expect(await refusal('inspect -p fraud --config coelho.config.mjs --store a')).toBe(
      'coelho: /a has no checkpoint of "fraud". It was not trained yet: `coelho train` does it.\n',
    )
    expect(await refusal('inspect -p frau --config coelho.config.mjs --store a')).toBe(
      'coelho: /a has no checkpoint of "frau". Did you mean "fraud"? ' +
        'There are: fraud, shop, arrival.\n',
    )
    expect(await refusal('inspect -p fraud --store ftp://a')).toContain(
      'option "store" must be memory:, a path, file: or s3://bucket',
    )
  })

  it('takes the store from the environment', async () => {
    process.env['COELHO_STORE'] = join(folder, 'from-env')
    const { err } = await coelho('inspect -p fraud').finally(
      () => delete process.env['COELHO_STORE'],
    )
    expect(err).toContain('/from-env has no checkpoint of "fraud".')
  })
})
