// The packages as a user has them, built from the sources: tests run the real program against a
// configuration of their own, and nobody builds to test.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const packages = join(dirname(fileURLToPath(import.meta.url)), '../..')
const NAMES = ['core', 'learners', 'runtime', 'kafka', 'mlflow', 'serve']
/** What stays as it is, for packages and for configurations. */
const LINKED = [
  ...['commander', 'cli-progress', 'jiti', 'kafkajs', 'seedrandom', 'zod'],
  ...[
    'undici',
    '@aws-sdk/client-s3',
    'hono',
    '@hono/node-server',
    '@hono/zod-openapi',
    'pino',
    'prom-client',
  ],
]

export interface Ended {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

/** A program that runs. */
export interface Running {
  readonly child: ChildProcess
  /** What it has said so far. */
  readonly told: { out: string; err: string }
  readonly ended: Promise<Ended>
}

/** A folder in which `coelho` is installed. */
export class Installation {
  readonly folder: string

  private constructor(folder: string) {
    this.folder = folder
  }

  static async make(): Promise<Installation> {
    const folder = await mkdtemp(join(tmpdir(), 'coelho-serve-'))
    const scope = join(folder, 'node_modules/@coelho')
    await mkdir(scope, { recursive: true })
    await bundle(scope)
    for (const name of NAMES) await cp(manifestOf(name), join(scope, name, 'package.json'))
    await cp(join(packages, 'serve/bin'), join(scope, 'serve/bin'), { recursive: true })
    const pages = join(packages, 'dashboard/dist')
    if (existsSync(pages)) await cp(pages, join(scope, 'serve/dist/dashboard'), { recursive: true })
    for (const scoped of ['@hono', '@aws-sdk']) await mkdir(join(folder, 'node_modules', scoped))
    for (const name of LINKED) await symlink(placeOf(name), join(folder, 'node_modules', name))
    return new Installation(folder)
  }

  path(...parts: string[]): string {
    return join(this.folder, ...parts)
  }

  async write(path: string, text: string): Promise<void> {
    await mkdir(dirname(this.path(path)), { recursive: true })
    await writeFile(this.path(path), text)
  }

  /** What programs find in their environment besides this process's own. */
  readonly env: Record<string, string> = {}

  start(...args: string[]): Running {
    return this.startIn(this.folder, ...args)
  }

  startIn(folder: string, ...args: string[]): Running {
    const program = this.path('node_modules/@coelho/serve/bin/coelho.js')
    const env = { ...process.env, ...this.env }
    const child = spawn(process.execPath, [program, ...args], { cwd: folder, env })
    const told = { out: '', err: '' }
    child.stdout.on('data', (text: Buffer) => (told.out += text))
    child.stderr.on('data', (text: Buffer) => (told.err += text))
    const ended = once(child, 'close').then(([code]) => ({ code, ...told }))
    return { child, told, ended }
  }

  run(...args: string[]): Promise<Ended> {
    return this.start(...args).ended
  }

  remove(): Promise<void> {
    return rm(this.folder, { recursive: true, force: true })
  }
}

/** Each package's files where its manifest says they are; what they share is there once. */
async function bundle(scope: string): Promise<void> {
  const entries = await Promise.all(NAMES.map(entriesOf))
  await build({
    entryPoints: Object.fromEntries(entries.flat()),
    ...{
      outdir: scope,
      chunkNames: 'serve/dist/chunk-[hash]',
      bundle: true,
      splitting: true,
      platform: 'node',
      format: 'esm',
    },
    ...{ target: 'node20', logLevel: 'error', external: [...LINKED, '@aws-sdk/*'] },
    tsconfig: join(packages, '../tsconfig.json'),
  })
}

async function entriesOf(name: string): Promise<[string, string][]> {
  const { exports } = JSON.parse(await readFile(manifestOf(name), 'utf8'))
  const targets = Object.values<string | { default: string }>(exports).flatMap((target) =>
    typeof target === 'string' ? [] : [target.default],
  )
  if (name === 'serve') targets.push('./dist/program.js', './dist/training/thread.js')
  return targets.map((target) => {
    const file = target.replace('./dist/', '').replace('.js', '')
    return [`${name}/dist/${file}`, join(packages, name, 'src', `${file}.ts`)]
  })
}

function manifestOf(name: string): string {
  return join(packages, name, 'package.json')
}

/** Where a package is installed that `serve` depends on. */
function placeOf(name: string): string {
  const places = ['serve/node_modules', '../node_modules'].map((at) => join(packages, at, name))
  return places.find((place) => existsSync(place))!
}

/** The files below a folder. */
export async function filesIn(folder: string): Promise<string[]> {
  const files = await readdir(folder, { recursive: true, withFileTypes: true })
  return files.filter((file) => file.isFile()).map((file) => join(file.parentPath, file.name))
}
