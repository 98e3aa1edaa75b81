import { randomUUID } from 'node:crypto'
import { type Mlflow, minio, mlflow, mlflow2, mlflowDirect } from '#services/ask.js'
import { MlflowClient, type MlflowClientOptions, type Run } from './index.js'

/** The servers that all tests share, by what they are. */
export const SERVERS: readonly (readonly [name: string, ask: () => Promise<Mlflow>])[] = [
  ['MLflow 3 on SQLite and a folder', mlflow],
  ['MLflow 2 on PostgreSQL and S3', mlflow2],
  ['MLflow 3 on PostgreSQL, and S3 from here', mlflowDirect],
]

/** A client of a shared server, that may write to its bucket, in an experiment of its own. */
export class Bench {
  readonly server: Mlflow
  readonly client: MlflowClient
  readonly name: string
  readonly experimentId: string

  private constructor(server: Mlflow, client: MlflowClient, name: string, experimentId: string) {
    this.server = server
    this.client = client
    this.name = name
    this.experimentId = experimentId
  }

  static async on(
    ask: () => Promise<Mlflow>,
    options: Partial<MlflowClientOptions> = {},
  ): Promise<Bench> {
    const server = await ask()
    if (ask !== mlflow) await beKnownToBucket()
    const client = new MlflowClient({ uri: server.uri, ...options })
    const name = `t-${randomUUID().slice(0, 8)}`
    return new Bench(server, client, name, await client.experiments.ensure(name))
  }

  run(name = 'a run'): Promise<Run> {
    return this.client.runs.create({ experimentId: this.experimentId, name })
  }
}

/** From now on this process is somebody whom the bucket knows. */
export async function beKnownToBucket(): Promise<void> {
  const { endpoint, region, accessKeyId, secretAccessKey } = await minio()
  Object.assign(process.env, {
    MLFLOW_S3_ENDPOINT_URL: endpoint,
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
  })
}

/** All that a generator gives. */
export async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = []
  for await (const item of items) list.push(item)
  return list
}
