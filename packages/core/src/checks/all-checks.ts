import type { Check } from './check.js'
import { judgesAsItAnswers, labelsKeepTheirType, probabilitiesSumTo1 } from './classes.js'
import { cloneIsFresh, cloneIsIndependent, cloneKeepsOptions } from './cloning.js'
import {
  badOptionsAreRefused,
  optionsAreKept,
  printsItself,
  unknownOptionsAreRefused,
} from './construction.js'
import { aDrawnSeedIsShown, sameRunSameBits } from './determinism.js'
import { featuresComeAndGo, hostileNames, missingIsAbsent, orderOfFeatures } from './features.js'
import {
  answersTheSameForFrames,
  learnsTheSameFromFrames,
  predictsThenLearnsInOnePass,
  updatesTheSameAtOnce,
} from './frames.js'
import { inputIsLeftAlone, inputIsNotKept } from './input.js'
import { memoryIsBounded } from './memory.js'
import { answersAreWellFormed, answersBeforeLearning, predictingChangesNothing } from './purity.js'
import {
  badLabelsAreRefused,
  badValuesAreRefused,
  badWeightsAreRefused,
  noEventIsRefused,
} from './refusals.js'
import { revertUndoesUpdate } from './reverting.js'
import { damagedSnapshotsAreRefused, goesOnFromASnapshot, savingChangesNothing } from './saving.js'
import { weight0TeachesNothing, weightKIsKRepetitions } from './weights.js'

/** The whole contract, the plainest clauses first. */
export const ALL_CHECKS: readonly Check[] = [
  answersBeforeLearning,
  answersAreWellFormed,
  optionsAreKept,
  unknownOptionsAreRefused,
  badOptionsAreRefused,
  printsItself,
  cloneKeepsOptions,
  cloneIsFresh,
  cloneIsIndependent,
  sameRunSameBits,
  aDrawnSeedIsShown,
  goesOnFromASnapshot,
  savingChangesNothing,
  damagedSnapshotsAreRefused,
  predictingChangesNothing,
  inputIsLeftAlone,
  inputIsNotKept,
  orderOfFeatures,
  featuresComeAndGo,
  missingIsAbsent,
  hostileNames,
  badValuesAreRefused,
  noEventIsRefused,
  badLabelsAreRefused,
  badWeightsAreRefused,
  weight0TeachesNothing,
  weightKIsKRepetitions,
  probabilitiesSumTo1,
  judgesAsItAnswers,
  labelsKeepTheirType,
  learnsTheSameFromFrames,
  answersTheSameForFrames,
  predictsThenLearnsInOnePass,
  updatesTheSameAtOnce,
  revertUndoesUpdate,
  memoryIsBounded,
]
