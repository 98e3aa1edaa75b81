import { CoelhoError } from '../errors.js'
import { wrongWith } from './answers.js'
import type { Check } from './check.js'
import { cutBuffers } from './cut-snapshot.js'
import { type CheckEvent, Fault, must } from './failure.js'
import { same, sameBytes } from './same.js'
import type { Subject } from './subject.js'

/** A loaded model goes on as if it had never been away. */
export const goesOnFromASnapshot: Check = {
  name: 'goes-on-from-a-snapshot',
  claim: 'saved and loaded in mid-stream, a model goes on to the same bits',
  run(subject, events) {
    const half = Math.floor(events.length / 2)
    for (const at of new Set([0, half, events.length])) {
      const model = subject.trained(events.slice(0, at))
      const bytes = subject.save(model)
      const loaded = subject.load(bytes, model)
      must(loaded.constructor === model.constructor, 'it must load as the same class', loaded)
      must(sameBytes(subject.save(loaded), bytes), 'a loaded model must save as the same bytes')
      for (const event of [...events.slice(at), ...events.slice(0, 20)]) {
        const [a, b] = [subject.ask(loaded, event), subject.ask(model, event)]
        must(same(a, b), 'a loaded model must answer as the saved one', a)
        subject.learn(loaded, event)
        subject.learn(model, event)
      }
      const isSame = sameBytes(subject.save(loaded), subject.save(model))
      must(isSame, 'a loaded model must learn on to the same bytes')
    }
  },
}

/** A model that is saved again and again goes the way of one that is not. */
export const savingChangesNothing: Check = {
  name: 'saving-changes-nothing',
  claim: 'saving changes nothing, and gives the same bytes twice',
  run(subject, events) {
    const [model, twin] = [subject.fresh(), subject.fresh()]
    events.forEach((event, i) => {
      if (i % 10 === 0) {
        const bytes = subject.save(model)
        must(sameBytes(subject.save(model), bytes), 'saving twice must give the same bytes')
      }
      subject.learn(model, event)
      subject.learn(twin, event)
    })
    const [a, b] = [subject.askSome(model, events), subject.askSome(twin, events)]
    must(same(a, b), 'a model that was saved must answer as one that was not', a.at(-1))
    must(sameBytes(subject.save(model), subject.save(twin)), 'saving must leave the state alone')
  },
}

/** The most arrays of a snapshot that are cut, one after the other. */
const MOST_CUT = 24

/**
 * A file cut short is refused, and so is one whose arrays were cut while its checksum was made to
 * fit: or it is a model that answers, never one that fails or gives NaN.
 */
export const damagedSnapshotsAreRefused: Check = {
  name: 'damaged-snapshots-are-refused',
  claim: 'a snapshot that was cut short, or whose arrays were, is refused or harmless',
  run(subject, events) {
    const model = subject.trained(events)
    const bytes = subject.save(model)
    for (const length of [0, 16, bytes.length >> 1, bytes.length - 8, bytes.length - 1]) {
      const loaded = tryToLoad(subject, bytes.slice(0, length), model)
      must(loaded === undefined, `a snapshot cut to ${length} of ${bytes.length} must be refused`)
    }
    for (const { what, cut } of cutBuffers(bytes, MOST_CUT)) {
      const loaded = tryToLoad(subject, cut, model)
      if (loaded) mustBeHarmless(subject, loaded, events, what)
    }
  },
}

function tryToLoad(subject: Subject, bytes: Uint8Array, like: object): object | undefined {
  try {
    return subject.load(bytes, like)
  } catch (error) {
    if (error instanceof CoelhoError) return undefined
    throw new Fault('a damaged snapshot must be refused by an error of this library', error, error)
  }
}

function mustBeHarmless(
  subject: Subject,
  model: object,
  events: readonly CheckEvent[],
  what: string,
): void {
  for (const event of events.slice(-12)) {
    try {
      const wrong = wrongWith(subject.kind, subject.ask(model, event))
      must(wrong === undefined, `a snapshot with ${what} must be refused (checkState): ${wrong}`)
      subject.learn(model, event)
    } catch (error) {
      if (error instanceof CoelhoError) continue
      if (error instanceof Fault) throw error
      throw new Fault(`a snapshot with ${what} must be refused (checkState)`, error, error)
    }
  }
}
