export * as synth from './synth/index.js'
