import { get } from 'node:http'
import { inject } from 'vitest'
import type { start as startKafka } from './kafka.mjs'
import type { start as startMinio } from './minio.mjs'
import type { start as startMlflow } from './mlflow.mjs'

/** What of a service can be told to another process. */
type Told<T> = { [K in keyof T as T[K] extends (...args: never[]) => unknown ? never : K]: T[K] }

/** The S3 server that all tests share: use a prefix of your own. */
export function minio(): Promise<Told<Awaited<ReturnType<typeof startMinio>>>> {
  return ask('minio')
}

/** The Kafka broker that all tests share: use topics and groups of your own. */
export function kafka(): Promise<Told<Awaited<ReturnType<typeof startKafka>>>> {
  return ask('kafka')
}

/** What can be told of a tracking server. */
export type Mlflow = Told<Awaited<ReturnType<typeof startMlflow>>>

/** MLflow 3 on SQLite and a folder, which all tests share: use experiments of your own. */
export function mlflow(): Promise<Mlflow> {
  return ask('mlflow')
}

/** MLflow 2 on PostgreSQL and S3, through which artifacts go. */
export function mlflow2(): Promise<Mlflow> {
  return ask('mlflow-2')
}

/** MLflow 3 on PostgreSQL; clients write artifacts to the bucket of `minio` themselves. */
export function mlflowDirect(): Promise<Mlflow> {
  return ask('mlflow-direct')
}

function ask<T>(name: string): Promise<T> {
  return new Promise((resolve, reject) => {
    const request = get(`${inject('services')}/${name}`, async (response) => {
      let text = ''
      for await (const part of response.setEncoding('utf8')) text += part
      if (response.statusCode === 200) resolve(JSON.parse(text) as T)
      else reject(new Error(`${name}: ${text}`))
    })
    request.on('error', reject)
  })
}
