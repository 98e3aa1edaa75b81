import { execFile } from 'node:child_process'
import { userInfo } from 'node:os'
import { basename } from 'node:path'
import type { AnyProject } from '@coelho/runtime'
import { LIMITS } from '../client/batch.js'
import type { Tags } from '../client/entities.js'
import { safeName } from '../client/names.js'

/** What of a project a run is told when it begins. */
export interface Description {
  readonly params: Tags
  /** The same in full, where a param has no room for it. */
  readonly files: Readonly<Record<string, string>>
}

export function describeProject({ name, options }: AnyProject): Description {
  const { pipeline, challengers, metric, bestBy, knownLater, schema, drift, promotion } = options
  const builds = Object.entries((challengers ?? {}) as Record<string, () => object>)
  const text = textOf(pipeline())
  const params: Record<string, string> = {
    project: name,
    pipeline: text,
    metric: textOf(metric()),
    best_by: String(bestBy),
    ...Object.fromEntries(
      builds.map(([each, build]) => [safeName(`challengers/${each}`), textOf(build())]),
    ),
    known_later: JSON.stringify(knownLater ?? []),
    schema: schemaText(schema),
    drift: JSON.stringify(drift ?? null, named),
    promotion: JSON.stringify(promotion, named),
  }
  for (const option of ['cooldown', 'maxWaiting', 'maxWait'] as const) {
    params[option.replace(/[A-Z]/g, (sign) => `_${sign.toLowerCase()}`)] = String(options[option])
  }
  return {
    params: Object.fromEntries(Object.entries(params).map(([key, value]) => [key, cut(value)])),
    files: { 'project/pipeline.txt': `${text}\n`, 'project/schema.json': `${params['schema']}\n` },
  }
}

/** A model of one's own may say nothing of itself. */
function textOf(model: object): string {
  const text = String(model)
  return text.startsWith('[object ') ? model.constructor.name : text
}

/** A Standard Schema may tell itself as a JSON Schema; else who made it is all that is known. */
function schemaText(schema: unknown): string {
  const { vendor, jsonSchema } = (schema as Standard)['~standard']
  try {
    const told = jsonSchema?.input({ target: 'draft-2020-12' })
    if (told) return JSON.stringify(told)
  } catch {} // a type that JSON Schema does not know
  return JSON.stringify({ vendor })
}

interface Standard {
  readonly '~standard': {
    readonly vendor: string
    readonly jsonSchema?: { input(options: { target: string }): unknown }
  }
}

function named(_: string, value: unknown): unknown {
  return typeof value === 'function' ? value.name || 'function' : value
}

function cut(text: string): string {
  return text.length <= LIMITS.param ? text : `${text.slice(0, LIMITS.param - 1)}…`
}

/** What MLflow's own client says of a process, so that its pages show it. */
export async function describeProcess(): Promise<Tags> {
  const commit = await gitCommit()
  return {
    'mlflow.source.type': 'LOCAL',
    'mlflow.source.name': basename(process.argv[1] ?? 'node'),
    ...(userName() ? { 'mlflow.user': userName() } : {}),
    ...(commit ? { 'mlflow.source.git.commit': commit } : {}),
  }
}

function userName(): string {
  try {
    return userInfo().username
  } catch {
    return '' // a container's user may have no name
  }
}

function gitCommit(): Promise<string> {
  return new Promise((resolve) => {
    execFile('git', ['rev-parse', 'HEAD'], { timeout: 2000 }, (error, stdout) => {
      const text = stdout?.trim() ?? ''
      resolve(!error && /^[0-9a-f]{7,64}$/.test(text) ? text : '')
    })
  })
}
