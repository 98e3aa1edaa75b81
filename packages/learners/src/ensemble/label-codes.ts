import { growInts, type Label, type Labels, NO_INTS } from '@coelho/core'

/**
 * The labels of an ensemble and those of one of its models, which has met them in another order,
 * and not all of them. The codes of each in the other are kept until either meets a new label.
 */
export class LabelCodes {
  private readonly outer: Labels
  private inner: Labels | undefined
  private outerSize = -1
  private innerSize = -1
  private innerCandidates = -1
  /** By code of the ensemble that of the model; -1 if it has not learned it by that name. */
  private inward: Int32Array = NO_INTS
  /** By code of the model that of the ensemble; -1 if it does not tell that label. */
  private outward: Int32Array = NO_INTS

  constructor(outer: Labels) {
    this.outer = outer
  }

  /** The model's code for a label of the ensemble; -1: teach it the label itself. */
  toInner(inner: Labels, code: number): number {
    this.match(inner)
    return this.inward[code]
  }

  /** For each code of the model that of the ensemble, or -1. */
  toOuter(inner: Labels): Int32Array {
    this.match(inner)
    return this.outward
  }

  /** The label to teach. */
  label(code: number): Label {
    return this.outer.taught(code) as Label
  }

  private match(inner: Labels): void {
    const isKnown = inner === this.inner && this.outerSize === this.outer.size
    if (isKnown && this.innerSize === inner.size && this.innerCandidates === inner.candidates)
      return
    this.inner = inner
    this.outerSize = this.outer.size
    this.innerSize = inner.size
    this.innerCandidates = inner.candidates
    this.inward = growInts(this.inward, this.outer.candidates)
    this.outward = growInts(this.outward, inner.candidates)
    for (let code = 0; code < this.outer.candidates; code++) {
      const own = inner.find(this.label(code))
      // A label that is told by another name must be taught by its own: 1 as 1, not as true.
      this.inward[code] = own >= 0 && inner.find(inner.at(own) as Label) === own ? own : -1
    }
    for (let code = 0; code < inner.candidates; code++) {
      this.outward[code] = codeOf(this.outer, inner.at(code) as Label)
    }
  }
}

/** The code of a label, learned or only told; -1 if it is neither. */
export function codeOf(labels: Labels, label: Label): number {
  const learned = labels.find(label)
  if (learned >= 0 || labels.candidates > 2) return learned
  for (let code = 0; code < labels.candidates; code++) if (labels.at(code) === label) return code
  return -1
}
