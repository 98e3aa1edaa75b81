import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3'
import { inLanes } from '../lanes.js'
import type { Created } from '../store/objects.js'
import { created, type Requests } from './requests.js'

/** Parts that are under way at once. */
const LANES = 4

interface Target {
  readonly Bucket: string
  readonly Key: string
}

interface Upload extends Target {
  readonly UploadId: string
}

interface Part {
  readonly PartNumber: number
  readonly ETag: string
}

/** Creates a large object in parts; it is there, whole, once the last request is done. */
export async function createInParts(
  requests: Requests,
  target: Target,
  bytes: Uint8Array,
  partBytes: number,
): Promise<Created> {
  const begun = await requests.ask((once) =>
    once.client.send(new CreateMultipartUploadCommand(target), once.options()),
  )
  const upload: Upload = { ...target, UploadId: begun.UploadId! }
  let outcome: Created | undefined
  try {
    outcome = await complete(requests, upload, await sendParts(requests, upload, bytes, partBytes))
  } finally {
    if (outcome !== 'created') await forget(requests, upload)
  }
  return outcome
}

async function sendParts(
  requests: Requests,
  upload: Upload,
  bytes: Uint8Array,
  partBytes: number,
): Promise<Part[]> {
  const count = Math.ceil(bytes.length / partBytes)
  const parts: Part[] = new Array(count)
  // None is to send parts of an upload that is given up: all end before.
  await inLanes(count, LANES, async (index) => {
    const Body = bytes.subarray(index * partBytes, (index + 1) * partBytes)
    const command = { ...upload, PartNumber: index + 1, Body }
    const { ETag } = await requests.ask((once) =>
      once.client.send(new UploadPartCommand(command), once.options(Body.length)),
    )
    parts[index] = { PartNumber: index + 1, ETag: ETag! }
  })
  return parts
}

async function complete(requests: Requests, upload: Upload, parts: Part[]): Promise<Created> {
  const command = { ...upload, IfNoneMatch: '*', MultipartUpload: { Parts: parts } }
  // An upload that is done is known no more: one that is missing may have been completed before.
  const request = requests.ask((once) =>
    once.client.send(new CompleteMultipartUploadCommand(command), once.options()),
  )
  return await created(request)
}

/** As well as may be: what is left of it costs room, and harms nothing. */
async function forget(requests: Requests, upload: Upload): Promise<void> {
  const command = new AbortMultipartUploadCommand(upload)
  await requests.ask((once) => once.client.send(command, once.options())).catch(() => {})
}
