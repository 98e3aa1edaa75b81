export { GaussianSplitter, type GaussianSplitterOptions } from './gaussian.js'
