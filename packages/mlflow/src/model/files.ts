import { type Learning, type Manifest, sha256 } from '@coelho/runtime'

/** What a model's files are called, wherever they lie. */
export const SNAPSHOT = 'snapshot.coelho'
const DESCRIPTION = 'MLmodel'

export interface ModelFacts {
  readonly runId?: string | undefined
  readonly manifest: Pick<Manifest, 'project' | 'generation' | 'events' | 'savedAt'>
  readonly learning: Learning
  readonly snapshot: Uint8Array
}

/**
 * The files that make a folder a model to MLflow: the snapshot, and `MLmodel`, which says what it
 * is. No Python can load it; the pages of MLflow show its schema.
 */
export function modelFiles(facts: ModelFacts): Record<string, Uint8Array | string> {
  return { [SNAPSHOT]: facts.snapshot, [DESCRIPTION]: describe(facts) }
}

/** YAML, in which JSON is a text like any other: names from data are no markup. */
function describe({ runId, manifest, learning, snapshot }: ModelFacts): string {
  const { project, generation, events, savedAt } = manifest
  const inputs = inputsOf(learning.leader.model)
  const lines = [
    'flavors:',
    '  coelho:',
    `    snapshot: ${SNAPSHOT}`,
    `    sha256: ${sha256(snapshot)}`,
    `    project: ${JSON.stringify(project)}`,
    `    generation: ${generation}`,
    `    events: ${events}`,
    `    champion: ${JSON.stringify(learning.champion)}`,
    `    model: ${JSON.stringify(String(learning.leader.model))}`,
    `model_size_bytes: ${snapshot.length}`,
    ...(runId ? [`run_id: ${JSON.stringify(runId)}`] : []),
    `utc_time_created: ${JSON.stringify(savedAt.replace('T', ' ').replace('Z', ''))}`,
  ]
  if (inputs.length > 0) {
    lines.push('signature:', `  inputs: ${quoted(JSON.stringify(inputs))}`, '  outputs: null')
  }
  return `${lines.join('\n')}\n`
}

/** A text of YAML in single quotes. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}

interface Input {
  readonly name: string
  readonly type: 'double' | 'string' | 'boolean'
  readonly required: false
}

/** The features that the first step of a model has met, as columns of MLflow. */
function inputsOf(model: object): Input[] {
  const { schema, steps } = model as Partial<Schematic>
  const first = steps instanceof Map ? [...steps.values()][0] : undefined
  if (first) return inputsOf(first)
  if (typeof schema?.size !== 'number') return []
  const inputs: Input[] = []
  for (let feature = 0; feature < schema.size; feature++) {
    const type = schema.kind(feature) === 'category' ? 'string' : 'double'
    inputs.push({ name: schema.name(feature), type, required: false })
  }
  return inputs
}

interface Schematic {
  readonly schema: {
    readonly size: number
    kind(feature: number): string
    name(feature: number): string
  }
  readonly steps: ReadonlyMap<string, object>
}
