export { Agrawal, type AgrawalOptions } from './agrawal.js'
export { AnomalySine, type AnomalySineOptions } from './anomaly-sine.js'
export type { Applicant } from './applicant.js'
export {
  ConceptDriftStream,
  type ConceptDriftStreamOptions,
  type Stream,
} from './concept-drift-stream.js'
export { Friedman, type FriedmanOptions } from './friedman.js'
export { FriedmanDrift, type FriedmanDriftOptions } from './friedman-drift.js'
export { Hyperplane, type HyperplaneOptions } from './hyperplane.js'
export { LED, type LEDOptions } from './led.js'
export { LEDDrift, type LEDDriftOptions } from './led-drift.js'
export { Logical, type LogicalOptions } from './logical.js'
export { Mixed, type MixedOptions } from './mixed.js'
export { Mv, type MvFeatures, type MvOptions } from './mv.js'
export { Planes2D, type Planes2DOptions } from './planes-2d.js'
export { RandomRBF, type RandomRBFOptions } from './random-rbf.js'
export { RandomRBFDrift, type RandomRBFDriftOptions } from './random-rbf-drift.js'
export { RandomTree, type RandomTreeOptions } from './random-tree.js'
export { SEA, type SEAOptions } from './sea.js'
export { Sine, type SineOptions } from './sine.js'
export { STAGGER, type STAGGEROptions } from './stagger.js'
export { Waveform, type WaveformOptions } from './waveform.js'
