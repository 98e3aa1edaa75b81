import {
  type ClassifierLike,
  growFloats,
  growInts,
  type Label,
  Link,
  NO_INTS,
  Row,
  type Schema,
} from '@coelho/core'

/** What a model told of its labels, as features: for each code the label and its feature. */
interface Told {
  readonly labels: (Label | undefined)[]
  features: Int32Array
}

/**
 * Makes the rows that the classifier on top of others learns from: what each of them says of
 * each label, and the event's own features if it is to see them. They are read under its schema.
 */
export class Stack {
  private readonly who: string
  private readonly schema: Schema
  /** Hands on the features of the event; undefined: they are left out. */
  private readonly link: Link | undefined
  private readonly row: Row = new Row()
  private readonly told: Told[]
  private shares: Float64Array = new Float64Array(2)

  constructor(
    who: string,
    from: Schema,
    top: ClassifierLike,
    count: number,
    includeFeatures: boolean,
  ) {
    this.who = who
    this.schema = top.schema
    this.told = Array.from({ length: count }, () => ({ labels: [], features: NO_INTS }))
    if (includeFeatures) {
      this.link = new Link(who, from, top.schema, top.takesCategories, top.takesNulls)
    }
  }

  /** The row for the classifier on top; the same object each time. */
  build(row: Row, models: readonly ClassifierLike[]): Row {
    const out = this.row
    out.clear()
    for (let place = 0; place < models.length; place++) this.put(place, row, models[place])
    this.link?.addTo(row, out)
    out.seal(this.schema.size)
    return out
  }

  /** Throws if the event's own features would be refused. */
  checkFeatures(row: Row): void {
    this.link?.pass(row)
  }

  private put(place: number, row: Row, model: ClassifierLike): void {
    const { labels } = model
    const { candidates } = labels
    this.shares = growFloats(this.shares, candidates)
    const { shares } = this
    for (let code = 0; code < candidates; code++) shares[code] = 0
    if (!model.scoreRow(row, shares)) return
    for (let code = 0; code < candidates; code++) {
      const share = shares[code]
      if (share === share) this.row.put(this.featureOf(place, code, labels.at(code)), share)
    }
  }

  private featureOf(place: number, code: number, label: Label | undefined): number {
    const told = this.told[place]
    if (told.labels[code] === label && code < told.labels.length) return told.features[code]
    const feature = this.schema.add(this.who, `oof_${place}_${label}`, 'number')
    // What is added for a prediction is taken back after it: it must not be remembered.
    if (this.schema.provisional) return feature
    while (told.labels.length < code) told.labels.push(undefined)
    told.labels[code] = label
    told.features = growInts(told.features, code + 1)
    told.features[code] = feature
    return feature
  }
}
