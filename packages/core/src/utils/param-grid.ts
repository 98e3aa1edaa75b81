import { InvalidInputError, InvalidOptionError } from '../errors.js'

const WHO = 'utils.expandParamGrid'

/** What to build: the class, and a list of values for each of its options. */
export type ClassChoice = readonly [cls: new (options: never) => object, grid: ParamGrid]

/** A list of values for each option, or for a step or a part a grid of its own. */
export interface ParamGrid {
  readonly [option: string]: readonly unknown[] | ReadonlySet<unknown> | ParamGrid
}

type Options = Readonly<Record<string, unknown>>
type Params = Map<string, unknown>
type Builder = new (...args: unknown[]) => object

/** What can be varied: it has options, or steps that do. */
export interface Variable {
  clone?(): unknown
  readonly options?: object
  readonly steps?: ReadonlyMap<string, object>
}

/**
 * A model for each combination of options: the last option changes fastest. In a list of values,
 * `[Class, grid]` stands for all objects of a class; for a pipeline, grids stand by its steps.
 *
 * @example
 * const grid = { gracePeriod: [50, 100], maxDepth: [2, 3] }
 * const models = utils.expandParamGrid(new tree.HoeffdingTreeClassifier(), grid)
 * models.length // => 4
 */
export function expandParamGrid<Model extends Variable>(model: Model, grid: ParamGrid): Model[] {
  return combinations(grid).map((params) => vary(model, params) as Model)
}

function combinations(grid: ParamGrid): Params[] {
  if (!isGrid(grid)) throw new InvalidInputError(WHO, 'a grid must be an object of lists', grid)
  let found: Params[] = [new Map()]
  for (const [name, given] of Object.entries(grid)) {
    const values = choices(name, given)
    found = found.flatMap((params) => values.map((value) => new Map(params).set(name, value)))
  }
  return found
}

function choices(name: string, given: unknown): unknown[] {
  if (isClassChoice(given)) return build(given)
  if (Array.isArray(given) || given instanceof Set) {
    return [...given].flatMap((value) => (isClassChoice(value) ? build(value) : [value]))
  }
  if (isGrid(given)) return combinations(given)
  const expected = 'must have a list of values, or a grid'
  throw new InvalidOptionError(WHO, name, expected, given)
}

function build([cls, grid]: ClassChoice): object[] {
  return combinations(grid).map(
    (params) => new (cls as unknown as Builder)(Object.fromEntries(params)),
  )
}

function vary(model: Variable, params: Params): object {
  const cls = (model as object).constructor as Builder
  if (model.steps instanceof Map) return new cls(...varySteps(model.steps, params))
  const fresh = (model.clone?.() ?? model) as { options?: Options; schema?: unknown }
  const options = Object.fromEntries(
    [...params].map(([name, value]) => [
      name,
      value instanceof Map ? varyPart(fresh.options ?? {}, name, value) : unshared(value),
    ]),
  )
  const schema = fresh.schema === undefined ? {} : { schema: fresh.schema }
  return new cls({ ...fresh.options, ...schema, ...options })
}

function varySteps(steps: ReadonlyMap<string, object>, params: Params): unknown[] {
  for (const name of params.keys()) {
    if (steps.has(name)) continue
    const known = [...steps.keys()].join(', ')
    throw new InvalidOptionError(WHO, name, `must be the name of a step; the steps are ${known}`)
  }
  return [...steps].map(([name, step]) => {
    const given = params.get(name)
    if (given instanceof Map) return [name, vary(step, given)]
    return [name, unshared(given ?? step)]
  })
}

function varyPart(options: Options, name: string, params: Params): object {
  const part = options[name]
  if (typeof part === 'object' && part !== null) return vary(part, params)
  throw new InvalidOptionError(WHO, name, 'must be an object to have a grid', part)
}

/** Two models must not learn with one part. */
function unshared(value: unknown): unknown {
  const { clone } = Object(value) as { clone?: () => unknown }
  return typeof clone === 'function' ? clone.call(value) : value
}

function isClassChoice(value: unknown): value is ClassChoice {
  return (
    Array.isArray(value) && value.length === 2 && typeof value[0] === 'function' && isGrid(value[1])
  )
}

function isGrid(value: unknown): value is ParamGrid {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !isSet(value)
}

function isSet(value: unknown): boolean {
  return value instanceof Set || value instanceof Map
}
