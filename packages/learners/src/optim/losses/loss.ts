/** What a model is to make small: how bad a prediction is, and which way is better. */
export interface Loss<Truth = never, Prediction = never, Slope = unknown> {
  /** How bad a prediction is. */
  call(yTrue: Truth, yPred: Prediction): number

  /** How the loss changes with the prediction. */
  gradient(yTrue: Truth, yPred: Prediction): Slope

  /** What a raw output means: a number as it is, a probability, or one for each class. */
  meanFunc(yPred: Prediction): Prediction
}
