import { random, tree, utils } from '@coelho/learners'

/**
 * A small forest: each tree learns each event as often as a Poisson(6) number says, so that no
 * two trees see the same stream, and all vote. A tree whose recent error rises clearly above
 * its usual one starts anew: that is how the forest follows a drift.
 */
export class Forest {
  constructor({ size = 10, seed = 42 } = {}) {
    this.rng = new random.Random(seed)
    this.members = Array.from({ length: size }, () => newMember())
    this.resets = 0
  }

  predictOne(x) {
    const votes = new Map()
    for (const { model } of this.members) {
      for (const [label, p] of model.predictProbaOne(x)) {
        votes.set(label, (votes.get(label) ?? 0) + p)
      }
    }
    let best
    for (const entry of votes) if (!best || entry[1] > best[1]) best = entry
    return best?.[0]
  }

  learnOne(x, y) {
    for (const [i, member] of this.members.entries()) {
      judge(member, member.model.predictOne(x) === y ? 0 : 1)
      if (hasDrifted(member)) {
        this.members[i] = newMember()
        this.resets++
      }
      const w = utils.random.poisson(6, this.rng)
      if (w > 0) this.members[i].model.learnOne(x, y, { w })
    }
  }
}

function newMember() {
  const model = new tree.HoeffdingTreeClassifier({ gracePeriod: 100, delta: 1e-5 })
  return { model, seen: 0, recent: 0, usual: 0 }
}

/** Two fading means of the error: one remembers about 200 events, the other about 4,000. */
function judge(member, error) {
  member.seen++
  member.recent += (error - member.recent) / Math.min(member.seen, 200)
  member.usual += (error - member.usual) / Math.min(member.seen, 4_000)
}

function hasDrifted({ seen, recent, usual }) {
  return seen > 1_000 && recent > usual + 4 * Math.sqrt((usual * (1 - usual) + 0.001) / 200)
}
