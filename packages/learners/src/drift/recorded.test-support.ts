import { random } from '@coelho/core'
import * as drift from './index.js'

/** What a detector of River reported on one of the streams below. */
export interface Recorded {
  readonly make: () => drift.Detector
  readonly stream: 'bits' | 'numbers'
  readonly count: number
  /** After which updates, counted from 0, it reported a change; the first of them. */
  readonly drifts: readonly number[]
  readonly total: number
  /** How often it warned, and the sum of these updates. */
  readonly warnings: number
  readonly warningsAt: number
}

/** How often something is true, or where numbers lie; it changes every 4,000 updates. */
const LEVELS: readonly number[] = [0.1, 0.4, 0.2, 0.6, 0.05]

export function bits(count: number, seed = 11): number[] {
  const rng = new random.Random(seed)
  return Array.from({ length: count }, (_, i) => Number(rng.random() < levelAt(i)))
}

export function numbers(count: number, seed = 12): number[] {
  const rng = new random.Random(seed)
  return Array.from({ length: count }, (_, i) => 3 * levelAt(i) + rng.random())
}

function levelAt(i: number): number {
  return LEVELS[Math.floor(i / 4000) % LEVELS.length]
}

/** River 0.26.1. */
export const recorded: readonly Recorded[] = [
  {
    make: () => new drift.ADWIN({}),
    stream: 'numbers',
    count: 100000,
    drifts: [
      4031, 8031, 12031, 16031, 20191, 24031, 28031, 32031, 36031, 40159, 44031, 48031, 52031,
      56031, 60159, 64031, 68031, 72031, 76031, 80159, 84031, 88031, 92031, 96031,
    ],
    total: 24,
    warnings: 0,
    warningsAt: 0,
  },
  {
    make: () =>
      new drift.ADWIN({
        delta: 0.01,
        clock: 5,
        maxBuckets: 3,
        minWindowLength: 2,
        gracePeriod: 50,
      }),
    stream: 'numbers',
    count: 100000,
    drifts: [
      4014, 8019, 12009, 16009, 20154, 24009, 28014, 32009, 36004, 40134, 44009, 48024, 52009,
      56004, 60139, 64009, 68024, 72009, 76009, 80144, 84014, 88019, 92009, 96004,
    ],
    total: 24,
    warnings: 0,
    warningsAt: 0,
  },
  {
    make: () => new drift.ADWIN({ delta: 1e-6, clock: 1, maxBuckets: 2, minWindowLength: 20 }),
    stream: 'bits',
    count: 100000,
    drifts: [
      4142, 8274, 12155, 16072, 21684, 24164, 28385, 32127, 36084, 42058, 44130, 48299, 52139,
      56090, 64069, 68605, 72112, 76095, 81882, 84137, 88382, 92092, 96079,
    ],
    total: 23,
    warnings: 0,
    warningsAt: 0,
  },
  {
    make: () => new drift.PageHinkley({}),
    stream: 'numbers',
    count: 100000,
    drifts: [
      4051, 8074, 12038, 16027, 20313, 24046, 28068, 32041, 36020, 40339, 44055, 48071, 52044,
      56027, 60397, 64049, 68075, 72024, 76030, 80273, 84058, 88089, 92037, 96020,
    ],
    total: 24,
    warnings: 0,
    warningsAt: 0,
  },
  {
    make: () =>
      new drift.PageHinkley({
        minInstances: 500,
        delta: 0.1,
        threshold: 80,
        alpha: 0.9995,
        mode: 'up',
      }),
    stream: 'numbers',
    count: 100000,
    drifts: [
      4093, 12062, 20292, 24097, 32058, 40299, 44094, 52071, 60326, 64095, 72050, 80260, 84098,
      92057,
    ],
    total: 14,
    warnings: 0,
    warningsAt: 0,
  },
  {
    make: () => new drift.PageHinkley({ threshold: 120, mode: 'down' }),
    stream: 'numbers',
    count: 100000,
    drifts: [8353, 16091, 28497, 36091, 48555, 56090, 68513, 76089, 88544, 96088],
    total: 10,
    warnings: 0,
    warningsAt: 0,
  },
  {
    make: () => new drift.KSWIN({ seed: 3, alpha: 1e-6, windowSize: 200, statSize: 60 }),
    stream: 'numbers',
    count: 20000,
    drifts: [4029, 8039, 12028, 16028],
    total: 4,
    warnings: 0,
    warningsAt: 0,
  },
  {
    make: () => new drift.KSWIN({ seed: 4, alpha: 1e-5, windowSize: 900, statSize: 30 }),
    stream: 'numbers',
    count: 20000,
    drifts: [4018, 8025, 12016, 16017],
    total: 4,
    warnings: 0,
    warningsAt: 0,
  },
  {
    make: () => new drift.DummyDriftDetector({ t0: 9000, w: 500, seed: 6 }),
    stream: 'numbers',
    count: 100000,
    drifts: [9406, 18406, 27406, 36406, 45406, 54406, 63406, 72406, 81406, 90406, 99406],
    total: 11,
    warnings: 0,
    warningsAt: 0,
  },
  {
    make: () => new drift.binary.DDM({}),
    stream: 'bits',
    count: 100000,
    drifts: [4059, 12295, 24535, 32303, 44615, 52292, 64530, 72304, 72472, 84668, 92259],
    total: 11,
    warnings: 13880,
    warningsAt: 705247534,
  },
  {
    make: () => new drift.binary.DDM({ warmStart: 400, warningThreshold: 3, driftThreshold: 5 }),
    stream: 'bits',
    count: 100000,
    drifts: [4245, 12596, 25085, 32553, 45305, 52549, 65156, 72560, 85137, 92518],
    total: 10,
    warnings: 4100,
    warningsAt: 207897942,
  },
  {
    make: () => new drift.binary.EDDM({}),
    stream: 'bits',
    count: 100000,
    drifts: [4090, 4170, 4263, 4349, 4663, 4865, 4934, 5007, 5097, 5172],
    total: 132,
    warnings: 13180,
    warningsAt: 553903419,
  },
  {
    make: () => new drift.binary.EDDM({ warmStart: 300, alpha: 0.8, beta: 0.6 }),
    stream: 'bits',
    count: 100000,
    drifts: [6056],
    total: 1,
    warnings: 5961,
    warningsAt: 121199258,
  },
  {
    make: () => new drift.binary.FHDDM({}),
    stream: 'bits',
    count: 100000,
    drifts: [
      5410, 8062, 13936, 16020, 27877, 28505, 31997, 36029, 48058, 54546, 56033, 66859, 68164,
      76029, 86267, 88096, 95815, 96037,
    ],
    total: 18,
    warnings: 0,
    warningsAt: 0,
  },
  {
    make: () =>
      new drift.binary.FHDDM({
        slidingWindowSize: 300,
        confidenceLevel: 1e-7,
        shortWindowSize: 60,
      }),
    stream: 'bits',
    count: 100000,
    drifts: [
      8030, 13896, 16010, 28091, 31975, 36015, 48040, 56024, 68161, 73759, 76025, 86212, 88103,
      95700, 96046,
    ],
    total: 15,
    warnings: 0,
    warningsAt: 0,
  },
  {
    make: () => new drift.binary.HDDMA({}),
    stream: 'bits',
    count: 100000,
    drifts: [4237, 12113, 24257, 32083, 44156, 52023, 64069, 72022, 84156, 92050],
    total: 10,
    warnings: 220,
    warningsAt: 5743732,
  },
  {
    make: () =>
      new drift.binary.HDDMA({
        driftConfidence: 1e-5,
        warningConfidence: 0.001,
        twoSidedTest: true,
      }),
    stream: 'bits',
    count: 100000,
    drifts: [
      4249, 8113, 12072, 16074, 23560, 24082, 28253, 32140, 36015, 44099, 48112, 52144, 56020,
      64181, 68452, 72077, 76114, 83621, 84087, 88239, 92089, 96031,
    ],
    total: 22,
    warnings: 6744,
    warningsAt: 355406050,
  },
  {
    make: () =>
      new drift.binary.HDDMW({ driftConfidence: 1e-6, warningConfidence: 0.0001, lambdaVal: 0.02 }),
    stream: 'bits',
    count: 100000,
    drifts: [4174, 12109, 24128, 32076, 44099, 52046, 64060, 72042, 84092, 92055],
    total: 10,
    warnings: 326,
    warningsAt: 9911200,
  },
  {
    make: () =>
      new drift.binary.HDDMW({
        driftConfidence: 1e-6,
        warningConfidence: 0.0001,
        lambdaVal: 0.02,
        twoSidedTest: true,
      }),
    stream: 'bits',
    count: 100000,
    drifts: [
      4174, 8115, 12109, 16021, 24128, 28173, 32076, 36032, 44099, 48234, 52046, 56036, 64060,
      68184, 72042, 76031, 84092, 88081, 92055, 96025,
    ],
    total: 20,
    warnings: 704,
    warningsAt: 26708111,
  },
]
