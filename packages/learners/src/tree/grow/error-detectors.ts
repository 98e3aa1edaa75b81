import {
  BinaryDriftDetector,
  type DriftDetector,
  InvalidOptionError,
  SnapshotError,
} from '@coelho/core'

/** Watches an error: a number, or whether a prediction was wrong. */
export type ErrorDetector = DriftDetector | BinaryDriftDetector

/** Throws unless it is a drift detector; one that takes yes or no only where `numbers` is false. */
export function checkDetector(who: string, option: string, given: unknown, numbers: boolean): void {
  const { update, clone } = Object(given) as Partial<ErrorDetector>
  const works = typeof update === 'function' && typeof clone === 'function'
  if (!works || !('driftDetected' in Object(given))) {
    throw new InvalidOptionError(who, option, 'must be a drift detector (or null)', given)
  }
  if (numbers && given instanceof BinaryDriftDetector) {
    throw new InvalidOptionError(who, option, 'must be a drift detector that takes numbers', given)
  }
}

/** The detectors of the nodes of a tree, by node: each is made when it is first needed. */
export class ErrorDetectors {
  static readonly id = 'tree.ErrorDetectors'
  static readonly state = ['list'] as const

  readonly list: (ErrorDetector | null)[] = []
  private readonly first: ErrorDetector
  private readonly isBinary: boolean

  constructor(first: ErrorDetector) {
    this.first = first
    this.isBinary = first instanceof BinaryDriftDetector
  }

  /** True if the error shows a change. */
  update(node: number, error: number): boolean {
    const detector = this.list[node] ?? this.add(node)
    if (this.isBinary) (detector as BinaryDriftDetector).update(error !== 0)
    else (detector as DriftDetector).update(error)
    return detector.driftDetected
  }

  private add(node: number): ErrorDetector {
    const detector = this.first.clone()
    while (this.list.length < node) this.list.push(null)
    this.list[node] = detector
    return detector
  }

  /** The node begins anew. */
  drop(node: number): void {
    if (node < this.list.length) this.list[node] = null
  }

  swap(a: number, b: number): void {
    const { list } = this
    while (list.length <= Math.max(a, b)) list.push(null)
    const held = list[a]
    list[a] = list[b]
    list[b] = held
  }

  checkState(): void {
    const kind = Object(this.first).constructor
    if (
      !this.list.every((detector) => detector === null || Object(detector).constructor === kind)
    ) {
      throw new SnapshotError('the nodes of a tree must have detectors of one kind')
    }
  }
}
