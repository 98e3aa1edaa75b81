export { ADWIN, type ADWINOptions } from './adwin.js'
export * as binary from './binary/index.js'
export type { Detector } from './detector-like.js'
export {
  DriftRetrainingClassifier,
  type DriftRetrainingClassifierOptions,
} from './drift-retraining-classifier.js'
export { DummyDriftDetector, type DummyDriftDetectorOptions } from './dummy-drift-detector.js'
export { KSWIN, type KSWINOptions } from './kswin.js'
export { NoDrift } from './no-drift.js'
export { PageHinkley, type PageHinkleyOptions } from './page-hinkley.js'
