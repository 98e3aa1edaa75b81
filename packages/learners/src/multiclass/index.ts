export { OneVsOneClassifier, type OneVsOneClassifierOptions } from './one-vs-one.js'
export { OneVsRestClassifier, type OneVsRestClassifierOptions } from './one-vs-rest.js'
export { OutputCodeClassifier, type OutputCodeClassifierOptions } from './output-code.js'
