import type { Check } from './check.js'
import { must } from './failure.js'
import { same, sameBytes } from './same.js'
import { rebuilt, rulesOf, type Subject, seedRule } from './subject.js'

/** Two runs over the same events, with the same seed if there is one, end in the same bits. */
export const sameRunSameBits: Check = {
  name: 'same-run-same-bits',
  claim: 'two runs over the same events, with the same seed, give the same bits',
  run(subject, events) {
    const [one, two] = [subject.built(), subject.built()]
    for (const event of events) {
      const [a, b] = [subject.ask(one, event), subject.ask(two, event)]
      must(same(a, b), 'two runs over the same events must answer alike', a)
      subject.learn(one, event)
      subject.learn(two, event)
    }
    must(sameBytes(subject.save(one), subject.save(two)), 'two runs must end in the same bytes')
  },
}

/** Without a seed one is drawn; whoever reads it can run everything again. */
export const aDrawnSeedIsShown: Check = {
  name: 'a-drawn-seed-is-shown',
  claim: 'without a seed one is drawn and shown, and with it the run can be repeated',
  appliesTo: ({ original }) => seedRule(original),
  run(subject, events) {
    const drawn = rebuilt(subject.original, { seed: undefined })
    const seed = (drawn as { seed?: unknown }).seed
    const isShown = typeof seed === 'bigint' || Number.isInteger(seed)
    must(isShown, 'without a seed, model.seed must show the one that was drawn', seed)
    const repeated = rebuilt(subject.original, { seed })
    for (const event of events) {
      const [a, b] = [subject.ask(drawn, event), subject.ask(repeated, event)]
      must(same(a, b), 'with the seed that was shown, a run must be repeated to the bit', a)
      subject.learn(drawn, event)
      subject.learn(repeated, event)
    }
    const loaded = subject.load(subject.save(drawn), drawn) as { seed?: unknown }
    must(loaded.seed === seed, 'the seed that was drawn must be shown after loading too', seed)
    const differ = changedOnlyBySeed(subject)
    must(differ, 'without a seed, two models must draw seeds of their own', seed)
  },
}

/** Two models without a seed have two: that both draw the same by chance cannot be. */
function changedOnlyBySeed({ original }: Subject): boolean {
  const seeds = [0, 1].map(() => (rebuilt(original, { seed: undefined }) as { seed: unknown }).seed)
  return rulesOf(original).length > 0 && seeds[0] !== seeds[1]
}
