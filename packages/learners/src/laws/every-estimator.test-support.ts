import {
  type ClassifierLike,
  type checks,
  compose,
  evaluate,
  metrics,
  proba,
  sketch,
  stats,
  utils,
} from '@coelho/core'
import { EntropySampler } from '../active/index.js'
import { learners } from '../all/index.js'
import * as anomaly from '../anomaly/index.js'
import * as cluster from '../cluster/index.js'
import * as drift from '../drift/index.js'
import * as ensemble from '../ensemble/index.js'
import { Agg, TargetAgg } from '../feature-extraction/index.js'
import { PoissonInclusion, SelectKBest } from '../feature-selection/index.js'
import * as forest from '../forest/index.js'
import * as imblearn from '../imblearn/index.js'
import * as linearModel from '../linear-model/index.js'
import * as multiclass from '../multiclass/index.js'
import * as multioutput from '../multioutput/index.js'
import { GaussianNB } from '../naive-bayes/index.js'
import * as preprocessing from '../preprocessing/index.js'
import { HoltWinters, SNARIMAX } from '../time-series/index.js'
import {
  HoeffdingTreeClassifier,
  HoeffdingTreeRegressor,
  mondrian,
  splitter,
} from '../tree/index.js'
import { classTreeBuilds, ownColumns } from './class-tree-builds.test-support.js'
import { ensembleBuilds } from './ensemble-builds.test-support.js'
import {
  neighborBuilds,
  neighborExemptions,
  searchedElsewhere,
} from './neighbor-builds.test-support.js'
import { restBuilds, restElsewhere, restEmpty, restExempt } from './rest-builds.test-support.js'
import { policiesElsewhere, selectionBuilds } from './selection-builds.test-support.js'
import { valueTreeBuilds } from './value-tree-builds.test-support.js'

/** One way to build a class, and how it is to be checked. */
export interface Build {
  /** What is special about it, for the title. */
  readonly as: string
  readonly make: () => object
  readonly options?: checks.CheckOptions
}

/** A class whose objects learn or take values; what has neither is a part or a tool. */
export interface ModelClass {
  readonly id: string
  readonly prototype: object
}

/** All classes of the package that `checks.checkEstimator` can check. */
export const models: readonly ModelClass[] = (learners as unknown as ModelClass[]).filter(
  ({ prototype }) => 'learnOne' in prototype || 'update' in prototype,
)

const windowed = (cls: new (options: { windowSize: number }) => object): readonly Build[] => [
  { as: 'over 1', make: () => new cls({ windowSize: 1 }) },
  { as: 'over 7', make: () => new cls({ windowSize: 7 }) },
]

const betas = new Map<string | number | boolean, number>([
  ['red', 0.5],
  ['green', 2],
  [true, 1],
  [3, 1],
])
/** All labels that checks use, of different shares. */
const desiredDist = new Map<string | number | boolean, number>()
for (const label of ['red', 'true', '1', 'false', '0', '', '__proto__', 'toString']) {
  desiredDist.set(label, 0.2)
}
for (const label of ['green', 'constructor', true, false, 3, 1, 0]) desiredDist.set(label, 0.3)
const accuracy = () => ({ metric: new metrics.Accuracy() })
const tree = { gracePeriod: 20, delta: 0.1, tau: 0.3 }

const scaled = () =>
  new compose.Pipeline(new preprocessing.StandardScaler(), new linearModel.LogisticRegression())

/** A class that holds a classifier, with several of them. */
function wrapping(
  id: string,
  make: (classifier: ClassifierLike) => object,
  held: readonly (() => ClassifierLike)[] = [
    () => new linearModel.LogisticRegression(),
    () => new GaussianNB(),
    scaled,
  ],
): Record<string, readonly Build[]> {
  return { [id]: held.map((inner) => ({ as: `of ${inner()}`, make: () => make(inner()) })) }
}

/**
 * How classes are built that cannot be built without options, and further builds where options
 * matter. A class that can be built without any is checked so too.
 */
export const builds: Readonly<Record<string, readonly Build[]>> = {
  ...ensembleBuilds,
  ...restBuilds,
  ...neighborBuilds,
  ...selectionBuilds,
  'compose.Pipeline': [
    {
      as: 'a scaler and naive Bayes',
      make: () => new compose.Pipeline(new preprocessing.StandardScaler(), new GaussianNB()),
    },
    {
      as: 'a scaler and a regression',
      make: () =>
        new compose.Pipeline(
          new preprocessing.StandardScaler(),
          new linearModel.LinearRegression(),
        ),
    },
    {
      as: 'two scalers',
      make: () =>
        new compose.Pipeline(
          new preprocessing.StandardScaler(),
          new preprocessing.StandardScaler({ windowSize: 9 }),
        ),
    },
  ],
  'compose.Select': [{ as: 'a, b', make: () => new compose.Select('a', 'b') }],
  'compose.Discard': [{ as: 'a', make: () => new compose.Discard('a') }],
  'compose.Prefixer': [{ as: 'raw_', make: () => new compose.Prefixer({ prefix: 'raw_' }) }],
  'compose.Suffixer': [{ as: '_raw', make: () => new compose.Suffixer({ suffix: '_raw' }) }],
  'compose.Renamer': [{ as: 'a to z', make: () => new compose.Renamer({ mapping: { a: 'z' } }) }],
  'compose.TransformerUnion': [
    {
      as: 'a scaler and a selection',
      make: () =>
        new compose.TransformerUnion(
          new compose.Pipeline(new compose.Select('a', 'c'), new preprocessing.StandardScaler()),
          new compose.Select('b'),
        ),
    },
  ],
  'compose.Grouper': [
    {
      as: 'a scaler by shop',
      make: () =>
        new compose.Grouper({
          transformer: new compose.Pipeline(
            new compose.Select('a', 'c'),
            new preprocessing.StandardScaler(),
          ),
          by: 'shop',
        }),
    },
  ],
  'evaluate.Fading': [
    {
      as: 'an accuracy',
      make: () => new evaluate.Fading({ metric: new metrics.Accuracy(), fadingFactor: 0.9 }),
    },
  ],
  'metrics.base.Metrics': [
    {
      as: 'an accuracy and a recall',
      make: () => new metrics.base.Metrics(new metrics.Accuracy(), new metrics.MacroRecall()),
    },
  ],
  'metrics.FBeta': [{ as: 'of 2', make: () => new metrics.FBeta({ beta: 2 }) }],
  'metrics.MacroFBeta': [{ as: 'of 2', make: () => new metrics.MacroFBeta({ beta: 2 }) }],
  'metrics.MicroFBeta': [{ as: 'of 2', make: () => new metrics.MicroFBeta({ beta: 2 }) }],
  'metrics.WeightedFBeta': [{ as: 'of 2', make: () => new metrics.WeightedFBeta({ beta: 2 }) }],
  'metrics.MultiFBeta': [{ as: 'by label', make: () => new metrics.MultiFBeta({ betas }) }],
  'metrics.multioutput.MacroAverage': [
    { as: 'of accuracies', make: () => new metrics.multioutput.MacroAverage(accuracy()) },
  ],
  'metrics.multioutput.MicroAverage': [
    { as: 'of accuracies', make: () => new metrics.multioutput.MicroAverage(accuracy()) },
  ],
  'metrics.multioutput.PerOutput': [
    { as: 'accuracies', make: () => new metrics.multioutput.PerOutput(accuracy()) },
  ],
  'metrics.multioutput.SampleAverage': [
    { as: 'of accuracies', make: () => new metrics.multioutput.SampleAverage(accuracy()) },
  ],
  'utils.Rolling': [
    { as: 'a variance', make: () => new utils.Rolling({ cls: stats.Var, windowSize: 7 }) },
    { as: 'an accuracy', make: () => new utils.Rolling({ cls: metrics.Accuracy, windowSize: 7 }) },
    {
      as: 'a density',
      make: () => new utils.Rolling({ obj: new proba.Gaussian(), windowSize: 7 }),
    },
  ],
  'stats.AutoCorr': [{ as: 'lag 3', make: () => new stats.AutoCorr({ lag: 3 }) }],
  'stats.BayesianMean': [
    { as: 'a prior', make: () => new stats.BayesianMean({ prior: 3, priorWeight: 2 }) },
  ],
  'stats.Cov': [{ as: 'over all', make: () => new stats.Cov({ ddof: 0 }) }],
  'stats.Link': [
    {
      as: 'a shift and a mean',
      make: () => new stats.Link({ left: new stats.Shift(), right: new stats.Mean() }),
    },
  ],
  'stats.Quantile': [{ as: 'of 0.9', make: () => new stats.Quantile({ q: 0.9 }) }],
  'stats.RollingAbsMax': windowed(stats.RollingAbsMax),
  'stats.RollingIQR': windowed(stats.RollingIQR),
  'stats.RollingMax': windowed(stats.RollingMax),
  'stats.RollingMin': windowed(stats.RollingMin),
  'stats.RollingMode': windowed(stats.RollingMode),
  'stats.RollingPeakToPeak': windowed(stats.RollingPeakToPeak),
  'stats.RollingQuantile': [
    { as: 'of 0.25', make: () => new stats.RollingQuantile({ q: 0.25, windowSize: 7 }) },
  ],
  'sketch.Counter': [{ as: 'seeded', make: () => new sketch.Counter({ seed: 5 }) }],
  'featureExtraction.Agg': [
    { as: 'a mean by b', make: () => new Agg({ on: 'a', by: 'b', how: new stats.Mean() }) },
  ],
  'featureExtraction.TargetAgg': [
    { as: 'a mean by b', make: () => new TargetAgg({ by: 'b', how: new stats.Mean() }) },
  ],
  'featureSelection.PoissonInclusion': [
    { as: 'of one half', make: () => new PoissonInclusion({ p: 0.5, seed: 4 }) },
  ],
  'featureSelection.SelectKBest': [
    {
      as: 'the best two',
      make: () => new SelectKBest({ similarity: new stats.PearsonCorr(), k: 2 }),
    },
  ],
  'active.EntropySampler': [
    {
      as: 'a scaler and a regression',
      make: () => new EntropySampler({ classifier: scaled(), seed: 4 }),
    },
    { as: 'naive Bayes', make: () => new EntropySampler({ classifier: new GaussianNB() }) },
  ],
  ...wrapping('multiclass.OneVsOneClassifier', (classifier) => {
    return new multiclass.OneVsOneClassifier({ classifier })
  }),
  ...wrapping('multiclass.OneVsRestClassifier', (classifier) => {
    return new multiclass.OneVsRestClassifier({ classifier })
  }),
  ...wrapping('multiclass.OutputCodeClassifier', (classifier) => {
    return new multiclass.OutputCodeClassifier({ classifier, codeSize: 5, codingMethod: 'exact' })
  }),
  ...wrapping('multioutput.ClassifierChain', (model) => {
    return new multioutput.ClassifierChain({ model, order: ['isHigh'] })
  }),
  ...wrapping('multioutput.MonteCarloClassifierChain', (model) => {
    return new multioutput.MonteCarloClassifierChain({ model, m: 3 })
  }),
  ...wrapping(
    'multioutput.MultiClassEncoder',
    (model) => {
      return new multioutput.MultiClassEncoder({ model })
    },
    [() => new GaussianNB(), () => new HoeffdingTreeClassifier(tree)],
  ),
  ...wrapping('multioutput.PerOutputClassifier', (classifier) => {
    return new multioutput.PerOutputClassifier({ classifier })
  }),
  ...wrapping('multioutput.ProbabilisticClassifierChain', (model) => {
    return new multioutput.ProbabilisticClassifierChain({ model })
  }),
  'multioutput.PerOutputRegressor': [
    {
      as: 'a regression',
      make: () => new multioutput.PerOutputRegressor({ model: new linearModel.LinearRegression() }),
    },
  ],
  'multioutput.RegressorChain': [
    {
      as: 'a regression',
      make: () => new multioutput.RegressorChain({ model: new linearModel.LinearRegression() }),
    },
    {
      as: 'a scaler and a regression, in order',
      make: () =>
        new multioutput.RegressorChain({
          model: new compose.Pipeline(
            new preprocessing.StandardScaler(),
            new linearModel.LinearRegression(),
          ),
          order: ['other', 'target'],
        }),
    },
  ],
  'anomaly.HalfSpaceTrees': [
    {
      as: 'of small windows',
      make: () =>
        new anomaly.HalfSpaceTrees({
          nTrees: 3,
          height: 4,
          windowSize: 20,
          limits: new Map([['a', [0, 10]]]),
          seed: 4,
        }),
    },
  ],
  'anomaly.GaussianScorer': [
    {
      as: 'over a window',
      make: () => new anomaly.GaussianScorer({ windowSize: 9, gracePeriod: 5 }),
    },
  ],
  'anomaly.StandardAbsoluteDeviation': [
    {
      as: 'of a median',
      make: () => new anomaly.StandardAbsoluteDeviation({ subStat: new stats.Quantile() }),
    },
  ],
  'anomaly.QuantileFilter': [
    {
      as: 'of half-space trees',
      make: () =>
        new anomaly.QuantileFilter({
          anomalyDetector: new anomaly.HalfSpaceTrees({ nTrees: 3, windowSize: 20, seed: 4 }),
          q: 0.9,
        }),
    },
  ],
  'anomaly.ThresholdFilter': [
    {
      as: 'of a pipeline',
      make: () =>
        new anomaly.ThresholdFilter({
          anomalyDetector: new compose.Pipeline(
            new preprocessing.MinMaxScaler(),
            new anomaly.HalfSpaceTrees({ nTrees: 3, windowSize: 20, seed: 4 }),
          ),
          threshold: 0.7,
        }),
    },
  ],
  'cluster.KMeans': [
    { as: 'of three', make: () => new cluster.KMeans({ nClusters: 3, p: 1.5, seed: 4 }) },
  ],
  'cluster.STREAMKMeans': [
    {
      as: 'of small chunks',
      make: () => new cluster.STREAMKMeans({ chunkSize: 7, nClusters: 3, seed: 4 }),
    },
  ],
  'cluster.CluStream': [
    {
      as: 'of six that soon give way',
      make: () =>
        new cluster.CluStream({ maxMicroClusters: 6, timeWindow: 20, timeGap: 7, seed: 4 }),
    },
  ],
  'cluster.DenStream': [
    {
      as: 'that begins soon',
      make: () => new cluster.DenStream({ nSamplesInit: 10, epsilon: 1, streamSpeed: 5 }),
    },
  ],
  'cluster.TextClust': [
    { as: 'that counts events', make: () => new cluster.TextClust({ realTimeFading: false }) },
    {
      as: 'with a radius that follows',
      make: () => new cluster.TextClust({ realTimeFading: false, autoR: true, tgap: 9 }),
    },
  ],
  'cluster.DBSTREAM': [
    {
      as: 'of fading clusters',
      make: () =>
        new cluster.DBSTREAM({ clusteringThreshold: 2, fadingFactor: 0.05, cleanupInterval: 4 }),
    },
  ],
  'drift.ADWIN': [
    {
      as: 'that is eager',
      make: () => new drift.ADWIN({ delta: 0.5, clock: 3, maxBuckets: 2, minWindowLength: 1 }),
    },
  ],
  'drift.PageHinkley': [
    {
      as: 'of a low threshold',
      make: () => new drift.PageHinkley({ threshold: 3, minInstances: 5, alpha: 0.99 }),
    },
  ],
  'drift.KSWIN': [
    {
      as: 'of a short window',
      make: () => new drift.KSWIN({ windowSize: 20, statSize: 7, alpha: 0.2, window: [1, 2] }),
    },
  ],
  'drift.DummyDriftDetector': [
    {
      as: 'at random',
      make: () => new drift.DummyDriftDetector({ triggerMethod: 'random', t0: 9, w: 5 }),
    },
    { as: 'late', make: () => new drift.DummyDriftDetector({ t0: 9, w: 5, seed: 4 }) },
  ],
  'drift.binary.DDM': [
    { as: 'that is eager', make: () => new drift.binary.DDM({ warmStart: 5, driftThreshold: 1 }) },
  ],
  'drift.binary.EDDM': [
    { as: 'that is eager', make: () => new drift.binary.EDDM({ warmStart: 5, beta: 0.95 }) },
  ],
  'drift.binary.FHDDM': [
    {
      as: 'of two windows',
      make: () =>
        new drift.binary.FHDDM({ slidingWindowSize: 12, shortWindowSize: 4, confidenceLevel: 0.1 }),
    },
  ],
  'drift.binary.HDDMA': [
    {
      as: 'of both sides',
      make: () => new drift.binary.HDDMA({ twoSidedTest: true, driftConfidence: 0.1 }),
    },
  ],
  'drift.binary.HDDMW': [
    {
      as: 'of both sides',
      make: () => new drift.binary.HDDMW({ twoSidedTest: true, driftConfidence: 0.1 }),
    },
  ],
  ...wrapping('drift.DriftRetrainingClassifier', (model) => {
    const driftDetector = new drift.binary.DDM({ warmStart: 9, warningThreshold: 1 })
    return new drift.DriftRetrainingClassifier({ model, driftDetector })
  }),
  ...wrapping('imblearn.RandomUnderSampler', (classifier) => {
    return new imblearn.RandomUnderSampler({ classifier, desiredDist, seed: 4 })
  }),
  ...wrapping('imblearn.RandomOverSampler', (classifier) => {
    return new imblearn.RandomOverSampler({ classifier, desiredDist, seed: 4 })
  }),
  ...wrapping('imblearn.RandomSampler', (classifier) => {
    return new imblearn.RandomSampler({ classifier, desiredDist, samplingRate: 0.8 })
  }),
  ...wrapping('imblearn.HardSamplingClassifier', (classifier) => {
    return new imblearn.HardSamplingClassifier({ classifier, size: 9, p: 0.4, seed: 4 })
  }),
  'imblearn.HardSamplingRegressor': [
    {
      as: 'a regression',
      make: () =>
        new imblearn.HardSamplingRegressor({
          regressor: new linearModel.LinearRegression(),
          size: 9,
          p: 0.4,
        }),
    },
  ],
  'imblearn.ChebyshevUnderSampler': [
    {
      as: 'a regression',
      make: () =>
        new imblearn.ChebyshevUnderSampler({ regressor: new linearModel.LinearRegression() }),
    },
  ],
  'imblearn.ChebyshevOverSampler': [
    {
      as: 'a regression',
      make: () =>
        new imblearn.ChebyshevOverSampler({ regressor: new linearModel.LinearRegression() }),
    },
  ],
  'preprocessing.PredClipper': [
    {
      as: 'a regression',
      make: () =>
        new preprocessing.PredClipper({
          regressor: new linearModel.LinearRegression(),
          yMin: 1,
          yMax: 4,
        }),
    },
  ],
  'preprocessing.TargetMinMaxScaler': [
    {
      as: 'a regression',
      make: () =>
        new preprocessing.TargetMinMaxScaler({ regressor: new linearModel.LinearRegression() }),
    },
  ],
  'preprocessing.TargetStandardScaler': [
    {
      as: 'a regression',
      make: () =>
        new preprocessing.TargetStandardScaler({ regressor: new linearModel.LinearRegression() }),
    },
  ],
  'preprocessing.StandardScaler': [
    { as: 'over a window', make: () => new preprocessing.StandardScaler({ windowSize: 5 }) },
    { as: 'without variance', make: () => new preprocessing.StandardScaler({ withStd: false }) },
  ],
  'tree.HoeffdingTreeClassifier': [
    { as: 'with fast splits', make: () => new HoeffdingTreeClassifier(tree) },
    {
      as: 'by majority class without poor features',
      make: () =>
        new HoeffdingTreeClassifier({
          ...tree,
          leafPrediction: 'mc',
          removePoorAttrs: true,
          splitCriterion: 'gini',
        }),
    },
    {
      as: 'with binary splits and nominal numbers',
      make: () =>
        new HoeffdingTreeClassifier({
          ...tree,
          binarySplit: true,
          leafPrediction: 'nb',
          nominalAttributes: ['b'],
          splitter: new splitter.GaussianSplitter({ nSplits: 4 }),
        }),
    },
    ...ownColumns,
  ],
  'tree.HoeffdingTreeRegressor': [
    { as: 'with fast splits', make: () => new HoeffdingTreeRegressor(tree) },
    { as: 'by mean', make: () => new HoeffdingTreeRegressor({ ...tree, leafPrediction: 'mean' }) },
  ],
  ...valueTreeBuilds,
  ...classTreeBuilds,
  'tree.mondrian.MondrianTreeClassifier': [
    {
      as: 'that splits pure nodes',
      make: () => new mondrian.MondrianTreeClassifier({ splitPure: true, iteration: 1, seed: 4 }),
    },
  ],
  'tree.mondrian.MondrianTreeRegressor': [
    {
      as: 'of eleven nodes',
      make: () => new mondrian.MondrianTreeRegressor({ maxNodes: 11, iteration: 1, seed: 4 }),
    },
  ],
  'forest.ARFClassifier': [
    {
      as: 'of trees with streams of their own',
      make: () => new forest.ARFClassifier({ nModels: 3, gracePeriod: 20, seed: 4, nJobs: 1 }),
    },
    {
      as: 'that is eager',
      make: () =>
        new forest.ARFClassifier({
          nModels: 3,
          gracePeriod: 9,
          delta: 0.3,
          tau: 0.5,
          driftDetector: new drift.ADWIN({ delta: 0.5, clock: 3, gracePeriod: 3 }),
          warningDetector: new drift.ADWIN({ delta: 0.9, clock: 2, gracePeriod: 3 }),
          seed: 4,
        }),
    },
  ],
  'forest.ARFRegressor': [
    {
      as: 'that is eager',
      make: () =>
        new forest.ARFRegressor({
          nModels: 3,
          gracePeriod: 9,
          delta: 0.3,
          tau: 0.5,
          aggregationMethod: 'mean',
          disableWeightedVote: false,
          driftDetector: new drift.ADWIN({ delta: 0.5, clock: 3, gracePeriod: 3 }),
          warningDetector: new drift.ADWIN({ delta: 0.9, clock: 2, gracePeriod: 3 }),
          seed: 4,
        }),
    },
  ],
  'forest.OXTRegressor': [
    {
      as: 'that is eager',
      make: () =>
        new forest.OXTRegressor({
          nModels: 3,
          gracePeriod: 9,
          delta: 0.3,
          tau: 0.5,
          maxFeatures: 'random',
          randomizeTreeDepth: true,
          riverCompatible: false,
          disableWeightedVote: false,
          driftDetector: new drift.ADWIN({ delta: 0.5, clock: 3, gracePeriod: 3 }),
          warningDetector: new drift.ADWIN({ delta: 0.9, clock: 2, gracePeriod: 3 }),
          seed: 4,
        }),
    },
  ],
  'ensemble.SRPClassifier': [
    {
      as: 'of naive Bayes',
      make: () =>
        new ensemble.SRPClassifier({
          model: new GaussianNB(),
          nModels: 3,
          driftDetector: new drift.ADWIN({ delta: 0.5, clock: 3, gracePeriod: 3 }),
          warningDetector: new drift.ADWIN({ delta: 0.9, clock: 2, gracePeriod: 3 }),
          seed: 4,
        }),
    },
    {
      as: 'of a pipeline',
      make: () =>
        new ensemble.SRPClassifier({ model: scaled(), nModels: 3, subspaceSize: 'sqrt', seed: 4 }),
    },
  ],
  'ensemble.SRPRegressor': [
    {
      as: 'of linear models',
      make: () =>
        new ensemble.SRPRegressor({
          model: new linearModel.LinearRegression(),
          nModels: 3,
          driftDetectionCriteria: 'error',
          disableWeightedVote: false,
          driftDetector: new drift.ADWIN({ delta: 0.5, clock: 3, gracePeriod: 3 }),
          warningDetector: new drift.ADWIN({ delta: 0.9, clock: 2, gracePeriod: 3 }),
          seed: 4,
        }),
    },
  ],
  'forest.AMFClassifier': [
    {
      as: 'without aggregation',
      make: () => new forest.AMFClassifier({ nEstimators: 3, useAggregation: false, seed: 4 }),
    },
    {
      as: 'of small trees that split pure nodes',
      make: () =>
        new forest.AMFClassifier({ nEstimators: 3, splitPure: true, maxNodes: 21, seed: 4 }),
    },
  ],
  'linearModel.LinearRegression': [
    { as: 'with l2', make: () => new linearModel.LinearRegression({ l2: 0.1 }) },
  ],
  'timeSeries.HoltWinters': [
    {
      as: 'with a season',
      make: () => new HoltWinters({ alpha: 0.3, beta: 0.1, gamma: 0.6, seasonality: 4 }),
    },
    { as: 'level only', make: () => new HoltWinters({ alpha: 0.3 }) },
  ],
  'timeSeries.SNARIMAX': [
    { as: 'of orders 2, 1, 1', make: () => new SNARIMAX({ p: 2, d: 1, q: 1 }) },
    {
      as: 'with a season',
      make: () => new SNARIMAX({ p: 1, d: 0, q: 1, m: 4, sp: 1, sd: 1, sq: 1 }),
    },
  ],
}

/** Classes that can be built without arguments, and are nothing then, or ask for more. */
export const empty: readonly string[] = [
  'cluster.TextClust',
  'compose.Pipeline',
  'metrics.base.Metrics',
  ...restEmpty,
]

/** Classes that are checked where they are told what they hold: each with the reason. */
export const elsewhere: Readonly<Record<string, string>> = {
  ...restElsewhere,
  ...searchedElsewhere,
  ...policiesElsewhere,
  'compose.FuncTransformer': 'it holds a function, which no snapshot does: see its own tests',
  'compose.TargetTransformRegressor': 'it holds functions, which no snapshot does',
  'metrics.ClusteringBundle': 'it judges points by centers and times: see the tests of metrics',
  'cluster.ODAC': 'it groups features, and says nothing of an event: see its own tests',
  'utils.TimeRolling': 'its window is one of times, which checks cannot repeat: see its own laws',
  'timeSeries.HorizonMetric': 'it compares lists of forecasts: see the tests of evaluate',
  'timeSeries.HorizonAggMetric': 'it compares lists of forecasts: see the tests of evaluate',
}

/** Reasons that are given below. */
const drawsToAsk = 'it draws when it predicts whether to ask, as in River'
const drawsToPredict = 'it draws sets of labels when it predicts, as in River'
const inItsOrder = {
  'order-of-features-does-not-matter':
    'a pipeline that begins to learn later meets the names in the order of that event',
}
const noClusterYet = 'as in River it has no answer, undefined, while it has no cluster'
const noAnswerYet = 'as in River it has no answer, undefined, before it has learned'
const splitsForEver = {
  'memory-is-bounded': 'it splits on ties for ever, as in River; maxSize bounds it',
}
const keys = { 'order-of-features-does-not-matter': 'it sums in the order of the keys' }

const takesLabels = { 'bad-values-are-refused': 'its second argument is a label, of any kind' }

/**
 * What a class does not promise, or does not keep yet, by the name of the check, with the reason.
 * A test says so as soon as it is no longer needed.
 */
export const exempt: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  ...restExempt,
  ...neighborExemptions,
  'active.EntropySampler': {
    'clone-is-independent': drawsToAsk,
    'predicting-changes-nothing': drawsToAsk,
  },
  'ensemble.BaggingRegressor': inItsOrder,
  'cluster.TextClust': {
    'answers-before-learning': noClusterYet,
    'answers-are-well-formed': noClusterYet,
    'features-may-come-and-go': noClusterYet,
    'answers-the-same-for-frames': noClusterYet,
  },
  'tree.splitter.ExhaustiveSplitter': takesLabels,
  'tree.splitter.GaussianSplitter': takesLabels,
  'tree.splitter.HistogramSplitter': takesLabels,
  'drift.DummyDriftDetector': {
    'clone-keeps-options': 'with dynamicCloning a clone is given another seed, as in River',
  },
  'forest.AMFRegressor': {
    'answers-before-learning': noAnswerYet,
    'answers-are-well-formed': noAnswerYet,
    'features-may-come-and-go': noAnswerYet,
    'answers-the-same-for-frames': noAnswerYet,
    'predicts-then-learns-in-one-pass': noAnswerYet,
  },
  'multioutput.MonteCarloClassifierChain': {
    'clone-is-independent': drawsToPredict,
    'predicting-changes-nothing': drawsToPredict,
    'answers-the-same-for-frames': drawsToPredict,
  },
  'metrics.Silhouette': { 'bad-values-are-refused': 'a cluster may have any label' },
  'preprocessing.LDA': keys,
  'stats.Count': { 'bad-values-are-refused': 'it counts whatever comes' },
  'stats.KolmogorovSmirnov': { 'memory-is-bounded': 'it compares all values, as in River' },
  'sketch.Counter': { 'bad-values-are-refused': 'it counts any items: Infinity is one' },
  'sketch.HeavyHitters': { 'bad-values-are-refused': 'it counts any items: Infinity is one' },
  'sketch.Set': { 'bad-values-are-refused': 'it takes lists of items: [1] is one' },
  'rules.AMRules': {
    'memory-is-bounded': 'it makes rules on ties for ever, as in River, if all that cover count',
  },
  'ensemble.SRPRegressor': splitsForEver,
  'forest.ARFRegressor': splitsForEver,
  'tree.HoeffdingAdaptiveTreeRegressor': splitsForEver,
  'tree.HoeffdingTreeRegressor': splitsForEver,
  'tree.ISOUPTreeRegressor': splitsForEver,
  'utils.Rolling': {
    'unknown-options-are-refused': 'further options go to the class it holds',
  },
}
