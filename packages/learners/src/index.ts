export * from '@coelho/core'
export * as naiveBayes from './naive-bayes/index.js'
export * as preprocessing from './preprocessing/index.js'
export * as tree from './tree/index.js'
