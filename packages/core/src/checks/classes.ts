import type { Verdict } from '../base/classifier.js'
import { BinaryLabels } from '../data/binary-labels.js'
import type { Label } from '../data/labels.js'
import { InvalidLabelError } from '../errors.js'
import type { Check } from './check.js'
import { type CheckEvent, must, shortly } from './failure.js'
import type { Subject } from './subject.js'

const isClassifier = ({ kind, isLearner }: Subject): boolean => isLearner && kind === 'classifier'
const ROUNDING = 1e-9

/** Probabilities of all classes, and the label is the likeliest of them. */
export const probabilitiesSumTo1: Check = {
  name: 'probabilities-sum-to-1',
  claim: 'probabilities sum to 1, and the predicted label has the highest',
  appliesTo: (subject) => isClassifier(subject) && subject.can('predictProbaOne'),
  run(subject, events) {
    const model = subject.fresh()
    for (const event of events) {
      subject.learn(model, event)
      const { predictOne, predictProbaOne } = subject.ask(model, event)
      const probabilities = predictProbaOne as Map<Label, number>
      if (probabilities.size === 0) {
        must(predictOne === undefined, 'without probabilities there must be no label', predictOne)
        continue
      }
      const values = [...probabilities.values()]
      const total = values.reduce((sum, p) => sum + p, 0)
      must(Math.abs(total - 1) <= ROUNDING, 'probabilities must sum to 1', total)
      const own = probabilities.get(predictOne as Label) ?? -1
      must(own >= Math.max(...values) - ROUNDING, 'the label must be the likeliest one', {
        predictOne,
        ...Object.fromEntries([...probabilities].map(([label, p]) => [String(label), p])),
      })
    }
  },
}

/** Whoever asks for both at once gets what two questions would give. */
export const judgesAsItAnswers: Check = {
  name: 'judges-as-it-answers',
  claim: 'judgeOne gives what predictOne and predictProbaOne give',
  appliesTo: (subject) => isClassifier(subject) && subject.can('judgeOne'),
  run(subject, events) {
    const [asked, judging] = [subject.fresh(), subject.fresh()] as Asking[]
    for (const event of events) {
      for (const model of [asked, judging]) subject.learn(model, event)
      const [x] = event
      const probabilities = asked.predictProbaOne(x)
      const expected = { prediction: asked.predictOne(x), probabilities }
      const verdict = judging.judgeOne(x)
      must(sameAnswer(verdict, expected), 'judgeOne must give both answers', verdict.prediction)
    }
  },
}

interface Asking {
  predictOne(x: unknown): Label | undefined
  predictProbaOne(x: unknown): Map<Label, number>
  judgeOne(x: unknown): Verdict
}

function sameAnswer(one: Verdict, other: Verdict): boolean {
  const [mine, theirs] = [[...one.probabilities], [...other.probabilities]]
  return (
    Object.is(one.prediction, other.prediction) &&
    mine.length === theirs.length &&
    mine.every(([label, p], i) => label === theirs[i][0] && p === theirs[i][1])
  )
}

/** Labels that a careless table takes for one another. */
const LOOKALIKES: readonly (readonly Label[])[] = [
  [true, 'true', 1, '1'],
  [false, 'false', 0, '0', ''],
  ['__proto__', 'constructor', 'toString'],
]

/** `true`, `'true'` and `1` are three classes, and come back as they were given. */
export const labelsKeepTheirType: Check = {
  name: 'labels-keep-their-type',
  claim: "labels come back as they were given: true, 'true' and 1 are three classes",
  appliesTo: isClassifier,
  run(subject, events) {
    mustGiveOnly(subject, events, new Set(events.map(([, y]) => y)))
    for (const labels of LOOKALIKES) {
      for (const label of labels) oneLabel(subject, events, label)
      severalLabels(subject, events, labels)
    }
  },
}

function oneLabel(subject: Subject, events: readonly CheckEvent[], label: Label): void {
  const relabelled = events.slice(-30).map(([x]): CheckEvent => [x, label])
  const known = refusesLabel(() => mustGiveOnly(subject, relabelled, new Set([label])))
  const isGiven = events.some(([, y]) => typeof y === typeof label)
  must(!known || !isGiven, 'a label of a kind it takes must not be refused', label)
}

function severalLabels(
  subject: Subject,
  events: readonly CheckEvent[],
  labels: readonly Label[],
): void {
  const relabelled = events.map(([x], i): CheckEvent => [x, labels[i % labels.length]])
  refusesLabel(() => {
    const model = mustGiveOnly(subject, relabelled, new Set(labels))
    if (!subject.can('predictProbaOne') || relabelled.length < labels.length) return
    const { predictProbaOne } = subject.ask(model, relabelled[0])
    const told = [...(predictProbaOne as Map<Label, number>).keys()]
    const confused = told.length > 0 && labels.some((label) => !told.includes(label))
    must(!confused, 'labels of different kinds must be different classes', told)
  })
}

/** True if a label was refused: some models know two classes only, or no strings. */
function refusesLabel(act: () => void): boolean {
  try {
    act()
    return false
  } catch (error) {
    if (error instanceof InvalidLabelError) return true
    throw error
  }
}

function mustGiveOnly(
  subject: Subject,
  events: readonly CheckEvent[],
  allowed: ReadonlySet<unknown>,
): object {
  const model = subject.fresh()
  for (const event of events) subject.learn(model, event)
  // A model of two classes may know the other boolean before it has met it. River: those that are
  // binary tell 0 and 1 as booleans; no other model may.
  const isBinary = (model as { labels?: unknown }).labels instanceof BinaryLabels
  for (const { predictOne, predictProbaOne } of subject.askSome(model, events)) {
    const keys = predictProbaOne instanceof Map ? [...predictProbaOne.keys()] : []
    for (const label of [predictOne, ...keys]) {
      if (label === undefined) continue
      const isOther = allowed.has(!label) || (isBinary && (allowed.has(0) || allowed.has(1)))
      const given = [...allowed].map(shortly).join(', ')
      must(
        allowed.has(label) || (typeof label === 'boolean' && isOther),
        `a label must be one of those that were given (${given})`,
        label,
      )
    }
  }
  return model
}
