// What is started here is started as the program wants it, with nothing secret in any file.
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { parse, parseAllDocuments } from 'yaml'
import config from '../examples/coelho.config.js'
import { run } from '../packages/serve/src/program.js'
import { capture, onPath, root } from '../scripts/lib/run.mjs'
import { workspaces } from '../scripts/lib/workspaces.mjs'
import { allFiles, composeServices, pathOf, type Service, textOf } from './files.test-support.js'

const services = composeServices()
const ours = services.filter(([, { image }]) => image === 'coelho:local')
const chart = 'helm/coelho'
const dockerfile = textOf('Dockerfile').replaceAll(/\\\n\s*/g, ' ')

/** What `coelho help` says of a command. */
async function helpOf(command: string): Promise<string> {
  let said = ''
  const out = Object.assign(
    new Writable({
      write(chunk, _, done) {
        said += chunk
        done()
      },
    }),
    { columns: 200 },
  )
  expect(await run(['help', command], { out, err: out, folder: root, env: {} })).toBe(0)
  return said
}

async function strangeOptions([command = '', ...args]: readonly string[]): Promise<string[]> {
  const known: string[] = (await helpOf(command)).match(/--[a-z-]+/g) ?? []
  return args.filter((arg) => arg.startsWith('--') && !known.includes(arg))
}

/** The arguments in a template of the chart, with all that depends on values. */
function argsIn(template: string): string[] {
  const [, list = ''] = /\n {10}args:\n([\s\S]*?)\n {10}env:/.exec(textOf(template)) ?? []
  return [...list.matchAll(/^ {12}- (?:'([^']*)'|(--[a-z-]+|[\w.-]+))$/gm)].map(
    ([, quoted, plain]) => quoted ?? plain!,
  )
}

describe('what is run', () => {
  it('has only options that the program has', async () => {
    const templates = ['server', 'trainers'].map((name) =>
      argsIn(`${chart}/templates/${name}.yaml`),
    )
    const [, cmd = '[]'] = /\nCMD (\[.*\])/.exec(dockerfile) ?? []
    const commands = [...ours.map(([, { command = [] }]) => command), ...templates, JSON.parse(cmd)]
    const names = commands.map(([name]) => name)
    expect(new Set(names)).toEqual(new Set(['serve', 'train', 'generate']))
    expect(commands.every((args) => args.some((arg: string) => arg.startsWith('--')))).toBe(true)
    expect((await Promise.all(commands.map(strangeOptions))).flat()).toEqual([])
    expect(await strangeOptions(['serve', '--hosts', '--port'])).toEqual(['--hosts'])
  })

  it('has only variables that the program reads', async () => {
    const help = await Promise.all(['serve', 'train'].map(helpOf))
    const files = ['compose.yaml', 'Dockerfile', `${chart}/templates/_helpers.tpl`]
    const set = files.flatMap((file) => [
      ...textOf(file).matchAll(/(?:^|name:|\s)\s*(COELHO_[A-Z]+)(?::\s|=|\n)/gm),
    ])
    const names = new Set(set.map(([, name]) => name!))
    expect(names).toEqual(new Set(['COELHO_STORE', 'COELHO_BROKERS', 'COELHO_TOKENS']))
    for (const name of names) expect(help.join('')).toContain(name)
  })

  it('trains each project of the examples, and makes up events for it', () => {
    const told = (command: string) =>
      ours
        .map(([, service]) => service.command ?? [])
        .filter(([name]) => name === command)
        .map((args) => args[args.indexOf('--project') + 1])
    const names = config.projects.map(({ name }) => name)
    expect(told('train')).toEqual(names)
    expect(told('generate')).toEqual(names)
    const topics = services.find(([name]) => name === 'topics')![1].command?.join('') ?? ''
    expect(topics).toContain(`for project in ${names.join(' ')};`)
  })
})

describe('the Dockerfile', () => {
  it('copies the manifest of every package, and what is built of every public one', () => {
    for (const { folder, manifest } of workspaces()) {
      const name = folder.split(/[\\/]/).at(-1)
      expect(dockerfile).toContain(`COPY packages/${name}/package.json packages/${name}/\n`)
      const built = `COPY --from=build /app/packages/${name}/dist packages/${name}/dist\n`
      expect(dockerfile.includes(built), built).toBe(manifest.private !== true)
    }
  })

  it('copies what is there, and what .dockerignore lets through', () => {
    const open = readFileSync(join(root, '.dockerignore'), 'utf8').match(/(?<=^!).+/gm) ?? []
    const copies = dockerfile.match(/(?<=\nCOPY )(?!--from).+/g) ?? []
    const sources = copies.flatMap((copy) => copy.split(' ').slice(0, -1))
    expect(sources).toContain('examples/coelho.config.ts')
    for (const source of [...sources, ...open]) {
      expect(existsSync(join(root, source)), source).toBe(true)
      const isOpen = open.some((path) => source === '.' || `${source}/`.startsWith(`${path}/`))
      expect(isOpen, source).toBe(true)
    }
  })

  it('starts from one release, and ends as nobody special', () => {
    expect(dockerfile).toMatch(/^ARG NODE=\d+\.\d+\.\d+-\w+-slim$/m)
    expect(dockerfile.match(/^FROM .*$/gm)).toEqual([
      `FROM node:\${NODE} AS manifests`,
      'FROM manifests AS build',
      'FROM manifests AS dependencies',
      `FROM node:\${NODE}`,
    ])
    const last = dockerfile.slice(dockerfile.lastIndexOf('\nFROM '))
    expect(last).toMatch(/\nUSER node\n[\s\S]*\nENTRYPOINT \["coelho"\]/)
  })

  it('knows a server that answers from one that does not', async () => {
    const [, json = ''] = /\nHEALTHCHECK .*? CMD (\[.*\])\n/.exec(dockerfile) ?? []
    const [, ...args]: string[] = JSON.parse(json)
    let status = 200
    const server = createServer(({ url }, response) => {
      response.writeHead(url === '/livez' ? status : 404).end('{}')
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    const own = args.map((arg) => arg.replace(':8080/', `:${port}/`))
    expect(own).not.toEqual(args)
    const check = async () => (await capture(process.execPath, own)).code
    expect(await check()).toBe(0)
    status = 503
    expect(await check()).toBe(1)
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
    expect(await check()).toBe(1)
  })
})

describe('compose.yaml', () => {
  it('lets only this machine connect', () => {
    const ports = services.flatMap(([, { ports = [] }]) => ports)
    expect(ports.length).toBeGreaterThan(4)
    expect(ports.filter((port) => !port.startsWith('127.0.0.1:'))).toEqual([])
  })

  it('asks for each secret, and has none of its own', () => {
    const text = textOf('compose.yaml').replaceAll(/\s+/g, ' ')
    const variables = [...text.matchAll(/(?<!\$)\$\{(\w+)([^}]*)\}/g)]
    const required = variables.filter(([, name]) => name !== 'COELHO_SEED')
    for (const [all, name] of required) {
      expect(all).toBe(`\${${name}:?set ${name} in deploy/.env}`)
    }
    const asked = new Set(required.map(([, name]) => name!))
    const lines = textOf('.env.example').match(/^\w.*$/gm) ?? []
    expect(new Set(lines)).toEqual(new Set([...asked].map((name) => `${name}=`)))
    const secret = /PASSWORD|SECRET|TOKENS$|ACCESS_KEY/
    const set = services.flatMap(([, { environment = {} }]) => Object.entries(environment))
    const secrets = set.filter(([name]) => secret.test(name))
    expect(secrets.length).toBeGreaterThan(8)
    const bare = secrets.filter(([, value]) => !/^(?:read:)?\$\{/.test(String(value)))
    expect(bare).toEqual([])
  })

  it('runs releases, and knows of each service whether it is well', () => {
    for (const [name, service] of services) {
      expect(service.build ?? /:[^:]*\d+[.\d]*[^:]*$/.test(service.image ?? ''), name).toBeTruthy()
      expect(isWatched(name, service), name).toBe(true)
    }
  })

  it('mounts files that are there', () => {
    const files = services
      .flatMap(([, { volumes = [] }]) => volumes)
      .filter((volume) => volume.startsWith('./'))
      .map((volume) => volume.split(':')[0]!)
    expect(files.length).toBeGreaterThan(3)
    expect(files.filter((file) => !existsSync(pathOf(file)))).toEqual([])
  })
})

/** It is asked, its image has a question of its own, it is a job, or it says nothing to anybody. */
function isWatched(name: string, { healthcheck, build, command = [] }: Service): boolean {
  if (healthcheck?.disable) return ['train', 'generate'].includes(command[0]!)
  const isJob = services.some(([, { depends_on: on = {} }]) => {
    return !Array.isArray(on) && Object(on)[name]?.condition === 'service_completed_successfully'
  })
  return healthcheck?.test !== undefined || build !== undefined || isJob
}

describe('the chart', () => {
  const values = parse(textOf(`${chart}/values.yaml`))
  const schema = JSON.parse(textOf(`${chart}/values.schema.json`))
  const templates = allFiles().filter((file) => file.startsWith(`${chart}/templates/`))

  it('uses only values that there are', () => {
    const used = templates.flatMap((file) => textOf(file).match(/(?<=\.Values\.)[\w.]+/g) ?? [])
    expect(used.length).toBeGreaterThan(30)
    const missing = used.filter((path) => {
      return path.split('.').reduce((at, key) => at?.[key], values) === undefined
    })
    expect(missing).toEqual([])
  })

  it('describes each value in its schema, and nothing else', () => {
    const paths = (at: unknown): string[] =>
      Object.entries(at ?? {}).flatMap(([key, value]) => {
        const isTable = typeof value === 'object' && !Array.isArray(value)
        return isTable ? [key, ...paths(value).map((path) => `${key}.${path}`)] : [key]
      })
    const described = (at: { properties?: object; $ref?: string }): string[] => {
      const name = at.$ref?.split('/').at(-1)
      const own = name === undefined ? at : schema.definitions[name]
      return Object.entries(own.properties ?? {}).flatMap(([key, value]) => {
        return [key, ...described(Object(value)).map((path) => `${key}.${path}`)]
      })
    }
    const given = paths(values).filter((path) => !path.includes('.resources.'))
    expect(described(schema).sort()).toEqual([...given, 'global'].sort())
  })

  it('opens and closes what it opens', () => {
    for (const file of templates) {
      const words = textOf(file).match(/(?<=\{\{-?\s*)(?:if|range|with|define|end)\b/g) ?? []
      const opened = words.filter((word) => word !== 'end').length
      expect(words.length - opened, file).toBe(opened)
    }
  })

  const helm = process.env['COELHO_HELM'] ?? onPath('helm')
  if (helm) {
    it('is what Helm takes', () => {
      const args = ['template', 'coelho', pathOf(chart), '-f', pathOf('helm/example-values.yaml')]
      const { status, stdout, stderr } = spawnSync(helm, args, { encoding: 'utf8' })
      expect(status, stderr).toBe(0)
      const kinds = parseAllDocuments(stdout).map((document) => document.get('kind'))
      expect(kinds).toContain('Deployment')
    })
  }
})

describe('every file', () => {
  it('can be read by what it is for', () => {
    for (const file of allFiles().filter((name) => !name.includes('/templates/'))) {
      if (file.endsWith('.json')) expect(() => JSON.parse(textOf(file)), file).not.toThrow()
      if (/\.ya?ml$/.test(file)) expect(() => parse(textOf(file), { merge: true })).not.toThrow()
    }
  })

  it('holds no secret', () => {
    const literal =
      /(?<!existing)(?:password|passwd|secret|access_?key|api_?key|credentials?|token)["']?\s*[:=]\s*["']?(?!\$|\{)[A-Za-z0-9+/_-]{8,}/i
    const telling = (text: string) => text.split('\n').filter((line) => literal.test(line))
    expect(telling('POSTGRES_PASSWORD: hunter2hunter2')).toHaveLength(1)
    const files = allFiles().filter((file) => !/\.(?:ts|schema\.json)$/.test(file))
    const found = files.flatMap((file) => telling(textOf(file)).map((line) => `${file}: ${line}`))
    expect(found).toEqual([])
    const kinds = files.filter((file) => /^kind: Secret$|stringData:/m.test(textOf(file)))
    expect(kinds).toEqual([])
  })
})
