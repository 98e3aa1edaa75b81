export { type NamedStep, Pipeline, type Step } from './pipeline.js'
