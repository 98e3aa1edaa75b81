import type { EstimatorLike } from '../../base/estimator-like.js'

/** A step in a drawing: a box, or a box with the models in it that it holds. */
export interface Box {
  readonly id: string
  readonly label: string
  readonly inner: readonly Box[]
}

export interface Graph {
  readonly boxes: readonly Box[]
  readonly edges: readonly (readonly [from: string, to: string])[]
}

/** Longer descriptions of a step are cut to its name. */
const LONGEST = 40

/** The way of events from `x` to `y`: transformers side by side are branches. */
export function graphOf(pipeline: EstimatorLike): Graph {
  const drawing = new Drawing()
  const ends = drawing.add(pipeline, ['x'], drawing.boxes)
  for (const end of ends) drawing.edges.push([end, 'y'])
  return drawing
}

class Drawing implements Graph {
  readonly boxes: Box[] = []
  readonly edges: [string, string][] = []
  private count = 0

  /** Draws a step behind others; gives where the next one begins. */
  add(step: EstimatorLike, from: readonly string[], boxes: Box[]): readonly string[] {
    const { steps, transformers } = step as {
      steps?: Map<string, EstimatorLike>
      transformers?: Map<string, EstimatorLike>
    }
    if (steps instanceof Map) {
      let at = from
      for (const part of steps.values()) at = this.add(part, at, boxes)
      return at
    }
    const branches = transformers instanceof Map && step.held ? [...transformers.values()] : []
    if (branches.length === 0) return [this.box(step, from, boxes)]
    const ends = branches.flatMap((branch) => [...this.add(branch, from, boxes)])
    if (step.who === 'TransformerUnion') return ends
    return [this.box(step, ends, boxes, step.who)]
  }

  private box(
    step: EstimatorLike,
    from: readonly string[],
    boxes: Box[],
    label: string = describe(step),
  ): string {
    const id = `n${this.count++}`
    const inner: Box[] = []
    const held = label === step.who && 'transformers' in step ? [] : (step.held ?? [])
    for (const model of held) this.add(model, [], inner)
    boxes.push({ id, label: held.length > 0 ? step.who : label, inner })
    for (const end of from) this.edges.push([end, id])
    return id
  }
}

function describe(step: EstimatorLike): string {
  const { name } = step as { name?: unknown }
  if (typeof name === 'string') return name // a function
  const text = String(step)
  return text.length > LONGEST ? step.who : text
}
