/**
 * What the server says and is told, as schemas: requests are checked by them, the OpenAPI document
 * and the client's types are made from them.
 */
export * from './answers.js'
export * from './insight.js'
export * from './live.js'
export * from './models.js'
export * from './operations.js'
export { plain } from './values.js'
