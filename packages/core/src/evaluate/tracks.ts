import { ChickWeights } from '../datasets/chick-weights.js'
import { ImageSegments } from '../datasets/image-segments.js'
import { Phishing } from '../datasets/phishing.js'
import { ConceptDriftStream } from '../datasets/synth/concept-drift-stream.js'
import { Hyperplane } from '../datasets/synth/hyperplane.js'
import { LEDDrift } from '../datasets/synth/led-drift.js'
import { RandomRBFDrift } from '../datasets/synth/random-rbf-drift.js'
import { SEA } from '../datasets/synth/sea.js'
import { TrumpApproval } from '../datasets/trump-approval.js'
import { Accuracy } from '../metrics/accuracy.js'
import { Metrics } from '../metrics/base/metrics.js'
import { F1 } from '../metrics/binary/f1.js'
import { MacroF1 } from '../metrics/macro/macro-f1.js'
import { MicroF1 } from '../metrics/micro/micro-f1.js'
import { MAE } from '../metrics/regression/mae.js'
import { R2 } from '../metrics/regression/r2.js'
import { RMSE } from '../metrics/regression/rmse.js'
import { Excerpt } from './excerpt.js'
import { Track } from './track.js'

/** How many events of a stream that never ends. */
const EVENTS = 10_000

/**
 * Two classes, by accuracy and F1: `Phishing`, `SEA` whose rule changes in the middle, and a
 * `Hyperplane` that turns slowly. River's track also has `Bananas`, and `Elec2` and `SMTP`, which
 * it downloads; in their place are the two generated streams.
 *
 * @example
 * const track = new evaluate.BinaryClassificationTrack()
 * Array.from(track, (dataset) => dataset.who)
 * // => ['Phishing', 'ConceptDriftStream', 'Hyperplane']
 */
export class BinaryClassificationTrack extends Track {
  constructor() {
    const [stream, driftStream] = [0, 3].map(
      (variant) => new SEA({ variant: variant as 0 | 3, noise: 0.1, seed: 42 + variant }),
    )
    const options = { stream, driftStream, position: EVENTS / 2, width: 1, seed: 42 }
    const turning = new Hyperplane({ seed: 42, magChange: 0.001, nDriftFeatures: 5 })
    super({
      name: 'Binary classification',
      datasets: [
        new Phishing(),
        new Excerpt(new ConceptDriftStream(options as never), EVENTS),
        new Excerpt(turning, EVENTS),
      ],
      metric: new Metrics(new Accuracy(), new F1()),
    })
  }
}

/**
 * Several classes, by accuracy and by micro and macro F1: `ImageSegments`, a `LEDDrift`, and a
 * `RandomRBFDrift` whose clusters move. River's track also has `Insects` and `Keystroke`, which
 * it downloads; in their place are the two generated streams.
 *
 * @example
 * const track = new evaluate.MultiClassClassificationTrack()
 * track.name // => 'Multiclass classification'
 */
export class MultiClassClassificationTrack extends Track {
  constructor() {
    const led = new LEDDrift({ seed: 42, noisePercentage: 0.1, nDriftFeatures: 3 })
    const seeds = { seedModel: 42, seedSample: 42 }
    const moving = new RandomRBFDrift({ ...seeds, nClasses: 5, changeSpeed: 0.001 })
    super({
      name: 'Multiclass classification',
      datasets: [new ImageSegments(), new Excerpt(led, EVENTS), new Excerpt(moving, EVENTS)],
      metric: new Metrics(new Accuracy(), new MicroF1(), new MacroF1()),
    })
  }
}

/**
 * Numbers, by MAE, RMSE and R2: `ChickWeights` and `TrumpApproval`, as in River.
 *
 * @example
 * const track = new evaluate.RegressionTrack()
 * Array.from(track, (dataset) => dataset.who) // => ['ChickWeights', 'TrumpApproval']
 */
export class RegressionTrack extends Track {
  constructor() {
    super({
      name: 'Regression',
      datasets: [new ChickWeights(), new TrumpApproval()],
      metric: new Metrics(new MAE(), new RMSE(), new R2()),
    })
  }
}
