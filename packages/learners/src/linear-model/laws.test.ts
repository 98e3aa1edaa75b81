import { checks, compose } from '@coelho/core'
import { describe, it } from 'vitest'
import { learners } from '../all/index.js'
import * as optim from '../optim/index.js'
import { StandardScaler } from '../preprocessing/index.js'
import * as linearModel from './index.js'

const { initializers, losses, schedulers } = optim
const {
  AdPredictor,
  ALMAClassifier,
  BayesianLinearRegression,
  LinearRegression,
  LogisticRegression,
  PAClassifier,
  PARegressor,
  Perceptron,
  SoftmaxRegression,
} = linearModel

const models = [
  new LinearRegression(),
  new LinearRegression({ l1: 0.1, initializer: new initializers.Normal({ seed: 1 }) }),
  new LinearRegression({ optimizer: new optim.NesterovMomentum({ lr: 0.01 }), l2: 0.1 }),
  new LinearRegression({ optimizer: new optim.Newton() }),
  new LogisticRegression(),
  new LogisticRegression({
    optimizer: new optim.Averager({ optimizer: new optim.Adam() }),
    interceptLr: new schedulers.InverseScaling({ learningRate: 0.1 }),
    loss: new losses.Hinge(),
  }),
  new Perceptron({ l2: 0.1 }),
  new PAClassifier(),
  new PARegressor({ mode: 2 }),
  new ALMAClassifier({ p: 3 }),
  new AdPredictor(),
  new SoftmaxRegression(),
  new SoftmaxRegression({ optimizer: new optim.FTRLProximal() }),
  new BayesianLinearRegression(),
  new BayesianLinearRegression({ smoothing: 0.9 }),
  new compose.Pipeline(new StandardScaler(), new LinearRegression()),
  new compose.Pipeline(new StandardScaler(), new LogisticRegression()),
]

describe.each(models.map((model) => [String(model), model] as const))('%s', (_, model) => {
  for (const check of checks.iterChecks(model, { learners })) it(check.claim, check.run)
})
