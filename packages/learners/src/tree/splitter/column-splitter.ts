/** What a leaf of a classification tree knows of one numeric feature; classes by place. */
export interface ClassColumn {
  readonly bytes: number
  update(x: number, place: number, weight: number): void
  /** The density or share of a value in a class; 0 if nothing is known of it. */
  probability(x: number, place: number): number
  /** Adds the logarithm of the probability to the score of each class; nothing where it is 0. */
  addScores(x: number, classes: number, scores: Float64Array): void
  /** True if a class has an entry on either side of a threshold, even one of weight 0. */
  keepsNothing(place: number): boolean
  /** Tries its thresholds one after the other. */
  tryAll(trial: ThresholdTrial): void
}

/** Where a column writes what a threshold does to the classes, and has it judged. */
export interface ThresholdTrial {
  /** The place of each class that is looked at. */
  readonly places: Int32Array
  readonly classes: number
  /** By place what the leaf weighs, and all of it. */
  readonly leafWeights: Float64Array
  readonly leafWeight: number
  /** The weight of each class on the left, then on the right. */
  readonly weights: Float64Array
  judge(threshold: number): void
}

/** A splitter that keeps what it needs to know of each feature in columns of its own. */
export interface ColumnSplitter {
  readonly who: string
  readonly options: object
  readonly columnClass: new () => ClassColumn
  newColumn(): ClassColumn
  /** True if a column has its options. */
  owns(column: ClassColumn): boolean
  /** True if the classes of a branch are in the order in which the leaf got its weights. */
  readonly ordersByPlace: boolean
}

export function isColumnSplitter(splitter: object): splitter is ColumnSplitter {
  return 'columnClass' in splitter && 'newColumn' in splitter
}
