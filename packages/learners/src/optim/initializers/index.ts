export { Constant, type ConstantOptions } from './constant.js'
export { Initializer } from './initializer.js'
export { Normal, type NormalOptions } from './normal.js'
export { Zeros } from './zeros.js'
